import { axisX, dot, gridX, link, ruleX, text } from "@observablehq/plot";
import type { Comparison } from "../../core/benchmark/comparison.ts";
import type { Report } from "../../core/benchmark/report.ts";
import { factor, interval } from "../format.ts";
import { strategyStyle } from "../strategy-style.ts";
import { drawPlot, shortName, tickCount } from "./chart-frame.ts";

const rowHeight = 48;

/** The factor of each strategy with its interval, around 1; equal factors up and down are equal steps. */
export function comparisonChart(report: Report, comparison: Comparison, width: number): SVGSVGElement {
  const rows = comparison.strategies.map((row) => ({
    ...row,
    stroke: strategyStyle(report.plan.strategies, row.strategy).stroke,
  }));
  const own = { value: "stroke", scale: null } as const;
  const reach = Math.max(1.1, ...rows.flatMap(({ low, high }) => [high, 1 / Math.max(low, 0.001)]));
  const ticks = factorTicks(reach * 1.03, tickCount(width));
  return drawPlot({
    width,
    height: rows.length * rowHeight + 52,
    marginLeft: 8,
    marginRight: 16,
    marginTop: 4,
    marginBottom: 44,
    x: { type: "log", domain: [1 / (reach * 1.03), reach * 1.03] },
    y: { type: "band", domain: rows.map((row) => row.strategy), padding: 0, axis: null },
    marks: [
      gridX({ ticks }),
      axisX({
        ticks,
        tickFormat: factorTick,
        label: "← slower · factor against the baseline · faster →",
        labelAnchor: "center",
        labelArrow: "none",
        tickSize: 4,
      }),
      ruleX([1], { className: "baseline" }),
      text(rows, {
        y: "strategy",
        text: (row: { strategy: string }) => shortName(row.strategy),
        frameAnchor: "left",
        textAnchor: "start",
        dx: 6,
        dy: -11,
        className: "row-name",
      }),
      text(rows, {
        y: "strategy",
        text: (row: { factor: number; low: number; high: number }) =>
          `${factor(row.factor)}  ${interval([row.low, row.high])}`,
        frameAnchor: "right",
        textAnchor: "end",
        dy: -11,
        className: "row-value",
      }),
      link(rows, {
        x1: "low",
        x2: "high",
        y1: "strategy",
        y2: "strategy",
        stroke: own,
        strokeWidth: 10,
        strokeOpacity: 0.4,
        dy: 9,
        className: "interval",
      }),
      dot(rows, { x: "factor", y: "strategy", r: 4.5, fill: own, dy: 9, className: "factor" }),
    ],
  });
}

const steps = [1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100];

/** 1 and pairs such as 1.2 and 1 ÷ 1.2 beside it, from the outside in, with the distance that `most` labels have. */
export function factorTicks(reach: number, most: number): number[] {
  const distance = (2 * Math.log(reach)) / most;
  const shown: number[] = [];
  for (const step of steps.filter((one) => one <= reach).toReversed()) {
    const room = Math.log(shown[0] ?? Number.POSITIVE_INFINITY) - Math.log(step);
    if (room >= distance && Math.log(step) >= distance) shown.unshift(step);
  }
  return [...shown.map((step) => 1 / step).reverse(), 1, ...shown];
}

/** Two digits after the point, no idle zeros: `0.83`, `1.2`, `1`. */
function factorTick(value: number): string {
  return String(Number(value.toFixed(2)));
}
