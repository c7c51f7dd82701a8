import type { Span } from "../../protocol/lint.ts";
import { type Cell, cellsOf } from "./display-text.ts";

export interface CodeFrame {
  /** Of the line, from 1. */
  readonly line: number;
  readonly code: string;
  /** Spaces, then carets below what is marked. */
  readonly underline: string;
  /** The last line, from 1, if what is marked goes on below. */
  readonly until: number | undefined;
}

const ELLIPSIS: Cell = { text: "…", width: 1, start: 0 };
/** In columns: what a long line shows before what is marked. */
const CONTEXT = 16;
const MIN_ROOM = 24;

/**
 * The first line of a span with what is marked underlined, cut to a width in columns; undefined: the source has no such
 * line.
 */
export function codeFrame(
  lines: readonly string[],
  { start, end }: Span,
  width: number,
): CodeFrame | undefined {
  const line = lines[start.line];
  if (line === undefined) return undefined;
  const cells = cellsOf(line.trimEnd());
  const goesOn = end.line > start.line;
  const first = indexAt(cells, start.character);
  const last = goesOn ? cells.length : Math.max(first, startingFrom(cells, end.character));
  const { from, to } = windowOf(cells, first, last, width);
  const lead = from > 0 ? [ELLIPSIS] : [];
  const trail = to < cells.length ? [ELLIPSIS] : [];
  const before = widthOf([...lead, ...cells.slice(from, first)]);
  const marked = widthOf(cells.slice(first, Math.min(last, to)));
  return {
    line: start.line + 1,
    code: [...lead, ...cells.slice(from, to), ...trail].map(({ text }) => text).join(""),
    underline: " ".repeat(before) + "^".repeat(Math.max(1, marked)),
    until: goesOn ? end.line + 1 : undefined,
  };
}

/** The cell that holds a UTF-16 unit of the line. */
function indexAt(cells: readonly Cell[], character: number): number {
  const after = cells.findIndex(({ start }) => start > character);
  if (after !== -1) return Math.max(0, after - 1);
  const final = cells.at(-1);
  return final !== undefined && character <= final.start ? cells.length - 1 : startingFrom(cells, character);
}

function startingFrom(cells: readonly Cell[], character: number): number {
  const at = cells.findIndex(({ start }) => start >= character);
  return at === -1 ? cells.length : at;
}

/** The part of a line that is shown: all of it, or as much as there is room for, the start of what is marked in it. */
function windowOf(cells: readonly Cell[], first: number, last: number, width: number) {
  if (widthOf(cells) <= width) return { from: 0, to: cells.length };
  const room = Math.max(width - 2 * ELLIPSIS.width, MIN_ROOM);
  let from = 0;
  if (widthOf(cells.slice(0, last)) > room) {
    from = first;
    for (let left = CONTEXT; from > 0; from--) {
      left -= cells[from - 1]?.width ?? 0;
      if (left < 0) break;
    }
  }
  let to = from;
  for (let left = room; to < cells.length; to++) {
    left -= cells[to]?.width ?? 0;
    if (left < 0) break;
  }
  return { from, to };
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}
