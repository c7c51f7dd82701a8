import type { Report } from "../../core/benchmark/report.ts";
import type { PanelState } from "../../protocol/panel.ts";
import { h } from "../element.ts";
import type { PageContext } from "../page-context.ts";
import { actionButton } from "../sections/action-button.ts";
import { comparisonSection } from "../sections/comparison-section.ts";
import { figuresSection } from "../sections/figures-section.ts";
import { icon } from "../sections/icon.ts";
import { latencySection } from "../sections/latency-section.ts";
import { sheetSection } from "../sections/sheet-section.ts";
import { timelineSection } from "../sections/timeline-section.ts";
import { timesSection } from "../sections/times-section.ts";
import { verdictSection } from "../sections/verdict-section.ts";

export type ReportState = Extract<PanelState, { view: "report" }>;

export function reportView(context: PageContext, state: ReportState): Node[] {
  const { report, problem, comparison } = state;
  return [
    h(
      "div",
      { class: "top", "data-key": "top" },
      subject(report, state.isBaseline),
      context.hasHost ? toolbar(state) : null,
    ),
    ...(problem === null
      ? []
      : [
          h(
            "div",
            { class: "banner", "data-key": "banner", role: "note", "aria-label": "How the run ended" },
            h("span", { class: "mark problem" }, icon("problem")),
            h("p", null, h("bdi", null, problem)),
            context.hasHost ? actionButton("show-log", "Show log") : null,
          ),
        ]),
    ...reportSections(
      context,
      report,
      false,
      comparison ? comparisonSection(context, report, comparison) : null,
    ),
  ];
}

/** What a report and the report so far of a running benchmark have in common. */
export function reportSections(
  context: PageContext,
  report: Report,
  isRunning: boolean,
  comparison: HTMLElement | null = null,
): Node[] {
  const sections = [
    verdictSection(report, isRunning),
    comparison,
    h(
      "div",
      { class: "pair", "data-key": "charts" },
      timesSection(context, report),
      timelineSection(context, report),
    ),
    latencySection(context, report),
    figuresSection(report),
    sheetSection(report),
  ];
  return sections.filter((section) => section !== null);
}

function subject({ connection, startedAt, plan }: Report, isBaseline: boolean): HTMLElement {
  const when = new Date(startedAt);
  return h(
    "div",
    { class: "subject" },
    h(
      "p",
      { class: "subject-line" },
      h("bdi", { class: "name" }, connection.name),
      h(
        "time",
        { datetime: startedAt },
        Number.isNaN(when.getTime())
          ? startedAt
          : when.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" }),
      ),
      isBaseline ? h("span", { class: "badge" }, "Baseline") : null,
    ),
    h("code", { class: "sql", title: plan.workload.sql }, plan.workload.sql),
  );
}

function toolbar({ canRun, isBaseline, hasBaseline }: ReportState): HTMLElement {
  return h(
    "div",
    { class: "actions", role: "group", "aria-label": "Report actions" },
    actionButton("run-again", "Run again", {
      primary: true,
      disabled: !canRun,
      ...(canRun ? {} : { why: "Another run goes on, or this workspace is not trusted" }),
    }),
    actionButton("save-as-baseline", isBaseline ? "Saved as baseline" : "Save as baseline", {
      disabled: isBaseline,
      ...(hasBaseline && !isBaseline ? { why: "Replaces the present baseline" } : {}),
    }),
    actionButton("compare-with", "Compare with…"),
    actionButton("export-report", "Export…"),
    actionButton("show-history", "History"),
  );
}
