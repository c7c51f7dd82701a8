import { assertNever } from "../../core/assert-never.ts";
import type { Rule } from "../../core/lint/rule.ts";
import type { LintFormat } from "../lint-options.ts";
import type { Style } from "../style.ts";
import { githubAnnotations } from "./github-format.ts";
import { lintJson } from "./json-format.ts";
import { countByRule, type LintReport } from "./lint-report.ts";
import { sarifLog } from "./sarif-format.ts";
import { findingsText, fixedText, type SourceLines, statisticsText, summaryText } from "./text-format.ts";

export interface Rendering {
  readonly format: LintFormat;
  readonly withStatistics: boolean;
  readonly isQuiet: boolean;
  readonly version: string;
  readonly rules: readonly Rule[];
  readonly documentationOf: (rule: string) => string | undefined;
  readonly linesOf: SourceLines;
  readonly style: Style;
  /** In columns. */
  readonly width: number;
}

/** The report as a program or a person wants it; of a quiet clean check for people nothing remains. */
export function renderReport(report: LintReport, rendering: Rendering): string {
  switch (rendering.format) {
    case "json":
      return `${JSON.stringify(lintJson(report, rendering), null, 2)}\n`;
    case "sarif":
      return `${JSON.stringify(sarifLog(report, rendering), null, 2)}\n`;
    case "github":
      return githubAnnotations(report);
    case "text":
      return renderText(report, rendering);
    default:
      return assertNever(rendering.format);
  }
}

function renderText(report: LintReport, { withStatistics, isQuiet, ...options }: Rendering): string {
  const body = withStatistics
    ? statisticsText(countByRule(report.findings), options.style)
    : findingsText(report.findings, options);
  const tail = isQuiet ? "" : `${fixedText(report)}${summaryText(report)}\n`;
  return [body, tail].filter((part) => part !== "").join("\n");
}
