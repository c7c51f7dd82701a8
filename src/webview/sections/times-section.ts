import type { Report } from "../../core/benchmark/report.ts";
import { timesChart } from "../charts/times-chart.ts";
import { h } from "../element.ts";
import { factor, interval, milliseconds } from "../format.ts";
import { figure, type PageContext, section, tableRegion } from "../page-context.ts";
import { term } from "../term.ts";
import { strategyMark } from "./strategy-mark.ts";

const title = "Wall time per strategy";

export function timesSection(context: PageContext, report: Report): HTMLElement {
  return section(
    "times",
    "Wall time",
    h(
      "p",
      { class: "section-note" },
      "Each dot is one ",
      term("trials", "trial"),
      ", the line its ",
      term("median", "median"),
      ", the bar its ",
      term("interval", "interval"),
      ". Shorter is better.",
    ),
    figure(context, {
      id: "times",
      title,
      summary: summary(report),
      draw: (width) => timesChart(report, width),
      table: () => trialsTable(report),
    }),
  );
}

function summary(report: Report): string {
  const parts = report.strategies.map(({ strategy, medianMs, intervalMs, speedup, trialsMs }) => {
    if (medianMs === null) return `${strategy}: not enough trials`;
    const range = intervalMs
      ? `, interval ${milliseconds(intervalMs[0])} to ${milliseconds(intervalMs[1])}`
      : "";
    const against = speedup && strategy !== "serial" ? `, ${factor(speedup.factor)} against serial` : "";
    return `${strategy}: median ${milliseconds(medianMs)} of ${trialsMs.length} trials${range}${against}`;
  });
  return `${parts.join(". ")}.`;
}

function trialsTable(report: Report): Node {
  const most = Math.max(0, ...report.strategies.map(({ trialsMs }) => trialsMs.length));
  return tableRegion(
    "Wall time of every trial",
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, "Trial"),
          ...report.strategies.map(({ strategy }) =>
            h("th", { scope: "col" }, strategyMark(report.plan.strategies, strategy)),
          ),
        ),
      ),
      h(
        "tbody",
        null,
        ...Array.from({ length: most }, (_, at) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, at + 1),
            ...report.strategies.map(({ trialsMs, outliers }) =>
              h(
                "td",
                null,
                trialsMs[at] === undefined
                  ? ""
                  : `${milliseconds(trialsMs[at])}${outliers.includes(at) ? " (outlier)" : ""}`,
              ),
            ),
          ),
        ),
        h(
          "tr",
          { class: "total" },
          h("th", { scope: "row" }, term("speedup", "Against serial")),
          ...report.strategies.map(({ speedup }) =>
            h(
              "td",
              null,
              speedup ? `${factor(speedup.factor)} (${interval([speedup.low, speedup.high])})` : "–",
            ),
          ),
        ),
      ),
    ),
  );
}
