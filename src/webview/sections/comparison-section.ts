import type { Comparison } from "../../core/benchmark/comparison.ts";
import { type Finding, findDifference, noiseGate } from "../../core/benchmark/noise-gate.ts";
import type { Report } from "../../core/benchmark/report.ts";
import { comparisonChart } from "../charts/comparison-chart.ts";
import { h } from "../element.ts";
import { factor, interval } from "../format.ts";
import { figure, type PageContext, section, tableRegion } from "../page-context.ts";
import { term } from "../term.ts";
import { actionButton } from "./action-button.ts";
import { icon } from "./icon.ts";
import { strategyMark } from "./strategy-mark.ts";

const marks = {
  improvement: "parallel-helps",
  regression: "parallel-hurts",
  "no-difference": "no-difference",
  "not-comparable": "cannot-judge",
} as const;

const findings: Readonly<Record<Finding, string>> = {
  faster: "faster",
  slower: "slower",
  "not-shown": "no difference that can be shown",
};

type Row = Comparison["strategies"][number];

export function comparisonSection(
  context: PageContext,
  report: Report,
  comparison: { readonly with: string; readonly result: Comparison },
): HTMLElement {
  const { result } = comparison;
  return section(
    "comparison",
    "Comparison",
    h(
      "div",
      { class: `comparison-verdict ${result.conclusion}` },
      h("span", { class: "mark" }, icon(marks[result.conclusion])),
      h(
        "div",
        null,
        h("p", { class: "comparison-text" }, h("bdi", null, result.text)),
        h("p", { class: "section-note" }, "Compared with ", h("bdi", null, comparison.with)),
      ),
      context.hasHost ? actionButton("clear-comparison", "Clear comparison") : null,
    ),
    result.strategies.length > 0
      ? figure(context, {
          id: "comparison",
          title: "Factor against the baseline per strategy",
          summary: result.strategies
            .map(
              (row) =>
                `${row.strategy}: ${factor(row.factor)}, interval ${interval([row.low, row.high])}, ${words(row, report, result)}`,
            )
            .join(". "),
          draw: (width) => comparisonChart(report, result, width),
          table: () => comparisonTable(report, result),
        })
      : null,
  );
}

function comparisonTable(report: Report, comparison: Comparison): Node {
  return tableRegion(
    "Comparison per strategy",
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, "Strategy"),
          h("th", { scope: "col" }, term("factor")),
          h("th", { scope: "col" }, term("gate", "Interval")),
          h("th", { scope: "col", class: "prose" }, "What it shows"),
        ),
      ),
      h(
        "tbody",
        null,
        ...comparison.strategies.map((row) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, strategyMark(report.plan.strategies, row.strategy)),
            h("td", null, factor(row.factor)),
            h("td", null, interval([row.low, row.high])),
            h("td", { class: "prose" }, words(row, report, comparison)),
          ),
        ),
      ),
    ),
  );
}

function words({ low, high }: Row, { noise }: Report, { conclusion }: Comparison): string {
  if (conclusion === "not-comparable") return "cannot be compared";
  // The baseline's own noise may be the larger one; only the conclusion knows it.
  if (conclusion === "no-difference") return findings["not-shown"];
  return findings[findDifference({ low, high }, noiseGate(noise ?? { low: 1, high: 1 }))];
}
