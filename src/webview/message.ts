import type { Report } from "../core/benchmark/report.ts";
import type { PanelState, ToPanel } from "../protocol/panel.ts";

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
  | "verdict";

/** The message, if it has the shape of one that the page knows; a message of another kind or version is ignored. */
export function readMessage(value: unknown): ToPanel | undefined {
  if (!isObject(value)) return undefined;
  if (value.type === "progress" && isProgress(value.progress)) return value as unknown as ToPanel;
  if (value.type === "show" && isState(value.state)) return value as unknown as ToPanel;
  return undefined;
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
