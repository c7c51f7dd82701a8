import { axisX, axisY, gridX, rect, ruleX } from "@observablehq/plot";
import type { Report, Segment, StrategyReport } from "../../core/benchmark/report.ts";
import { strategyStyle } from "../strategy-style.ts";
import { drawPlot, tickCount } from "./chart-frame.ts";
import { timeAxis } from "./time-axis.ts";

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
}

/** Each lane's operations (tall bars) and waits (flat bars) of one trial, from the barrier to the last lane's end. */
export function timelineChart(report: Report, strategy: StrategyReport, width: number): SVGSVGElement {
  const lanes = strategy.timeline?.lanes ?? [];
  const wallMs = strategy.timeline?.wallMs ?? 0;
  // One scale for all strategies: switching shows who took longer.
  const longest = Math.max(0, ...report.strategies.map((other) => other.timeline?.wallMs ?? 0));
  const axis = timeAxis(longest);
  const rowHeight = lanes.length <= 8 ? 32 : lanes.length <= 24 ? 20 : 12;
  const { stroke } = strategyStyle(report.plan.strategies, strategy.strategy);
  const step = Math.ceil(lanes.length / 24);
  return drawPlot({
    width,
    height: Math.max(1, lanes.length) * rowHeight + 52,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 44,
    x: { domain: [0, axis.to * 1.02], transform: axis.scale },
    y: { type: "linear", domain: [lanes.length + 0.5, 0.5], label: null },
    marks: [
      gridX({ ticks: tickCount(width - 60) }),
      axisX({
        ticks: tickCount(width - 60),
        label: `time since the start, ${axis.unit}`,
        labelArrow: "none",
        tickSize: 4,
      }),
      axisY({
        ticks: lanes.map((_, at) => at + 1).filter((_, at) => at % step === 0),
        tickFormat: (lane: number) => `lane ${lane}`,
        tickSize: 0,
        label: null,
      }),
      bars(lanes, "wait", 0.07, "var(--waiting)", 0),
      bars(lanes, "run", 0.36, stroke, gapBetween(lanes, width)),
      ruleX([0], { className: "baseline" }),
      ruleX([wallMs], { className: "end", strokeDasharray: "3 3" }),
    ],
  });
}

function bars(
  lanes: readonly (readonly Segment[])[],
  kind: Segment["kind"],
  half: number,
  fill: string,
  inset: number,
) {
  const data: Bar[] = lanes.flatMap((segments, lane) =>
    segments
      .filter((segment) => segment.kind === kind)
      .map(({ from, to }) => ({ from, to, top: lane + 1 - half, bottom: lane + 1 + half })),
  );
  return rect(data, {
    x1: "from",
    x2: "to",
    y1: "top",
    y2: "bottom",
    fill,
    insetLeft: inset,
    insetRight: inset,
    className: `segment ${kind}`,
  });
}

/** Shows where one operation ends and the next begins, as long as there is room for it. */
function gapBetween(lanes: readonly (readonly Segment[])[], width: number): number {
  const most = Math.max(1, ...lanes.map((segments) => segments.length));
  return width / most > 8 ? 0.75 : 0;
}
