import { formatDuration, formatFactor, formatRate } from "../../text/format-number.ts";
import type { Report, StrategyReport } from "../report.ts";

interface Column {
  readonly title: string;
  readonly cell: (one: StrategyReport) => string;
  /** Columns with the highest number leave first when the terminal is narrow; 0 stays. */
  readonly leaves: number;
}

const NOT_KNOWN = "-";
const GAP = "  ";

const columns: readonly Column[] = [
  { title: "strategy", cell: ({ strategy }) => strategy, leaves: 0 },
  { title: "median", cell: (one) => or(one.medianMs, formatDuration), leaves: 0 },
  { title: "interval", cell: (one) => range(one.intervalMs, formatDuration), leaves: 3 },
  { title: "rows/s", cell: (one) => or(one.rowsPerSecond, formatRate), leaves: 2 },
  { title: "p50", cell: (one) => or(one.latencyMs.p50, formatDuration), leaves: 4 },
  { title: "p95", cell: (one) => or(one.latencyMs.p95, formatDuration), leaves: 5 },
  { title: "factor", cell: (one) => or(one.speedup?.factor ?? null, formatFactor), leaves: 0 },
  { title: "[low, high]", cell: factorRange, leaves: 1 },
];

/**
 * The strategies as a plain, aligned table, without a line break at its end. `width` is the terminal's, in characters:
 * columns leave, the least important first, until the table fits; three stay in any case. What did not complete says so
 * in a last column.
 */
export function terminalTable({ strategies }: Pick<Report, "strategies">, width = 100): string {
  const outcome: Column = { title: "", cell: outcomeWords, leaves: 0 };
  const isWhole = strategies.every((one) => outcomeWords(one) === "");
  let shown = isWhole ? columns : [...columns, outcome];
  while (tableWidth(shown, strategies) > width && shown.some(({ leaves }) => leaves > 0)) {
    const leaving = shown.reduce((a, b) => (b.leaves > a.leaves ? b : a));
    shown = shown.filter((column) => column !== leaving);
  }
  const titles = shown.map(({ title }) => title);
  const rows = [titles, ...strategies.map((one) => shown.map(({ cell }) => cell(one)))];
  const widths = shown.map((column) => columnWidth(column, strategies));
  return rows.map((cells) => line(cells, widths, shown)).join("\n");
}

function line(cells: readonly string[], widths: readonly number[], shown: readonly Column[]): string {
  return cells
    .map((cell, i) => {
      const isText = i === 0 || shown[i]?.cell === outcomeWords;
      return isText ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
    })
    .join(GAP)
    .trimEnd();
}

function columnWidth({ title, cell }: Column, strategies: readonly StrategyReport[]): number {
  return strategies.reduce((widest, one) => Math.max(widest, cell(one).length), title.length);
}

function tableWidth(shown: readonly Column[], strategies: readonly StrategyReport[]): number {
  const widths = shown.map((column) => columnWidth(column, strategies));
  return widths.reduce((sum, width) => sum + width, GAP.length * (shown.length - 1));
}

function outcomeWords({ outcome, reason }: StrategyReport): string {
  if (outcome === "completed") return "";
  return reason ? `${outcome}: ${reason}` : outcome;
}

function factorRange({ speedup, strategy }: StrategyReport): string {
  // Serial is compared with itself: its interval is no measurement.
  if (strategy === "serial") return "";
  return speedup ? `[${formatFactor(speedup.low)}, ${formatFactor(speedup.high)}]` : NOT_KNOWN;
}

function or(value: number | null, format: (value: number) => string): string {
  return value === null ? NOT_KNOWN : format(value);
}

function range(interval: readonly [number, number] | null, format: (value: number) => string): string {
  return interval ? `${format(interval[0])} to ${format(interval[1])}` : NOT_KNOWN;
}
