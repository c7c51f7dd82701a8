import { type Severity, severities } from "../../core/lint/finding.ts";
import { english } from "../../core/text/text.ts";
import type { Span } from "../../protocol/lint.ts";
import type { Style } from "../style.ts";
import { wrapAfter } from "../wrap.ts";
import { codeFrame } from "./code-frame.ts";
import { onOneSafeLine } from "./display-text.ts";
import { hasSafeFix, type LintFinding, type LintReport, type RuleCount } from "./lint-report.ts";

/** The lines of a file by the name that the report gives it; undefined: they are not known. */
export type SourceLines = (file: string) => readonly string[] | undefined;

export interface TextFormatOptions {
  readonly style: Style;
  /** In columns. */
  readonly width: number;
  readonly linesOf: SourceLines;
}

/** One block for each finding, with the code that it is about. */
export function findingsText(findings: readonly LintFinding[], options: TextFormatOptions): string {
  return findings.map((finding) => `${findingLines(finding, options).join("\n")}\n`).join("\n");
}

function findingLines(finding: LintFinding, { style, width, linesOf }: TextFormatOptions): string[] {
  const { file, span, severity, rule, text, related, fixes } = finding;
  const places = [{ file, span }, ...related];
  const gutter = Math.max(...places.map((place) => String(place.span.start.line + 1).length));
  const frame = (at: { readonly file: string; readonly span: Span }) =>
    frameLines(at, gutter, { style, width, linesOf });
  const note = (lead: string, words: string) =>
    wrapAfter(`${" ".repeat(gutter + 1)}= ${lead}: `, onOneSafeLine(words), width);
  return [
    `${style.strong(placeText(file, span))}: ${severityMark(severity, style)(severity)}: ` +
      `${onOneSafeLine(english(text))} ${style.faint(`[${rule}]`)}`,
    ...frame({ file, span }),
    ...related.flatMap((place) => [
      ...note(placeText(place.file, place.span), english(place.text)),
      ...frame(place),
    ]),
    ...fixes.map(({ title, safe }) =>
      note(safe ? "fix" : "suggestion", english(title) + (safe ? " (--fix does it)" : "")).join("\n"),
    ),
  ];
}

function frameLines(
  { file, span }: { readonly file: string; readonly span: Span },
  gutter: number,
  { style, width, linesOf }: TextFormatOptions,
): string[] {
  const lines = linesOf(file);
  const frame = lines && codeFrame(lines, span, width - gutter - 3);
  if (!frame) return [];
  const left = (number: string) => style.faint(`${number.padStart(gutter)} |`);
  return [
    `${left(String(frame.line))} ${frame.code}`,
    `${left("")} ${style.bad(frame.underline)}`,
    ...(frame.until === undefined ? [] : [`${left("")} ${style.faint(`… to line ${frame.until}`)}`]),
  ];
}

/** `app/etl.py:12:5`, from 1, which terminals and editors open. */
function placeText(file: string, { start }: Span): string {
  return `${onOneSafeLine(file)}:${start.line + 1}:${start.character + 1}`;
}

function severityMark(severity: Severity, style: Style): (text: string) => string {
  if (severity === "error") return style.bad;
  return severity === "warning" ? style.strong : style.faint;
}

/** A table: how often each rule found something. */
export function statisticsText(counts: readonly RuleCount[], style: Style): string {
  const widths = {
    count: Math.max(0, ...counts.map(({ count }) => String(count).length)),
    severity: Math.max(0, ...counts.map(({ severity }) => severity.length)),
    rule: Math.max(0, ...counts.map(({ rule }) => rule.length)),
  };
  return counts
    .map(({ rule, severity, count, fixable }) =>
      [
        String(count).padStart(widths.count),
        severityMark(severity, style)(severity.padEnd(widths.severity)),
        fixable > 0 ? `${rule.padEnd(widths.rule)}  ${style.faint(`${fixable} with a safe fix`)}` : rule,
      ].join("  "),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** What was fixed, a line for each file. */
export function fixedText({ fixed = [] }: LintReport): string {
  return fixed
    .map(({ file, rules }) => {
      const counts = [...rules].map(([rule, count]) => (count === 1 ? rule : `${rule} (${count})`));
      return `Fixed ${onOneSafeLine(file)}: ${counts.join(", ")}\n`;
    })
    .join("");
}

/** The last line: all in one sentence. */
export function summaryText({ files, findings, errors }: LintReport): string {
  const cut = new Set(errors.map(({ file }) => file)).size;
  const unchecked =
    cut === 0 ? "" : ` ${counted(cut, "file")} ${cut === 1 ? "was" : "were"} not checked, or not wholly.`;
  if (files === 0) return `No Python file found.${unchecked}`;
  if (findings.length === 0) return `${counted(files, "file")} checked: nothing found.${unchecked}`;
  const parts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0
      ? []
      : [severity === "information" ? `${count} information` : counted(count, severity)];
  });
  const inFiles = new Set(findings.map(({ file }) => file)).size;
  const fixable = findings.filter(hasSafeFix).length;
  const fix = fixable === 0 ? "" : ` ${fixable} of them ${fixable === 1 ? "has" : "have"} a safe fix: --fix.`;
  return (
    `${counted(findings.length, "finding")} (${parts.join(", ")}) in ${inFiles} of ${counted(files, "file")}.` +
    fix +
    unchecked
  );
}

/** What `--diff` says beside the difference. */
export function differenceSummary(report: LintReport, fixes: number, files: number): string {
  if (fixes === 0) return `Nothing to fix safely. ${summaryText(report)}`;
  return `${counted(fixes, "safe fix", "safe fixes")} in ${counted(files, "file")}: --fix makes ${fixes === 1 ? "it" : "them"}. ${summaryText(report)}`;
}

function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : nouns}`;
}
