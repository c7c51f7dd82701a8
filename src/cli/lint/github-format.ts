import type { Severity } from "../../core/lint/finding.ts";
import { english } from "../../core/text/text.ts";
import type { LintReport } from "./lint-report.ts";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
};

/** Workflow commands that GitHub shows as annotations on the lines of a pull request. */
export function githubAnnotations({ findings, errors }: LintReport): string {
  return [
    ...errors.map(({ file, message }) => annotation("error", { file, title: "Not checked" }, message)),
    ...findings.map(({ file, span: { start, end }, rule, severity, text, fixes }) => {
      // GitHub takes columns only where they are on one line.
      const columns =
        start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {};
      const place = { file, line: start.line + 1, endLine: end.line + 1, ...columns };
      const remedies = fixes.map(({ title }) => `\n${english(title)}`).join("");
      return annotation(
        commands[severity],
        { ...place, title: `Lanewise: ${rule}` },
        english(text) + remedies,
      );
    }),
  ].join("");
}

function annotation(command: string, properties: Record<string, string | number>, message: string): string {
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${command} ${listed.join(",")}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
