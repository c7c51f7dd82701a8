import { wrap } from "./wrap.ts";

export const INDENT = "  ";

/** Two columns; on a narrow terminal the second one goes below the first. */
export function columnLines(rows: readonly (readonly [string, string])[], width: number): string[] {
  const first = Math.max(...rows.map(([term]) => term.length)) + INDENT.length * 2;
  if (width - first < 30)
    return rows.flatMap(([term, text]) => [
      INDENT + term,
      ...wrap(text, width - INDENT.length * 3).map((line) => INDENT.repeat(3) + line),
    ]);
  return rows.flatMap(([term, text]) =>
    wrap(text, width - first).map((line, i) => (i === 0 ? INDENT + term : "").padEnd(first) + line),
  );
}
