import { axisX, axisY, gridY, line, ruleY } from "@observablehq/plot";
import type { Report } from "../../core/benchmark/report.ts";
import { strategyStyle } from "../strategy-style.ts";
import { drawPlot, tickCount } from "./chart-frame.ts";
import { timeAxis } from "./time-axis.ts";

/** Above this ratio of the longest to the shortest latency, equal steps of the axis are equal factors. */
const logarithmicFrom = 100;

/** Latency by the share of operations that were at least as fast, one line per strategy. */
export function latencyChart(report: Report, width: number): SVGSVGElement {
  const all = report.strategies.flatMap((strategy) => strategy.latencyCurve.map(([, ms]) => ms));
  const longest = Math.max(0, ...all);
  const shortest = Math.min(longest, ...all.filter((ms) => ms > 0));
  const isLogarithmic = shortest > 0 && longest / shortest > logarithmicFrom;
  const axis = timeAxis(longest);
  return drawPlot({
    width,
    height: 280,
    marginLeft: 52,
    marginRight: 20,
    marginTop: 28,
    marginBottom: 44,
    x: { domain: [0, 100] },
    y: isLogarithmic
      ? { type: "log", domain: [axis.scale(shortest), axis.to], transform: axis.scale }
      : { domain: [0, axis.to * 1.04], transform: axis.scale },
    marks: [
      gridY({ ticks: 5 }),
      axisX({
        ticks: tickCount(width),
        tickFormat: (share: number) => `${share} %`,
        label: "share of operations",
        labelArrow: "none",
        tickSize: 4,
      }),
      axisY({
        ticks: 5,
        ...(isLogarithmic ? { tickFormat: "~g" } : {}),
        label: `latency, ${axis.unit}${isLogarithmic ? " (logarithmic)" : ""}`,
        labelArrow: "none",
        tickSize: 0,
      }),
      ...(isLogarithmic ? [] : [ruleY([0], { className: "baseline" })]),
      ...report.strategies.map((strategy) => {
        const { stroke, dash } = strategyStyle(report.plan.strategies, strategy.strategy);
        return line(strategy.latencyCurve, {
          x: ([share]: readonly [number, number]) => share * 100,
          y: ([, ms]: readonly [number, number]) => ms,
          stroke,
          strokeWidth: 2,
          ...(dash === undefined ? {} : { strokeDasharray: dash }),
          className: "latency",
        });
      }),
    ],
  });
}
