import type { Report, StrategyReport, Timeline } from "../../core/benchmark/report.ts";
import type { StrategyName } from "../../core/benchmark/strategy.ts";
import type { Milliseconds } from "../../core/benchmark/units.ts";
import { timelineChart } from "../charts/timeline-chart.ts";
import { h } from "../element.ts";
import { count, milliseconds, percent } from "../format.ts";
import { figure, type PageContext, section, tableRegion } from "../page-context.ts";
import { strategyStyle } from "../strategy-style.ts";
import { term } from "../term.ts";

const slices = 10;
/** Up to as many lanes are told one by one. */
const fewLanes = 8;

export function timelineSection(context: PageContext, report: Report): HTMLElement | null {
  const shown = shownStrategy(report, context.strategy);
  const { timeline } = shown ?? {};
  if (!shown || !timeline) return null;
  const isShared = shown.strategy.startsWith("shared-session");
  return section(
    "timeline",
    "Lanes over time",
    h(
      "p",
      { class: "section-note" },
      `Who ran and who waited in trial ${timeline.trial + 1} of ${shown.strategy}, the one nearest to the median.`,
      isShared
        ? " The lanes share one session: its owner runs their operations one after the other, from a queue."
        : "",
      shown.strategy.startsWith("tasks") ? sharedThread(shown) : "",
    ),
    strategySwitch(report, shown.strategy),
    figure(context, {
      id: "timeline",
      title: `Lanes of ${shown.strategy} over time`,
      summary: summary(shown, timeline),
      draw: (width) => timelineChart(report, shown, width),
      legend: h(
        "ul",
        { class: "legend", "aria-hidden": "true" },
        h(
          "li",
          null,
          h("span", {
            class: "swatch run",
            "data-colour": strategyStyle(report.plan.strategies, shown.strategy).colour,
          }),
          "ran",
        ),
        h("li", null, h("span", { class: "swatch wait" }), "waited"),
        h("li", null, h("span", { class: "swatch end" }), "last lane's end"),
      ),
      table: () => lanesTable(shown, timeline),
    }),
  );
}

/** What each lane had of the thread's CPU time cannot be told apart. */
function sharedThread({ threadCpuMs, timeline }: StrategyReport): string {
  const share =
    threadCpuMs == null || !timeline
      ? ""
      : ` It computed for ${percent(threadCpuMs / timeline.wallMs)} of the time.`;
  return ` The lanes share one thread and its event loop.${share}`;
}

/** The chosen strategy, else the best, else one whose lanes work beside each other: serial has little to show. */
function shownStrategy(report: Report, chosen: StrategyName | null): StrategyReport | undefined {
  const drawable = report.strategies.filter(({ timeline }) => timeline !== null);
  const find = (name: StrategyName | null) => drawable.find(({ strategy }) => strategy === name);
  const { best } = report.verdict;
  const parallel = drawable.find(({ lanes }) => lanes > 1);
  return find(chosen) ?? (best === "serial" ? undefined : find(best)) ?? parallel ?? drawable[0];
}

function strategySwitch(report: Report, shown: StrategyName): HTMLElement {
  const drawable = report.strategies.filter(({ timeline }) => timeline !== null);
  return h(
    "vscode-radio-group",
    {
      // A toolkit group learns its radios once: other strategies need another group.
      "data-key": `switch ${drawable.map(({ strategy }) => strategy).join(" ")}`,
      "data-strategy-switch": true,
      "aria-label": "Strategy of the timeline",
      value: shown,
    },
    ...drawable.map(({ strategy }) =>
      h("vscode-radio", { value: strategy, "data-key": strategy }, h("bdi", null, strategy)),
    ),
  );
}

function summary(shown: StrategyReport, { lanes, wallMs }: Timeline): string {
  const totals = lanes.map((segments) => ({ run: total(segments, "run"), wait: total(segments, "wait") }));
  const words =
    totals.length <= fewLanes
      ? totals.map(({ run, wait }, lane) => {
          const waited = wait > 0 ? `, waited ${milliseconds(wait)}` : "";
          return `lane ${lane + 1} ran ${milliseconds(run)} (${percent(run / wallMs)})${waited}`;
        })
      : [
          `${lanes.length} lanes ran ${range(totals.map(({ run }) => run))}`,
          `and waited ${range(totals.map(({ wait }) => wait))}`,
        ];
  return `${shown.strategy}, ${milliseconds(wallMs)} from the start to the last lane's end: ${words.join("; ")}.`;
}

function range(times: readonly Milliseconds[]): string {
  return `${milliseconds(Math.min(...times))} to ${milliseconds(Math.max(...times))}`;
}

function lanesTable(shown: StrategyReport, timeline: Timeline): Node {
  const bounds = Array.from({ length: slices }, (_, at) => (at * timeline.wallMs) / slices);
  return tableRegion(
    `Lanes of ${shown.strategy}`,
    h(
      "table",
      null,
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          h("th", { scope: "col" }, "Lane"),
          h("th", { scope: "col" }, "Operations"),
          h("th", { scope: "col" }, "Ran"),
          h("th", { scope: "col" }, "Waited"),
          h("th", { scope: "col" }, term("late")),
          h("th", { scope: "col" }, term("cpu")),
          ...bounds.map((from) => h("th", { scope: "col" }, `from ${milliseconds(from)}`)),
        ),
      ),
      h(
        "tbody",
        null,
        ...timeline.lanes.map((segments, lane) => {
          const detail = shown.laneDetails[lane];
          return h(
            "tr",
            null,
            h("th", { scope: "row" }, lane + 1),
            h("td", null, count(detail?.operations ?? null)),
            h("td", null, milliseconds(total(segments, "run"))),
            h("td", null, milliseconds(total(segments, "wait"))),
            h("td", null, milliseconds(detail?.lateMs ?? null)),
            h("td", null, detail?.cpuMs == null ? "–" : percent(detail.cpuMs / detail.wallMs)),
            ...bounds.map((from) =>
              h("td", null, `ran ${percent(runShare(segments, from, from + timeline.wallMs / slices))}`),
            ),
          );
        }),
      ),
    ),
  );
}

function total(segments: Timeline["lanes"][number], kind: "run" | "wait"): Milliseconds {
  return segments.reduce(
    (sum, segment) => (segment.kind === kind ? sum + segment.to - segment.from : sum),
    0,
  );
}

function runShare(segments: Timeline["lanes"][number], from: Milliseconds, to: Milliseconds): number {
  const ran = segments.reduce(
    (sum, segment) =>
      segment.kind === "run"
        ? sum + Math.max(0, Math.min(to, segment.to) - Math.max(from, segment.from))
        : sum,
    0,
  );
  return to > from ? ran / (to - from) : 0;
}
