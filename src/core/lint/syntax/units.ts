import { hasWord } from "./characters.ts";
import { LogicalLines } from "./logical-lines.ts";
import type { UnitForm } from "./python.ts";

/** A unit's place in a file, in UTF-16 units. Spans and their members follow each other without a gap. */
export interface UnitSpan {
  readonly start: number;
  readonly end: number;
  readonly form: UnitForm;
  /** Those of a header, after its own end. */
  readonly members: readonly UnitSpan[];
}

/** Characters from which on a class is split into its members. */
const largeClass = 4000;
/** Characters from which on a run of simple statements is cut, at a line that its own text picks. */
const longRun = 2000;
/** Characters from which on it is cut at any line: all of them may be alike. */
const longestRun = 20_000;

/**
 * Cuts a file into units, see `Unit`: by its text alone, so that an edit leaves the units that it does not touch
 * as they were. Comments and blank lines belong to the unit after them, the last ones to the last.
 */
export function splitUnits(text: string): readonly UnitSpan[] {
  return splitFrom(text, 0, () => false);
}

/**
 * Cuts the rest of a file from where one of its units starts: what comes before does not matter to it. Ends before
 * a unit whose start is `known`.
 */
export function splitFrom(
  text: string,
  from: number,
  isKnown: (start: number) => boolean,
): readonly UnitSpan[] {
  return cut(text, from, text.length, 0, "plain", isKnown).flatMap(({ start, end, head }) => {
    const isClass = end - start > largeClass && head !== undefined && hasWord(text, "class", head);
    return isClass ? splitClass(text, start, end, head) : { start, end, form: "plain" as const, members: [] };
  });
}

interface Piece {
  readonly start: number;
  readonly end: number;
  /** Where its first statement starts, behind the decorators. */
  readonly head: number | undefined;
}

function splitClass(text: string, start: number, end: number, head: number): UnitSpan {
  const whole: UnitSpan = { start, end, form: "plain", members: [] };
  const lines = new LogicalLines(text, head, end, 0);
  lines.next();
  const bodyStart = lines.end;
  if (!lines.next() || lines.indent === 0) return whole;
  const pieces = cut(text, bodyStart, end, lines.indent, "member");
  // A docstring and simple statements stay with the class.
  let own = 0;
  while (own < pieces.length && kindAt(text, pieces[own]?.head) === "simple") own++;
  const members = pieces
    .slice(own)
    .map((piece): UnitSpan => ({ start: piece.start, end: piece.end, form: "member", members: [] }));
  const first = members[0];
  if (first === undefined) return whole;
  return { start, end: first.start, form: own === 0 ? "bare-header" : "header", members };
}

/** The pieces of a block whose statements stand `level` columns deep. */
function cut(
  text: string,
  from: number,
  to: number,
  level: number,
  form: "plain" | "member",
  isKnown: (start: number) => boolean = () => false,
): readonly Piece[] {
  const lines = new LogicalLines(text, from, to, level);
  const pieces: Piece[] = [];
  let start = from;
  let head: number | undefined;
  let last: Kind | undefined;
  while (lines.next()) {
    if (lines.indent > level && last !== undefined) continue;
    const kind = kindAt(text, lines.code);
    if (last !== undefined && !goesOn(kind, last, lines, start, text)) {
      pieces.push({ start, end: lines.gap, head });
      start = lines.gap;
      if (isKnown(start)) return pieces;
      head = undefined;
    }
    if (kind !== "decorator") head ??= lines.code;
    last = kind === "continuation" ? (last ?? "block") : kind;
  }
  if (from < to && (form === "plain" || last !== undefined)) pieces.push({ start, end: to, head });
  return pieces;
}

type Kind = "simple" | "decorator" | "definition" | "block" | "continuation";

/** Whether a statement belongs to the unit before it. */
function goesOn(kind: Kind, last: Kind, lines: LogicalLines, start: number, text: string): boolean {
  if (kind === "continuation") return true;
  if (last === "decorator") return kind === "decorator" || kind === "definition";
  return kind === "simple" && last === "simple" && !lines.blank && !isCut(text, lines, start);
}

/** Cut by the line's own text: edits before it leave the cut where it is. */
function isCut(text: string, { gap, code, end }: LogicalLines, start: number): boolean {
  if (gap - start < longRun) return false;
  if (gap - start >= longestRun) return true;
  let sum = 0;
  for (let index = code; index < end && index < code + 40; index++)
    sum = (sum * 31 + text.charCodeAt(index)) | 0;
  return (sum & 7) === 0;
}

const keywords: readonly (readonly [string, Kind])[] = [
  ["def", "definition"],
  ["class", "definition"],
  ["if", "block"],
  ["for", "block"],
  ["while", "block"],
  ["try", "block"],
  ["with", "block"],
  ["else", "continuation"],
  ["elif", "continuation"],
  ["except", "continuation"],
  ["finally", "continuation"],
];

function kindAt(text: string, position: number | undefined): Kind {
  if (position === undefined) return "decorator";
  if (text[position] === "@") return "decorator";
  if (hasWord(text, "async", position))
    return /^async\s+def\b/.test(text.slice(position, position + 20)) ? "definition" : "block";
  for (const [word, kind] of keywords) if (hasWord(text, word, position)) return kind;
  return "simple";
}
