import type { Report } from "../core/benchmark/report.ts";
import { failureText } from "../core/text/failure-text.ts";
import { type Text, text } from "../core/text/text.ts";

/** What must be said of a report whose run did not end well; none of one that did. */
export function problemOf({ outcome, failure }: Report): readonly Text[] {
  if (outcome === "completed") return [];
  if (outcome === "cancelled" || !failure)
    return [text("The run was cancelled. What was measured until then is shown.")];
  const { what, remedy } = failureText(failure);
  return [what, remedy, text("What was measured until then is shown.")];
}
