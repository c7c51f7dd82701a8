import type { PlacedFinding, PlacedFix, Position } from "../../protocol/lint.ts";
import { lineStartsOf } from "./source-lines.ts";

export interface FixedText {
  readonly text: string;
  /** How many fixes of each rule went into it; empty: the text is as it was. */
  readonly rules: ReadonlyMap<string, number>;
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Applies the first safe fix of every finding, each wholly or not at all. One that touches what another changes has to
 * wait for the next pass; edits that several fixes share, such as an import, are made once. Inserted lines end as most
 * lines of the text do.
 */
export function applySafeFixes(text: string, findings: readonly PlacedFinding[]): FixedText {
  const offsetOf = offsets(text);
  const lineEnd = commonLineEnd(text);
  const made: Replacement[] = [];
  const rules = new Map<string, number>();
  for (const { rule, fixes } of findings) {
    const fix = fixes.find(({ safe }) => safe);
    if (fix === undefined) continue;
    const edits = replacementsOf(fix, offsetOf, lineEnd);
    const added = edits.filter((edit) => !made.some((other) => isSame(edit, other)));
    if (added.length === 0 || added.some((edit) => made.some((other) => touches(edit, other)))) continue;
    made.push(...added);
    rules.set(rule, (rules.get(rule) ?? 0) + 1);
  }
  return { text: replaceAll(text, made), rules };
}

function replacementsOf(
  fix: PlacedFix,
  offsetOf: (position: Position) => number,
  lineEnd: string,
): Replacement[] {
  return fix.edits.map(({ span, text }) => ({
    start: offsetOf(span.start),
    end: offsetOf(span.end),
    text: text.replace(/\r\n|\r|\n/g, lineEnd),
  }));
}

function isSame(one: Replacement, other: Replacement): boolean {
  return one.start === other.start && one.end === other.end && one.text === other.text;
}

/** Overlaps, or leaves it open which of two insertions comes first. */
function touches(one: Replacement, other: Replacement): boolean {
  return one.start <= other.end && other.start <= one.end;
}

function replaceAll(text: string, replacements: readonly Replacement[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: inserted } of replacements.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}

function offsets(text: string): (position: Position) => number {
  const starts = lineStartsOf(text);
  return ({ line, character }) => Math.min((starts[line] ?? text.length) + character, text.length);
}

function commonLineEnd(text: string): string {
  const ends = new Map<string, number>();
  for (const [end] of text.matchAll(/\r\n|\r|\n/g)) ends.set(end, (ends.get(end) ?? 0) + 1);
  return [...ends].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "\n";
}
