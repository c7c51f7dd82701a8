import { type Severity, severities } from "../../core/lint/finding.ts";
import type { PlacedFinding } from "../../protocol/lint.ts";

/** All that a check found, its files named as people gave them. */
export interface LintReport {
  /** How many were checked. */
  readonly files: number;
  /** By file, line, column. */
  readonly findings: readonly LintFinding[];
  /** What was not checked, or not wholly. */
  readonly errors: readonly LintError[];
  /** What `--fix` has changed; undefined: it was not asked for. */
  readonly fixed: readonly FixedFile[] | undefined;
}

/** Also the files of its related places are named as people gave them. */
export interface LintFinding extends PlacedFinding {
  readonly file: string;
}

export interface LintError {
  readonly file: string;
  /** A sentence. */
  readonly message: string;
}

export interface FixedFile {
  readonly file: string;
  /** How many fixes of each rule. */
  readonly rules: ReadonlyMap<string, number>;
}

export interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
  /** Of these, how many have a safe fix. */
  readonly fixable: number;
}

export function hasSafeFix({ fixes }: PlacedFinding): boolean {
  return fixes.some(({ safe }) => safe);
}

/** By file, line, column, then rule. */
export function compareFindings(one: LintFinding, other: LintFinding): number {
  const [a, b] = [one.span.start, other.span.start];
  return (
    compareText(one.file, other.file) ||
    a.line - b.line ||
    a.character - b.character ||
    compareText(one.rule, other.rule)
  );
}

/** The rules that found something, the most frequent first, each with its most severe finding's severity. */
export function countByRule(findings: readonly LintFinding[]): readonly RuleCount[] {
  return [...new Set(findings.map(({ rule }) => rule))]
    .map((rule) => {
      const ofRule = findings.filter((finding) => finding.rule === rule);
      return {
        rule,
        severity: severities.find((one) => ofRule.some(({ severity }) => severity === one)) ?? "hint",
        count: ofRule.length,
        fixable: ofRule.filter(hasSafeFix).length,
      };
    })
    .sort((one, other) => other.count - one.count || compareText(one.rule, other.rule));
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
