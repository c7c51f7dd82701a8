import { type Text, text } from "../text/text.ts";
import type { Source } from "./source.ts";
import { nodesIn } from "./syntax/children.ts";

/** In UTF-16 units. Nobody writes such a file by hand, and parsing it would hold up all others. */
export const LARGEST_TEXT = 2_000_000;

/** Why a file of that size was not checked. */
export function tooLarge(): Text {
  return text("Not checked: the file has more than {count} characters.", { count: LARGEST_TEXT });
}

/** Our own code has a bug that this file brings out. */
export function failed(detail: string): Text {
  return text("Not checked: the linter failed on this file: {detail}", { detail });
}

/** What of a file is no Python; undefined: all of it is. */
export function broken({ text: all, units }: Source): Text | undefined {
  for (const unit of units.flatMap((each) => [each, ...each.members])) {
    if (!unit.broken) continue;
    const node = nodesIn(unit).find(({ kind }) => kind === "Broken") ?? unit;
    const start = unit.offset + (node === unit ? 0 : node.start);
    const line = all.slice(0, start + Math.max(0, all.slice(start).search(/\S/))).split("\n").length;
    return text("Line {line} cannot be parsed. What stands there was checked in part.", { line });
  }
  return undefined;
}
