import { describe, expect, it } from "vitest";
import type { Finding, Severity } from "../../src/core/lint/finding.ts";
import type { Rule } from "../../src/core/lint/rule.ts";
import { english } from "../../src/core/text/text.ts";
import { type LintSetting, lintPython } from "./lint-python.ts";
import { applyEdits, drawMarks, readMarks } from "./marked-code.ts";
import { readPython } from "./parse-python.ts";

export interface RuleCase extends LintSetting {
  readonly name: string;
  /** With «guillemets» around what the rule marks, and nothing else. */
  readonly code: string;
  /** Of all findings; the rule's own if not given. */
  readonly severity?: Severity;
  /** Of all findings, in English. */
  readonly message?: string | RegExp;
  /** Of the first finding: the code that each place marks, with its file in front if it is another: `db.py: Session()`. */
  readonly related?: readonly string[];
}

export interface FixCase extends LintSetting {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Which fix of the first finding; the first if not given. */
  readonly title?: string | RegExp;
  readonly safe?: boolean;
}

export interface RuleCases {
  readonly finds: readonly RuleCase[];
  readonly leaves: readonly RuleCase[];
  readonly fixes?: readonly FixCase[];
}

/**
 * Declares the tests of a rule: it finds exactly what is marked, and each of its fixes leaves valid code without
 * the finding. Other rules do not run.
 */
export function checkRule(rule: Rule, { finds, leaves, fixes = [] }: RuleCases): void {
  describe(rule.id, () => {
    describe("finds", () => {
      it.each(finds)("$name", (each) => {
        const { code, ranges } = readMarks(each.code);
        expect(ranges.length, "marks in a case that is to be found").toBeGreaterThan(0);
        checkFindings(rule, each, code);
      });
    });
    describe("leaves alone", () => {
      it.each(leaves)("$name", (each) => {
        const { code, ranges } = readMarks(each.code);
        expect(ranges, "marks in a case that is to be left alone").toEqual([]);
        checkFindings(rule, each, code);
      });
    });
    if (fixes.length === 0) return;
    describe("fixes", () => {
      it.each(fixes)("$name", (each) => checkFix(rule, each));
    });
  });
}

function checkFindings(rule: Rule, each: RuleCase, code: string): void {
  const findings = findingsOf(rule, code, each);
  expect(
    drawMarks(
      code,
      findings.map(({ range }) => range),
    ),
  ).toBe(drawMarks(code, readMarks(each.code).ranges));
  for (const finding of findings) {
    checkTexts(finding);
    if (each.severity !== undefined) expect(finding.severity).toBe(each.severity);
    if (typeof each.message === "string") expect(english(finding.text)).toBe(each.message);
    else if (each.message !== undefined) expect(english(finding.text)).toMatch(each.message);
    for (const fix of finding.fixes) checkFixed(rule, each, code, findings, fix.edits, english(fix.title));
  }
  if (each.related !== undefined) expect(relatedTexts(findings[0], code, each)).toEqual(each.related);
}

function checkFix(rule: Rule, each: FixCase): void {
  const { code } = readMarks(each.before);
  const findings = findingsOf(rule, code, each);
  const offered = findings.flatMap(({ fixes }) => fixes);
  const titles = offered.map(({ title }) => english(title));
  const index = titles.findIndex((title) => each.title === undefined || title.match(each.title) !== null);
  const fix = offered[index];
  if (fix === undefined) expect.fail(`There is no such fix, but: ${titles.join(", ") || "none"}`);
  expect(applyEdits(code, fix.edits)).toBe(each.after);
  if (each.safe !== undefined) expect(fix.safe).toBe(each.safe);
  checkFixed(rule, each, code, findings, fix.edits, titles[index] ?? "");
}

/** It is still Python, and has one finding less. */
function checkFixed(
  rule: Rule,
  setting: LintSetting,
  code: string,
  before: readonly Finding[],
  edits: Finding["fixes"][number]["edits"],
  title: string,
): void {
  const fixed = applyEdits(code, edits);
  expect(edits.length, `edits of "${title}"`).toBeGreaterThan(0);
  if (isBroken(code)) return;
  expect(isBroken(fixed), `whether "${title}" breaks the code:\n${fixed}`).toBe(false);
  const after = findingsOf(rule, fixed, setting);
  const drawn = drawMarks(
    fixed,
    after.map(({ range }) => range),
  );
  expect(after.length, `findings after "${title}":\n${drawn}`).toBeLessThan(before.length);
}

function isBroken(code: string): boolean {
  return readPython(code).units.some((unit) => unit.broken || unit.members.some((member) => member.broken));
}

/** All placeholders are filled. */
function checkTexts({ text, related, fixes }: Finding): void {
  const texts = [text, ...related.map((each) => each.text), ...fixes.map(({ title }) => title)];
  for (const each of texts) expect(english(each)).not.toMatch(/\{\w+\}/);
}

function relatedTexts(
  finding: Finding | undefined,
  code: string,
  { files = {} }: LintSetting,
): readonly string[] {
  return (finding?.related ?? []).map(({ file, range: { start, end } }) =>
    file === undefined ? code.slice(start, end) : `${file}: ${files[file]?.slice(start, end)}`,
  );
}

function findingsOf(rule: Rule, code: string, setting: LintSetting): readonly Finding[] {
  return lintPython(code, [rule], setting).filter((finding) => finding.rule === rule.id);
}
