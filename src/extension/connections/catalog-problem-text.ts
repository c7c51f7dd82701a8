import { assertNever } from "../../core/assert-never.ts";
import { failureText } from "../../core/text/failure-text.ts";
import { formatDuration } from "../../core/text/format-number.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { CatalogProblem } from "../../node/catalog-reply.ts";

export interface CatalogProblemText {
  readonly what: Text;
  readonly remedy: Text;
  /** The database's or the system's own words; empty where there are none. */
  readonly detail: string;
}

/** What happened to a question, and what to do. */
export function catalogProblemText(problem: CatalogProblem): CatalogProblemText {
  switch (problem.problem) {
    case "failed":
      return { ...failureText(problem.failure), detail: problem.failure.detail.trim() };
    case "timed-out":
      return {
        what: text("No answer within {limit}.", { limit: formatDuration(problem.limitMs) }),
        remedy: text("Try again, or raise the setting lanewise.explorer.timeout to wait longer."),
        detail: "",
      };
    case "cancelled":
      return { what: text("Cancelled."), remedy: text("Try again when you need it."), detail: "" };
    case "process-ended":
      return {
        what: text("The connection's process ended unexpectedly."),
        remedy: text("Try again: it starts anew. If it happens again, the log tells more."),
        detail: problem.detail,
      };
    default:
      return assertNever(problem);
  }
}
