import { endOfLine } from "../../core/lint/syntax/characters.ts";
import { LogicalLines } from "../../core/lint/syntax/logical-lines.ts";
import type { Node, Unit } from "../../core/lint/syntax/python.ts";
import { forEachChild } from "../../core/lint/syntax/walk.ts";

/** Statements that go on until their logical line, or a semicolon, ends. */
const simple = new Set<Node["kind"]>(
  "ExprStmt Assign AugAssign AnnAssign Return Delete Raise Assert Import ImportFrom Global Nonlocal".split(
    " ",
  ) as Node["kind"][],
);

/**
 * The grammar reads `session.` and the line after it as one statement: it ends lines only where a line may end. This
 * is what is seen while somebody types. Gives the unit's text with blanks for what a line ends with in vain; undefined:
 * there is no such line.
 */
export function blankDanglingEnds(unit: Unit): string | undefined {
  let text: string | undefined;
  const starts = lineStarts(unit);
  let next = 0;
  const visit = (node: Node): void => {
    if (simple.has(node.kind)) {
      while ((starts[next] ?? Number.POSITIVE_INFINITY) <= node.start) next++;
      for (; (starts[next] ?? Number.POSITIVE_INFINITY) < node.end; next++) {
        text = blank(text ?? unit.text, lastEndBefore(node, starts[next] ?? 0), starts[next] ?? 0);
      }
    } else if (!isExpression(node)) {
      forEachChild(node, visit);
    }
  };
  forEachChild(unit, visit);
  return text;
}

function isExpression(node: Node): boolean {
  return (
    node.kind === "Name" || node.kind === "Call" || node.kind === "Attribute" || node.kind === "Constant"
  );
}

/** Where the code of each logical line starts. */
function lineStarts({ text }: Unit): readonly number[] {
  const starts: number[] = [];
  const lines = new LogicalLines(text, 0, text.length, 0);
  while (lines.next()) starts.push(lines.code);
  return starts;
}

/** Where what stands before a position ends, as far as it is a whole. */
function lastEndBefore(node: Node, position: number): number {
  let last = node.start;
  const visit = (inner: Node): void => {
    if (inner.end <= position) last = Math.max(last, inner.end);
    else if (inner.start < position) forEachChild(inner, visit);
  };
  visit(node);
  return last;
}

/** Up to a comment or the end of the line. */
function blank(text: string, from: number, to: number): string {
  const end = endOfLine(text, from, to);
  const dangling = text.slice(from, end).replace(/^[^#]+/, (code) => " ".repeat(code.length));
  return text.slice(0, from) + dangling + text.slice(end);
}
