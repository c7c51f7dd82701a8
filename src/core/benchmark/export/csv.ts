import type { Report, StrategyReport } from "../report.ts";

type Cell = string | number | boolean | null;

/**
 * The report in long form, RFC 4180: one row for each trial of each strategy, the second serial of the A/A pair as
 * strategy `serial (A/A)`; a strategy without trials has one row without figures. Times in milliseconds, numbers with a
 * point. Text that a spreadsheet would run as a formula starts with an apostrophe.
 */
export function csv(report: Report): string {
  const rows = [header, ...report.strategies.flatMap((one) => trialRows(report, one)), ...noiseRows(report)];
  return rows.map((cells) => `${cells.map(quote).join(",")}\r\n`).join("");
}

const header = [
  "report",
  "started_at",
  "engine",
  "connection",
  "strategy",
  "lanes",
  "outcome",
  "trial",
  "wall_ms",
  "outlier",
  "operations",
  "rows",
  "rows_per_second",
  "operations_per_second",
];

function origin({ id, startedAt, connection }: Report): Cell[] {
  return [id, startedAt, connection.engine, connection.name];
}

function trialRows(report: Report, one: StrategyReport): Cell[][] {
  const { strategy, lanes, outcome, trialsMs, outliers } = one;
  const who = [...origin(report), strategy, lanes, outcome];
  if (trialsMs.length === 0) return [[...who, null, null, null, one.operations, null, null, null]];
  return trialsMs.map((wallMs, i) => [...who, i + 1, wallMs, outliers.includes(i), ...work(one, wallMs)]);
}

function noiseRows(report: Report): Cell[][] {
  const serial = report.strategies.find(({ strategy }) => strategy === "serial");
  if (!serial || !report.noise) return [];
  return report.noise.trialsMs.map((wallMs, i) => [
    ...origin(report),
    "serial (A/A)",
    serial.lanes,
    serial.outcome,
    i + 1,
    wallMs,
    null,
    ...work(serial, wallMs),
  ]);
}

function work({ operations, rows }: StrategyReport, wallMs: number): Cell[] {
  const perSecond = (count: number) => (wallMs > 0 ? (count * 1000) / wallMs : null);
  return [operations, rows, perSecond(rows), perSecond(operations)];
}

function quote(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const harmless = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
