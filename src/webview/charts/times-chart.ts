import { axisX, dot, gridX, link, ruleX, text, tickX } from "@observablehq/plot";
import type { Report, StrategyReport } from "../../core/benchmark/report.ts";
import { factor, milliseconds } from "../format.ts";
import { strategyStyle } from "../strategy-style.ts";
import { drawPlot, shortName, tickCount } from "./chart-frame.ts";
import { timeAxis } from "./time-axis.ts";

const rowHeight = 56;

interface Row {
  readonly strategy: StrategyReport;
  readonly stroke: string;
}

/** Wall time per strategy: every trial a dot, the median a tick, its interval a bar. From 0, so that lengths compare. */
export function timesChart(report: Report, width: number): SVGSVGElement {
  const rows: Row[] = report.strategies.map((strategy) => ({
    strategy,
    stroke: strategyStyle(report.plan.strategies, strategy.strategy).stroke,
  }));
  const trials = rows.flatMap(({ strategy, stroke }) =>
    strategy.trialsMs.map((ms, at) => ({
      y: strategy.strategy,
      ms,
      stroke,
      fill: strategy.outliers.includes(at) ? "none" : stroke,
      title: `${strategy.strategy}, trial ${at + 1}: ${milliseconds(ms)}${strategy.outliers.includes(at) ? ", outlier" : ""}`,
    })),
  );
  const medians = rows.flatMap(({ strategy, stroke }) =>
    strategy.medianMs === null ? [] : [{ y: strategy.strategy, ms: strategy.medianMs, stroke }],
  );
  const intervals = rows.flatMap(({ strategy, stroke }) =>
    strategy.intervalMs === null
      ? []
      : [{ y: strategy.strategy, low: strategy.intervalMs[0], high: strategy.intervalMs[1], stroke }],
  );
  const axis = timeAxis(Math.max(0, ...trials.map((trial) => trial.ms)));
  const at = { y: "y" } as const;
  const own = { value: "stroke", scale: null } as const;
  return drawPlot({
    width,
    height: rows.length * rowHeight + 48,
    marginLeft: 8,
    marginRight: 16,
    marginTop: 4,
    marginBottom: 44,
    x: { domain: [0, axis.to * 1.02], transform: axis.scale },
    y: { type: "band", domain: rows.map((row) => row.strategy.strategy), padding: 0, axis: null },
    marks: [
      gridX({ ticks: tickCount(width) }),
      axisX({ ticks: tickCount(width), label: `wall time, ${axis.unit}`, labelArrow: "none", tickSize: 4 }),
      ruleX([0], { className: "baseline" }),
      text(rows, {
        y: (row: Row) => row.strategy.strategy,
        text: (row: Row) => shortName(row.strategy.strategy),
        frameAnchor: "left",
        textAnchor: "start",
        dx: 6,
        dy: -13,
        className: "row-name",
      }),
      text(rows, {
        y: (row: Row) => row.strategy.strategy,
        text: (row: Row) => rowValue(row.strategy),
        frameAnchor: "right",
        textAnchor: "end",
        dy: -13,
        className: "row-value",
      }),
      link(medians, {
        ...at,
        x1: 0,
        x2: "ms",
        y1: "y",
        y2: "y",
        stroke: own,
        strokeWidth: 4,
        strokeOpacity: 0.3,
        dy: 10,
        className: "length",
      }),
      link(intervals, {
        ...at,
        x1: "low",
        x2: "high",
        y1: "y",
        y2: "y",
        stroke: own,
        strokeWidth: 12,
        strokeOpacity: 0.35,
        dy: 10,
        className: "interval",
      }),
      dot(trials, {
        ...at,
        x: "ms",
        r: 3.5,
        stroke: own,
        fill: { value: "fill", scale: null },
        fillOpacity: 0.55,
        strokeWidth: 1.25,
        dy: 10,
        title: "title",
        className: "trial",
      }),
      tickX(medians, {
        ...at,
        x: "ms",
        stroke: own,
        strokeWidth: 3,
        insetTop: 27,
        insetBottom: 7,
        className: "median",
      }),
    ],
  });
}

function rowValue({ strategy, medianMs, speedup, outcome }: StrategyReport): string {
  if (medianMs === null) return outcome === "completed" ? "not enough trials" : outcome;
  return strategy === "serial" || !speedup
    ? milliseconds(medianMs)
    : `${milliseconds(medianMs)} · ${factor(speedup.factor)}`;
}
