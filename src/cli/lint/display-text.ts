import { eastAsianWidth } from "get-east-asian-width";

const TAB_STOP = 4;
const REPLACEMENT = "\uFFFD";
/** Would move the cursor, hide text or turn its direction: C0, C1, line separators, bidirectional controls. */
const HARMFUL = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
const WIDE_EMOJI = /\p{Emoji_Presentation}|\uFE0F/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u;

/** One character as people see it, at its place on a line of a terminal. */
export interface Cell {
  readonly text: string;
  /** In columns of the terminal. */
  readonly width: number;
  /** Where it starts in the line, in UTF-16 units. */
  readonly start: number;
}

/** A line of source, ready to be shown: tabs as spaces, harmful characters replaced. */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of new Intl.Segmenter("en").segment(line)) {
    const cell = cellOf(segment, index, column);
    column += cell.width;
    cells.push(cell);
  }
  return cells;
}

/** Text from elsewhere on one line, without what a terminal would obey. */
export function onOneSafeLine(text: string): string {
  return cellsOf(text.replace(/\s*(?:\r\n|[\r\n\u2028\u2029])\s*/g, " ")).reduce(
    (line, cell) => line + cell.text,
    "",
  );
}

function cellOf(segment: string, start: number, column: number): Cell {
  if (segment === "\t") {
    const width = TAB_STOP - (column % TAB_STOP);
    return { text: " ".repeat(width), width, start };
  }
  if (HARMFUL.test(segment)) return { text: REPLACEMENT, width: 1, start };
  return { text: segment, width: widthOf(segment), start };
}

/** Of one grapheme. */
function widthOf(grapheme: string): number {
  if (WIDE_EMOJI.test(grapheme)) return 2;
  if (INVISIBLE.test(grapheme)) return 0;
  return eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}
