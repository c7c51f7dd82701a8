import { type Text, text } from "../text/text.ts";

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
