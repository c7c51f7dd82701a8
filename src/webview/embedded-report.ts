import type { Report } from "../core/benchmark/report.ts";
import { failureText } from "../core/text/failure-text.ts";
import { english } from "../core/text/text.ts";
import { isReport } from "./message.ts";
import type { ReportState } from "./views/report-view.ts";

/** What report.html shows of the report inside it; undefined when that is no report. */
export function embeddedState(json: string): ReportState | undefined {
  const report: unknown = JSON.parse(json);
  if (!isReport(report)) return undefined;
  return {
    view: "report",
    report,
    problem: problemOf(report),
    isBaseline: false,
    hasBaseline: false,
    comparison: null,
    canRun: false,
  };
}

function problemOf({ outcome, failure }: Report): string | null {
  if (outcome === "completed") return null;
  if (outcome === "cancelled" || failure === null) {
    return `The run was ${outcome === "cancelled" ? "cancelled" : "cut short"}. This is what was measured until then.`;
  }
  const { what, remedy } = failureText(failure);
  return `${english(what)} ${english(remedy)} This is what was measured until then.`;
}
