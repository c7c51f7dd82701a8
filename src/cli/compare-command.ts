import { compareReports } from "../core/benchmark/compare.ts";
import type { Comparison } from "../core/benchmark/comparison.ts";
import { readReport } from "../core/benchmark/read-report.ts";
import type { Report } from "../core/benchmark/report.ts";
import { formatFactor } from "../core/text/format-number.ts";
import { english } from "../core/text/text.ts";
import type { CliDeps, ExitCode } from "./cli-deps.ts";
import type { Command } from "./command.ts";
import { compareHelp } from "./compare-help.ts";
import { compareOptions } from "./compare-options.ts";
import { parseOptions, problem, type Reading } from "./option-table.ts";
import { type Channels, channelsFor, writeTarget } from "./output.ts";
import { type Style, styleFor } from "./style.ts";
import { wrap } from "./wrap.ts";

const MAX_WIDTH = 100;

interface CompareRequest {
  readonly baseline: string;
  readonly report: string;
  /** As given; `-` is standard output. */
  readonly json: string | undefined;
  readonly isQuiet: boolean;
}

export const compareCommand: Command = {
  help: compareHelp,
  async run(args, deps) {
    const parsed = parseCompare(args);
    if (!parsed.ok) return { usageError: parsed.problem };
    const request = parsed.value;
    const targets = request.json === undefined ? [] : [{ path: request.json }];
    const channels = channelsFor({ command: compareHelp.name, isQuiet: request.isQuiet, targets }, deps);
    const problem = await checkTarget(request, deps);
    if (problem !== undefined) return { usageError: problem };
    const [baseline, report] = [await readFrom(request.baseline, deps), await readFrom(request.report, deps)];
    for (const read of [baseline, report]) if (!read.ok) channels.complain(read.problem);
    if (!baseline.ok || !report.ok) return 2;
    return conclude(compareReports(baseline.value, report.value), request, channels, deps);
  },
};

function parseCompare(args: readonly string[]): Reading<CompareRequest> {
  const parsed = parseOptions(compareOptions, args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  const [baseline, report, surplus] = positionals;
  if (baseline === undefined || report === undefined)
    return problem("Two reports are needed: lanewise compare BASELINE REPORT.");
  if (surplus !== undefined) return problem(`Two reports are compared; “${surplus}” is one too many.`);
  if (baseline === "-" && report === "-")
    return problem("Only one of the two reports can be standard input.");
  return { ok: true, value: { baseline, report, json: values.json, isQuiet: values.quiet } };
}

async function checkTarget(
  { json, baseline, report }: CompareRequest,
  { files }: CliDeps,
): Promise<string | undefined> {
  if (json === undefined || json === "-") return undefined;
  const checked = await files.check(json);
  if (!checked.ok) return `--json: ${checked.problem}`;
  for (const input of [baseline, report])
    if (checked.identity !== null && input !== "-" && (await files.identity(input)) === checked.identity)
      return `--json: ${json} is one of the two reports and would be overwritten.`;
  return undefined;
}

async function readFrom(file: string, deps: CliDeps): Promise<Reading<Report>> {
  const read = await deps.readText(file);
  if (!read.ok) return read;
  const name = file === "-" ? "Standard input" : file;
  let json: unknown;
  try {
    json = JSON.parse(read.text);
  } catch {
    return problem(`${name} is not JSON.`);
  }
  const report = readReport(json);
  return report.ok ? { ok: true, value: report.report } : problem(`${name}: ${english(report.problem)}`);
}

async function conclude(
  comparison: Comparison,
  { json }: CompareRequest,
  channels: Channels,
  deps: CliDeps,
): Promise<ExitCode> {
  channels.tell(comparisonText(comparison, channels));
  if (json !== undefined) {
    const problem = await writeTarget(json, JSON.stringify(comparison, null, 2), deps);
    if (problem !== undefined) {
      channels.complain(`--json: ${problem}`);
      return 2;
    }
  }
  if (comparison.conclusion === "not-comparable") return 2;
  return comparison.conclusion === "regression" ? 1 : 0;
}

function comparisonText({ strategies, conclusion, text }: Comparison, { results }: Channels): string {
  const style = styleFor(results);
  const rows = strategies.map(({ strategy, factor, low, high }) => [
    strategy,
    formatFactor(factor),
    `${formatFactor(low)} to ${formatFactor(high)}`,
  ]);
  const table = rows.length === 0 ? [] : [...columns([["Strategy", "Factor", "Interval"], ...rows]), ""];
  const width = Math.min(results.columns(), MAX_WIDTH);
  return [...table, ...wrap(text, width).map(styleOf(conclusion, style))].join("\n");
}

/** The first column to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
}

function styleOf(conclusion: Comparison["conclusion"], style: Style): (text: string) => string {
  if (conclusion === "improvement") return style.good;
  return conclusion === "no-difference" ? style.strong : style.bad;
}
