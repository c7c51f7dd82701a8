import type { Report } from "../core/benchmark/report.ts";
import { type PanelState, pageNames, type ToPanel } from "../protocol/panel.ts";

type Field =
  | "type"
  | "state"
  | "progress"
  | "view"
  | "message"
  | "report"
  | "phase"
  | "schema"
  | "strategies"
  | "notes"
  | "connection"
  | "environment"
  | "plan"
  | "verdict"
  | "page"
  | "count"
  | "status"
  | "files"
  | "rules"
  | "changed"
  | "gone"
  | "name"
  | "findings";

/** The message, if it has the shape of one that the page knows; a message of another kind or version is ignored. */
export function readMessage(value: unknown): ToPanel | undefined {
  return isObject(value) && isMessage(value) ? (value as unknown as ToPanel) : undefined;
}

function isMessage(value: Partial<Record<Field, unknown>>): boolean {
  switch (value.type as ToPanel["type"]) {
    case "progress":
      return isProgress(value.progress);
    case "show":
      return isState(value.state);
    case "turn-to":
      return pageNames.some((name) => name === value.page);
    case "count-findings":
      return typeof value.count === "number";
    case "show-findings":
      return isObject(value.status) && areFiles(value.files) && isObject(value.rules);
    case "change-findings":
      return isObject(value.status) && areFiles(value.changed) && Array.isArray(value.gone);
    default:
      return false;
  }
}

function areFiles(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((file) => isObject(file) && typeof file.name === "string" && Array.isArray(file.findings))
  );
}

/** Only the shape that drawing needs at its top; reports come from our own host or our own file. */
export function isReport(value: unknown): value is Report {
  return (
    isObject(value) &&
    value.schema === "lanewise-report/1" &&
    Array.isArray(value.strategies) &&
    Array.isArray(value.notes) &&
    [value.connection, value.environment, value.plan, value.verdict].every(isObject)
  );
}

function isState(value: unknown): value is PanelState {
  if (!isObject(value)) return false;
  switch (value.view) {
    case "empty":
      return true;
    case "running":
      return isProgress(value.progress) && (value.report === null || isReport(value.report));
    case "failed":
      return typeof value.message === "string";
    case "report":
      return isReport(value.report);
    default:
      return false;
  }
}

function isProgress(value: unknown): boolean {
  return isObject(value) && typeof value.phase === "string";
}

function isObject(value: unknown): value is Partial<Record<Field, unknown>> {
  return typeof value === "object" && value !== null;
}
