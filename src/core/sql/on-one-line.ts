import { sqlTokens } from "./sql-tokens.ts";

/**
 * The same statement for a field of one line: comments and line breaks become single spaces. Undefined where a string
 * holds a line break, because one line cannot say the same.
 */
export function onOneLine(sql: string): string | undefined {
  let line = "";
  for (const { kind, text } of sqlTokens(sql)) {
    if (kind === "space" || kind === "comment") {
      if (!line.endsWith(" ")) line += " ";
    } else if (/[\r\n]/.test(text)) {
      return undefined;
    } else {
      line += text;
    }
  }
  return line.trim();
}
