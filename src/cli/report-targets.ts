import { assertNever } from "../core/assert-never.ts";
import { csv } from "../core/benchmark/export/csv.ts";
import { markdown } from "../core/benchmark/export/markdown.ts";
import type { Report } from "../core/benchmark/report.ts";
import type { BenchRequest, ReportFormat, ReportTarget } from "./bench-request.ts";
import type { CliDeps } from "./cli-deps.ts";
import { writeTarget } from "./output.ts";
import type { OutputFiles } from "./output-files.ts";

/** What SQLite keeps beside a database. */
const SIDE_FILES = ["", "-wal", "-shm", "-journal"];

/** Before a run: every file can be written, and none is the database, the statement or another output. */
export async function checkTargets(
  { database, query, targets }: BenchRequest,
  files: OutputFiles,
): Promise<string | undefined> {
  const taken = new Map<string, string>();
  const base = database.kind === "file" ? await files.identity(database.file) : undefined;
  if (base !== undefined) for (const side of SIDE_FILES) taken.set(base + side, "the database");
  if ("file" in query && query.file !== "-") {
    const statement = await files.identity(query.file);
    if (statement !== undefined) taken.set(statement, "the statement");
  }
  for (const { format, path } of targets) {
    if (path === "-") continue;
    const checked = await files.check(path);
    if (!checked.ok) return `--${format}: ${checked.problem}`;
    if (checked.identity === null) continue;
    const owner = taken.get(checked.identity);
    if (owner !== undefined) return `--${format}: ${path} is ${owner} of this run and would be overwritten.`;
    taken.set(checked.identity, `the --${format} file`);
  }
  return undefined;
}

/** The files written, as given, and a sentence for each that could not be. */
export async function writeReport(
  report: Report,
  targets: readonly ReportTarget[],
  deps: CliDeps,
): Promise<{ readonly written: readonly string[]; readonly problems: readonly string[] }> {
  const written: string[] = [];
  const problems: string[] = [];
  for (const { format, path } of targets) {
    const text = await textOf(report, format, deps);
    const problem = text.ok ? await writeTarget(path, text.text, deps) : text.problem;
    if (problem !== undefined) problems.push(`--${format}: ${problem}`);
    else if (path !== "-") written.push(path);
  }
  return { written, problems };
}

async function textOf(report: Report, format: ReportFormat, deps: CliDeps) {
  switch (format) {
    case "json":
      return { ok: true, text: JSON.stringify(report, null, 2) } as const;
    case "markdown":
      return { ok: true, text: markdown(report) } as const;
    case "csv":
      return { ok: true, text: csv(report) } as const;
    case "html":
      return deps.htmlPage(report);
    default:
      return assertNever(format);
  }
}
