import { english } from "../../core/text/text.ts";
import type { LintedFile } from "../../node/lint-files.ts";
import { nameOf, type TargetFile } from "./gather-files.ts";
import {
  compareFindings,
  type FixedFile,
  type LintError,
  type LintFinding,
  type LintReport,
} from "./lint-report.ts";

/** Puts what was checked into one list, under the names that were given. */
export function makeReport(
  targets: readonly TargetFile[],
  checked: ReadonlyMap<string, LintedFile>,
  errors: readonly LintError[],
  fixed: readonly FixedFile[] | undefined,
  base: string,
): LintReport {
  const names = new Map(targets.map(({ absolute, name }) => [absolute, name]));
  const shown = (absolute: string) => names.get(absolute) ?? nameOf(absolute, base);
  const findings: LintFinding[] = [];
  const problems: LintError[] = [...errors];
  for (const { absolute, name } of targets) {
    const file = checked.get(absolute);
    if (file?.problem !== undefined) problems.push({ file: name, message: english(file.problem) });
    for (const finding of file?.findings ?? [])
      findings.push({
        ...finding,
        file: name,
        related: finding.related.map((place) => ({ ...place, file: shown(place.file) })),
      });
  }
  return {
    files: targets.length,
    findings: findings.sort(compareFindings),
    errors: problems.sort((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0)),
    fixed,
  };
}
