import type { Report } from "../../core/benchmark/report.ts";
import { engineLabel } from "../../core/text/engine-names.ts";
import { noteText } from "../../core/text/note-text.ts";
import { english } from "../../core/text/text.ts";
import { type Child, h } from "../element.ts";
import { count, milliseconds } from "../format.ts";
import { section } from "../page-context.ts";
import { term } from "../term.ts";

type Entry = readonly [name: string | HTMLElement, value: Child];

/** What another person needs to measure the same: settings as read back, the machine, the plan, and the notes. */
export function sheetSection(report: Report): HTMLElement {
  return section(
    "sheet",
    "Conditions of this measurement",
    notes(report),
    h(
      "div",
      { class: "sheets" },
      sheet("Plan", planEntries(report)),
      sheet("Connection", connectionEntries(report)),
      sheet("Environment", environmentEntries(report)),
    ),
  );
}

function notes(report: Report): HTMLElement | null {
  if (report.notes.length === 0) return null;
  return h(
    "ul",
    { class: "notes", "aria-label": "Notes" },
    ...report.notes.map((note) => h("li", null, h("bdi", null, english(noteText(note))))),
  );
}

function sheet(title: string, entries: readonly Entry[]): HTMLElement {
  return h(
    "div",
    { class: "sheet" },
    h("h3", null, title),
    h(
      "dl",
      null,
      ...entries.flatMap(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
    ),
  );
}

function planEntries({ plan }: Report): Entry[] {
  const { workload, trials, limits } = plan;
  const parameters = workload.parameters.map(
    ({ name, source }, at) =>
      `${name ?? `?${at + 1}`}: ${source.kind === "integer" ? `${source.from} to ${source.to}` : `one of ${source.values.map((value) => String(value)).join(", ")}`}`,
  );
  return [
    ["SQL", h("code", { class: "inline-sql" }, workload.sql)],
    ...(parameters.length > 0 ? ([["Parameters", parameters.join("; ")]] as const) : []),
    [
      "Fetch",
      workload.fetch === "stream" ? "stream: rows read and dropped" : "all: rows kept, as fetchall does",
    ],
    ["Row limit", workload.rowLimit === null ? "none" : count(workload.rowLimit)],
    [
      term("operations", "Operations per trial"),
      plan.operations === plan.requestedOperations
        ? count(plan.operations)
        : `${count(plan.operations)} (${count(plan.requestedOperations)} asked for)`,
    ],
    [term("strategy", "Strategies"), plan.strategies.join(", ")],
    [term("trials"), `${count(trials.minimum)} to ${count(trials.maximum)} of each strategy`],
    [
      "Limits",
      `${milliseconds(limits.trialMs)} a trial, ${milliseconds(limits.runMs)} the run, ${count(limits.laneBytes / 2 ** 20)} MiB of rows a lane`,
    ],
    ["Seed", String(plan.seed)],
  ];
}

function connectionEntries({ connection, environment }: Report): Entry[] {
  return [
    ["Name", h("bdi", null, connection.name)],
    ["Engine", engineLabel(connection.engine, environment.engineVersion)],
    ["Driver", environment.driver],
    ...Object.entries(connection.settings).map(([name, value]) => [name, String(value)] as const),
  ];
}

function environmentEntries({ environment, lanewise, startedAt, durationMs }: Report): Entry[] {
  return [
    ["Processor", environment.cpuModel],
    [term("cores"), count(environment.cpus)],
    ["Memory", `${count(environment.memoryMb)} MB`],
    ["System", environment.os],
    ["Node", environment.node],
    [term("load"), environment.loadBefore === null ? "unknown" : environment.loadBefore.toFixed(2)],
    ["Thread CPU time", environment.threadCpu ? "measured" : "not available"],
    ["Lanewise", lanewise],
    ["Started", startedAt.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")],
    ["Took", milliseconds(durationMs)],
  ];
}
