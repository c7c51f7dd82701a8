import { english } from "../../core/text/text.ts";
import type { Span } from "../../protocol/lint.ts";
import { countByRule, type LintReport } from "./lint-report.ts";

interface JsonOptions {
  readonly documentationOf: (rule: string) => string | undefined;
  readonly withStatistics: boolean;
}

/** `lanewise-lint/1`, see resources/lint.schema.json. Lines and columns count from 1, the ends are exclusive. */
export function lintJson(report: LintReport, { documentationOf, withStatistics }: JsonOptions): object {
  const { files, findings, errors, fixed } = report;
  return {
    schema: "lanewise-lint/1",
    files,
    findings: findings.map(({ file, span, rule, severity, text, related, fixes }) => ({
      file,
      ...placeOf(span),
      rule,
      severity,
      message: english(text),
      documentation: documentationOf(rule) ?? null,
      related: related.map((place) => ({
        file: place.file,
        ...placeOf(place.span),
        message: english(place.text),
      })),
      fixes: fixes.map(({ title, safe, edits }) => ({
        title: english(title),
        safe,
        edits: edits.map((edit) => ({ ...placeOf(edit.span), text: edit.text })),
      })),
    })),
    errors: errors.map(({ file, message }) => ({ file, message })),
    ...(fixed === undefined
      ? {}
      : {
          fixed: fixed.flatMap(({ file, rules }) =>
            [...rules].map(([rule, count]) => ({ file, rule, count })),
          ),
        }),
    ...(withStatistics ? { statistics: countByRule(findings) } : {}),
  };
}

function placeOf({ start, end }: Span) {
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
