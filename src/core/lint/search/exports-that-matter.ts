import type { Export, FileSummary } from "../index/summary.ts";
import { isDatabaseValue, type Value } from "../model/value.ts";
import { isConcurrencyPackage, isDatabasePackage } from "./known-packages.ts";

/**
 * The names of a file that a finding in another file can rest on. Names that come from files which matter themselves
 * are added by `ImportGraph`; what the file makes of such names counts here: `fedBy` says how it calls those that it imports.
 */
export function exportsThatMatter({ exports }: FileSummary, fedBy: readonly string[]): string[] {
  return Object.entries(exports)
    .filter(([, each]) => matters(each, fedBy))
    .map(([name]) => name);
}

/** The names of a file that findings of the file which imports them can rest on: also what starts threads, and locks. */
export function offersOf(summary: FileSummary, fedBy: readonly string[]): string[] {
  return Object.entries(summary.exports)
    .filter(([, each]) => {
      const { returns, yields } = each.function ?? nothing;
      return matters(each, fedBy) || [...each.values, ...returns, ...yields].some(startsSomething);
    })
    .map(([name]) => name);
}

function startsSomething(value: Value): boolean {
  if (value.kind === "collection") return value.elements.some(startsSomething);
  if (value.kind === "external") return isConcurrencyPackage(value.name);
  return !isDatabaseValue(value) && "of" in value;
}

function matters({ values, function: described }: Export, fedBy: readonly string[]): boolean {
  const { returns, yields, effects, sharedUses } = described ?? nothing;
  return (
    effects.length > 0 ||
    [...values, ...returns, ...yields, ...sharedUses.map(({ value }) => value)].some((value) =>
      isOfDatabase(value, fedBy),
    )
  );
}

const nothing = { returns: [], yields: [], effects: [], sharedUses: [] };

function isOfDatabase(value: Value, fedBy: readonly string[]): boolean {
  // What is known by a name alone means nothing elsewhere: a file that uses it as a database has evidence of its own.
  if (isDatabaseValue(value)) return !value.weak;
  if (value.kind === "collection") return value.elements.some((element) => isOfDatabase(element, fedBy));
  if (value.kind !== "external") return false;
  return (
    isDatabasePackage(value.name) ||
    fedBy.some((name) => value.name === name || value.name.startsWith(`${name}.`))
  );
}
