import type { PlacedFinding, PlacedFix, Position, Span } from "../../protocol/lint.ts";

export type PlacedEdit = PlacedFix["edits"][number];

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** Also where they only touch, so that a cursor at the end of a mark still meets it. */
export function touch(a: Span, b: Span): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}

/** Both would change the same place, or insert at the same place in an order that nobody chose. */
function collide(a: Span, b: Span): boolean {
  const isSameStart = comparePositions(a.start, b.start) === 0;
  return isSameStart || (comparePositions(a.start, b.end) < 0 && comparePositions(b.start, a.end) < 0);
}

function isSame(a: PlacedEdit, b: PlacedEdit): boolean {
  return (
    a.text === b.text &&
    comparePositions(a.span.start, b.span.start) === 0 &&
    comparePositions(a.span.end, b.span.end) === 0
  );
}

export function safeFix(finding: PlacedFinding): PlacedFix | undefined {
  return finding.fixes.find(({ safe }) => safe);
}

/**
 * The edits of each finding's first safe fix. A fix that collides with an earlier one is left for the next time; what
 * two fixes have in common, such as an import, is done once.
 */
export function safeEdits(findings: readonly PlacedFinding[]): readonly PlacedEdit[] {
  const taken: PlacedEdit[] = [];
  const fixes = findings.flatMap((finding) => safeFix(finding) ?? []);
  fixes.sort((a, b) => compareStarts(a.edits, b.edits));
  for (const { edits } of fixes) {
    const added = edits.filter((edit) => !taken.some((other) => isSame(edit, other)));
    const collides = added.some((edit) => taken.some((other) => collide(edit.span, other.span)));
    if (!collides) taken.push(...added);
  }
  return taken.sort((a, b) => comparePositions(a.span.start, b.span.start));
}

function compareStarts(a: readonly PlacedEdit[], b: readonly PlacedEdit[]): number {
  const [first] = a;
  const [second] = b;
  return first && second ? comparePositions(first.span.start, second.span.start) : a.length - b.length;
}
