/** UTF-16 units that Python's tokens are told apart by. */
export const tab = 9;
export const newline = 10;
export const formFeed = 12;
export const carriageReturn = 13;
export const space = 32;
export const doubleQuote = 34;
export const hash = 35;
export const singleQuote = 39;
export const openingParenthesis = 40;
export const closingParenthesis = 41;
export const colon = 58;
export const at = 64;
export const openingBracket = 91;
export const backslash = 92;
export const closingBracket = 93;
export const openingBrace = 123;
export const closingBrace = 125;
export const byteOrderMark = 0xfeff;

export function isLineEnd(code: number): boolean {
  return code === newline || code === carriageReturn;
}

/** The first position after a line's end that starts at `position`. */
export function afterLineEnd(text: string, position: number): number {
  const both = text.charCodeAt(position) === carriageReturn && text.charCodeAt(position + 1) === newline;
  return both ? position + 2 : position + 1;
}

/** Where the line that `position` is in ends, at most `to`. */
export function endOfLine(text: string, position: number, to: number): number {
  let end = position;
  while (end < to && !isLineEnd(text.charCodeAt(end))) end++;
  return end;
}

/** Whether it may stand in a name; everything beyond ASCII may, which is near enough. */
export function isNamePart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code > 127
  );
}

/** Whether this very word stands there, not the start of a longer one. */
export function hasWord(text: string, word: string, position: number): boolean {
  return text.startsWith(word, position) && !isNamePart(text.charCodeAt(position + word.length));
}
