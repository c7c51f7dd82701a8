import type { Export, FileSummary } from "../index/summary.ts";
import { isDatabaseValue, type Value } from "../model/value.ts";
import { isDatabasePackage } from "./database-packages.ts";

/**
 * The names of a file that a finding in another file can rest on. Names that come from files which matter themselves
 * are added by `ImportGraph`; what the file makes of such names counts here, if `isFed` says that it imports any.
 */
export function exportsThatMatter({ exports }: FileSummary, isFed: boolean): string[] {
  return Object.entries(exports)
    .filter(([, each]) => matters(each, isFed))
    .map(([name]) => name);
}

function matters({ values, function: described }: Export, isFed: boolean): boolean {
  const { returns, yields, effects, sharedUses } = described ?? nothing;
  return (
    effects.length > 0 ||
    sharedUses.length > 0 ||
    [...values, ...returns, ...yields].some((value) => isOfDatabase(value, isFed))
  );
}

const nothing = { returns: [], yields: [], effects: [], sharedUses: [] };

function isOfDatabase(value: Value, isFed: boolean): boolean {
  if (isDatabaseValue(value)) return true;
  if (value.kind === "collection") return value.elements.some((element) => isOfDatabase(element, isFed));
  return value.kind === "external" && (isFed || isDatabasePackage(value.name));
}
