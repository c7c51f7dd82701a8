import type { Report, StrategyReport } from "../../core/benchmark/report.ts";
import type { DefinitionId } from "../../core/text/definitions.ts";
import { h } from "../element.ts";
import { count, factor, interval, milliseconds, rate } from "../format.ts";
import { section, tableRegion } from "../page-context.ts";
import { term } from "../term.ts";
import { strategyMark } from "./strategy-mark.ts";

interface Row {
  readonly label: string;
  readonly definition: DefinitionId;
  readonly value: (strategy: StrategyReport) => string;
}

const groups: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  {
    title: "Time",
    rows: [
      { label: "Median wall time", definition: "median", value: ({ medianMs }) => milliseconds(medianMs) },
      {
        label: "Interval of the median",
        definition: "interval",
        value: ({ intervalMs }) =>
          intervalMs ? `${milliseconds(intervalMs[0])} – ${milliseconds(intervalMs[1])}` : "–",
      },
      {
        label: "Against serial",
        definition: "speedup",
        value: ({ speedup }) => factor(speedup?.factor ?? null),
      },
      {
        label: "Its interval",
        definition: "speedup",
        value: ({ speedup }) => (speedup ? interval([speedup.low, speedup.high]) : "–"),
      },
      { label: "Trials", definition: "trials", value: ({ trialsMs }) => count(trialsMs.length) },
      {
        label: "Trials dropped",
        definition: "droppedTrials",
        value: ({ droppedTrials }) => count(droppedTrials),
      },
      { label: "Outliers", definition: "outlier", value: ({ outliers }) => count(outliers.length) },
    ],
  },
  {
    title: "Work of one trial",
    rows: [
      { label: "Lanes", definition: "lanes", value: ({ lanes }) => count(lanes) },
      { label: "Operations", definition: "operations", value: ({ operations }) => count(operations) },
      { label: "Rows", definition: "rows", value: ({ rows }) => count(rows) },
      {
        label: "Rows per second",
        definition: "rowsPerSecond",
        value: ({ rowsPerSecond }) => rate(rowsPerSecond),
      },
      {
        label: "Operations per second",
        definition: "operationsPerSecond",
        value: ({ operationsPerSecond }) => rate(operationsPerSecond),
      },
    ],
  },
  {
    title: "Where the lanes' time went",
    rows: [
      {
        label: "Connect",
        definition: "connect",
        value: ({ phases }) => milliseconds(phases?.connectMs ?? null),
      },
      { label: "Queue", definition: "queue", value: ({ phases }) => milliseconds(phases?.queueMs ?? null) },
      {
        label: "Execute and fetch",
        definition: "execute",
        value: ({ phases }) => milliseconds(phases?.executeMs ?? null),
      },
      {
        label: "Transfer",
        definition: "transfer",
        value: ({ phases }) => milliseconds(phases?.transferMs ?? null),
      },
      {
        label: "Lock waits",
        definition: "lockWait",
        value: ({ phases }) =>
          phases ? `${milliseconds(phases.lockWaitMs)} (${count(phases.lockWaits)})` : "–",
      },
      {
        label: "Fairness",
        definition: "fairness",
        value: ({ fairness }) => (fairness === null ? "–" : fairness.toFixed(2)),
      },
    ],
  },
];

/** Every figure of every strategy; strategies are columns, so that each row compares. */
export function figuresSection(report: Report): HTMLElement {
  const columns = report.strategies.length + 1;
  return section(
    "figures",
    "All figures",
    tableRegion(
      "Figures of all strategies",
      h(
        "table",
        { class: "figures" },
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("th", { scope: "col" }, "Figure"),
            ...report.strategies.map(({ strategy }) =>
              h("th", { scope: "col" }, strategyMark(report.plan.strategies, strategy)),
            ),
          ),
        ),
        ...groups.map(({ title, rows }) =>
          h(
            "tbody",
            null,
            h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: columns }, title)),
            ...rows.map(({ label, definition, value }) =>
              h(
                "tr",
                null,
                h("th", { scope: "row" }, term(definition, label)),
                ...report.strategies.map((strategy) => h("td", null, value(strategy))),
              ),
            ),
          ),
        ),
        checksums(report),
        outcomes(report, columns),
      ),
    ),
  );
}

/** Only where rows were kept: they can be compared. */
function checksums({ strategies }: Report): HTMLElement | null {
  if (strategies.every(({ checksum }) => checksum === null)) return null;
  return h(
    "tbody",
    null,
    h(
      "tr",
      null,
      h("th", { scope: "row" }, term("checksum")),
      ...strategies.map(({ checksum }) => h("td", null, h("code", null, checksum ?? "–"))),
    ),
  );
}

/** Only where a strategy did not complete: then why not. */
function outcomes(report: Report, columns: number): HTMLElement | null {
  if (report.strategies.every(({ outcome }) => outcome === "completed")) return null;
  return h(
    "tbody",
    null,
    h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: columns }, "Outcome")),
    h(
      "tr",
      null,
      h("th", { scope: "row" }, "Outcome"),
      ...report.strategies.map(({ outcome, reason, detail }) =>
        h(
          "td",
          { class: "prose" },
          [outcome, reason?.replaceAll("-", " "), detail].filter(Boolean).join(": "),
        ),
      ),
    ),
  );
}
