import {
  afterLineEnd,
  at as atSign,
  endOfLine,
  formFeed,
  hasWord,
  isNamePart,
  space,
  tab,
} from "./characters.ts";

/**
 * Whether the line at `lineStart` starts with something that cannot stand inside brackets or a replacement field,
 * so that whoever opened them has not closed them yet.
 */
export function endsBrackets(text: string, lineStart: number, to: number): boolean {
  const position = skipBlanks(text, lineStart, to);
  if (position >= to) return false;
  switch (text.charCodeAt(position)) {
    case 97: // a
      return hasWord(text, "async", position) && hasWord(text, "def", skipBlanks(text, position + 5, to));
    case 99: // c
      return (
        hasWord(text, "class", position) && isNamePart(text.charCodeAt(skipBlanks(text, position + 5, to)))
      );
    case 100: // d
      return (
        hasWord(text, "def", position) && isNamePart(text.charCodeAt(skipBlanks(text, position + 3, to)))
      );
    case 102: // f
      return hasWord(text, "from", position) && importFollows(text, position + 4, to);
    case 105: // i
      return (
        hasWord(text, "import", position) && isNamePart(text.charCodeAt(skipBlanks(text, position + 6, to)))
      );
    case 114: // r
      return hasWord(text, "return", position) || hasWord(text, "raise", position);
    case 116: // t
      return text.startsWith("try:", position);
    case 119: // w
      return hasWord(text, "while", position) || hasWord(text, "with", position);
    case atSign:
      return isNamePart(text.charCodeAt(position + 1)) && definitionFollows(text, position, to);
    default:
      return false;
  }
}

/** `yield` and `from x` may stand on two lines; with `import` behind it, it is a statement. */
function importFollows(text: string, from: number, to: number): boolean {
  let position = skipBlanks(text, from, to);
  while (position < to && (isNamePart(text.charCodeAt(position)) || text[position] === ".")) position++;
  return hasWord(text, "import", skipBlanks(text, position, to));
}

/** A decorator: alone, the line could go on with a matrix product. */
function definitionFollows(text: string, from: number, to: number): boolean {
  const end = endOfLine(text, from, to);
  if (end >= to) return false;
  const next = skipBlanks(text, afterLineEnd(text, end), to);
  const code = text.charCodeAt(next);
  return code === atSign
    ? isNamePart(text.charCodeAt(next + 1))
    : endsBrackets(text, next, to) && code !== 119;
}

function skipBlanks(text: string, from: number, to: number): number {
  let position = from;
  while (position < to) {
    const code = text.charCodeAt(position);
    if (code !== space && code !== tab && code !== formFeed) break;
    position++;
  }
  return position;
}
