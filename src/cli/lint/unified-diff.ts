const CONTEXT = 3;

/** A change as `diff -u` writes it, which `git apply` and `patch` read; empty if nothing changed. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const steps = stepsOf(wholeLines(before), wholeLines(after));
  const lines = [`--- a/${file}`, `+++ b/${file}`];
  for (const hunk of hunksOf(steps)) {
    const { oldStart, newStart } = hunk[0] ?? { oldStart: 0, newStart: 0 };
    const oldCount = hunk.filter(({ sign }) => sign !== "+").length;
    const newCount = hunk.filter(({ sign }) => sign !== "-").length;
    lines.push(`@@ -${rangeText(oldStart, oldCount)} +${rangeText(newStart, newCount)} @@`);
    for (const { sign, line } of hunk)
      lines.push(
        line.endsWith("\n") ? sign + line.slice(0, -1) : `${sign}${line}\n\\ No newline at end of file`,
      );
  }
  return `${lines.join("\n")}\n`;
}

interface Step {
  readonly sign: " " | "-" | "+";
  readonly line: string;
  /** Lines before it, in the old and in the new text. */
  readonly oldStart: number;
  readonly newStart: number;
}

/** With their ends; only `\n` ends a line here, as in git. */
function wholeLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A shortest way from one text to the other (Myers 1986, the greedy algorithm). */
function stepsOf(before: readonly string[], after: readonly string[]): Step[] {
  const trace: Map<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let edits = 0; ; edits++) {
    trace.push(new Map(furthest));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isInsertion(furthest, diagonal, edits)
        ? (furthest.get(diagonal + 1) ?? 0)
        : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return walkBack(trace, before, after);
    }
    furthest = new Map(furthest);
  }
}

function isInsertion(furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return (
    diagonal === -edits ||
    (diagonal !== edits && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1))
  );
}

function walkBack(
  trace: readonly ReadonlyMap<number, number>[],
  before: readonly string[],
  after: readonly string[],
): Step[] {
  const steps: Step[] = [];
  let x = before.length;
  let y = after.length;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const inserts = isInsertion(furthest, diagonal, edits);
    const fromDiagonal = inserts ? diagonal + 1 : diagonal - 1;
    const fromX = furthest.get(fromDiagonal) ?? 0;
    const fromY = fromX - fromDiagonal;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x--;
      y--;
      steps.push({ sign: " ", line: before[x] ?? "", oldStart: x, newStart: y });
    }
    if (edits === 0) break;
    if (inserts) {
      y--;
      steps.push({ sign: "+", line: after[y] ?? "", oldStart: x, newStart: y });
    } else {
      x--;
      steps.push({ sign: "-", line: before[x] ?? "", oldStart: x, newStart: y });
    }
  }
  return steps.reverse();
}

/** Changes with the lines around them; what is nearer than twice the context goes together. */
function hunksOf(steps: readonly Step[]): Step[][] {
  const hunks: Step[][] = [];
  let until = 0;
  steps.forEach(({ sign }, i) => {
    if (sign === " ") return;
    const from = Math.max(0, i - CONTEXT);
    const to = Math.min(steps.length, i + CONTEXT + 1);
    const last = hunks.at(-1);
    if (last !== undefined && from <= until) last.push(...steps.slice(until, to));
    else hunks.push(steps.slice(from, to));
    until = to;
  });
  return hunks;
}

function rangeText(start: number, count: number): string {
  // An empty range names the line before it.
  const line = count === 0 ? start : start + 1;
  return count === 1 ? String(line) : `${line},${count}`;
}
