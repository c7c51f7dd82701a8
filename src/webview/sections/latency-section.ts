import type { Report } from "../../core/benchmark/report.ts";
import { latencyChart } from "../charts/latency-chart.ts";
import { h } from "../element.ts";
import { count, milliseconds, percent } from "../format.ts";
import { figure, type PageContext, section, tableRegion } from "../page-context.ts";
import { term } from "../term.ts";
import { strategyMark } from "./strategy-mark.ts";

const quantiles = [0.5, 0.9, 0.95, 0.99, 1] as const;

export function latencySection(context: PageContext, report: Report): HTMLElement | null {
  const measured = report.strategies.filter(({ latencyMs }) => latencyMs.samples > 0);
  if (measured.length === 0) return null;
  return section(
    "latency",
    "Latency of one operation",
    h(
      "p",
      { class: "section-note" },
      "How long one ",
      term("latency", "operation"),
      " took, over all trials and lanes.",
    ),
    tableRegion("Latency percentiles", percentilesTable(report)),
    figure(context, {
      id: "latency",
      title: "Latency by share of operations",
      summary: summary(report),
      draw: (width) => latencyChart(report, width),
      legend: h(
        "ul",
        { class: "legend", "aria-hidden": "true" },
        ...measured.map(({ strategy }) => h("li", null, strategyMark(report.plan.strategies, strategy))),
      ),
      table: () => curveTable(report),
    }),
  );
}

function summary(report: Report): string {
  const parts = report.strategies
    .filter(({ latencyMs }) => latencyMs.samples > 0)
    .map(
      ({ strategy, latencyMs }) =>
        `${strategy}: half within ${milliseconds(latencyMs.p50)}, all within ${milliseconds(latencyMs.max)}`,
    );
  return `${parts.join(". ")}.`;
}

function percentilesTable(report: Report): HTMLElement {
  const columns = ["p50", "p90", "p95", "p99", "max"] as const;
  return h(
    "table",
    null,
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        h("th", { scope: "col" }, "Strategy"),
        ...columns.map((column) => h("th", { scope: "col" }, term(column, column))),
        h("th", { scope: "col" }, term("samples")),
      ),
    ),
    h(
      "tbody",
      null,
      ...report.strategies.map(({ strategy, latencyMs }) =>
        h(
          "tr",
          null,
          h("th", { scope: "row" }, strategyMark(report.plan.strategies, strategy)),
          ...columns.map((column) => h("td", null, milliseconds(latencyMs[column]))),
          h("td", null, count(latencyMs.samples)),
        ),
      ),
    ),
  );
}

function curveTable(report: Report): Node {
  return tableRegion(
    "Latency by share of operations",
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
          ...quantiles.map((q) => h("th", { scope: "col" }, percent(q))),
        ),
      ),
      h(
        "tbody",
        null,
        ...report.strategies.flatMap((strategy) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, strategyMark(report.plan.strategies, strategy.strategy)),
            ...quantiles.map((q) =>
              h("td", null, milliseconds(strategy.latencyCurve.find(([share]) => share >= q)?.[1] ?? null)),
            ),
          ),
        ),
      ),
    ),
  );
}
