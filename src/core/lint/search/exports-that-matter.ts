import type { Export, FileSummary } from "../index/summary.ts";
import { isDatabaseValue, type Value } from "../model/value.ts";
import { isConcurrencyPackage, isDatabasePackage } from "./known-packages.ts";

/**
 * The names of a file that a finding in another file can rest on. Names that come from files which matter themselves
 * are added by `ImportGraph`; what the file makes of such names counts here, if `isFed` says that it imports any.
 */
export function exportsThatMatter({ exports }: FileSummary, isFed: boolean): string[] {
  return Object.entries(exports)
    .filter(([, each]) => matters(each, isFed))
    .map(([name]) => name);
}

/** The names of a file that findings of the file which imports them can rest on: also what starts threads, and locks. */
export function offersOf(summary: FileSummary, isFed: boolean): string[] {
  return Object.entries(summary.exports)
    .filter(([, each]) => {
      const { returns, yields } = each.function ?? nothing;
      return matters(each, isFed) || [...each.values, ...returns, ...yields].some(startsSomething);
    })
    .map(([name]) => name);
}

function startsSomething(value: Value): boolean {
  if (value.kind === "collection") return value.elements.some(startsSomething);
  if (value.kind === "external") return isConcurrencyPackage(value.name);
  return !isDatabaseValue(value) && "of" in value;
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
