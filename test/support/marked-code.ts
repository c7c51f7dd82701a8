import type { Range, TextEdit } from "../../src/core/lint/finding.ts";

export interface MarkedCode {
  /** Without the marks. */
  readonly code: string;
  /** Where they were, in order of position, the outer one first. */
  readonly ranges: readonly Range[];
}

/** Takes «guillemets» out of code; they may nest and span lines. */
export function readMarks(marked: string): MarkedCode {
  const open: number[] = [];
  const ranges: Range[] = [];
  let code = "";
  for (const part of marked.split(/([«»])/)) {
    if (part === "«") open.push(code.length);
    else if (part !== "»") code += part;
    else {
      const start = open.pop();
      if (start === undefined) throw new Error(`A » without its « in ${marked}`);
      ranges.push({ start, end: code.length });
    }
  }
  if (open.length > 0) throw new Error(`A « without its » in ${marked}`);
  return { code, ranges: ranges.sort(byPosition) };
}

export function drawMarks(code: string, ranges: readonly Range[]): string {
  const marks = ranges
    .toSorted(byPosition)
    .flatMap(({ start, end }, order) => [
      { at: start, mark: "«", order },
      // At one place, what ends comes before what starts, the inner one first.
      { at: end, mark: "»", order: start === end ? order : -ranges.length + order * -1 },
    ])
    .sort((one, other) => one.at - other.at || one.order - other.order);
  let drawn = "";
  let from = 0;
  for (const { at, mark } of marks) {
    drawn += code.slice(from, at) + mark;
    from = at;
  }
  return drawn + code.slice(from);
}

/** Not overlapping, ascending. */
export function applyEdits(code: string, edits: readonly TextEdit[]): string {
  let edited = "";
  let from = 0;
  for (const { start, end, text } of edits) {
    if (start < from || end < start || end > code.length)
      throw new Error(`The edit at ${start} is out of order.`);
    edited += code.slice(from, start) + text;
    from = end;
  }
  return edited + code.slice(from);
}

function byPosition(one: Range, other: Range): number {
  return one.start - other.start || other.end - one.end;
}
