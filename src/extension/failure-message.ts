import type { Failure, FailureReason } from "../core/benchmark/outcome.ts";
import { failureText } from "../core/text/failure-text.ts";
import { type Text, text } from "../core/text/text.ts";
import type { Choice } from "./dialogs.ts";
import type { Offers } from "./offers.ts";

export interface FailureMessage {
  /** What happened, the engine's own words where they tell more, and what to do. */
  readonly sentences: readonly Text[];
  readonly choices: readonly Choice[];
}

/** Reasons whose sentence is general: the engine's or the system's words say what exactly is wrong. */
const explainedByDetail: ReadonlySet<FailureReason> = new Set([
  "cannot-connect",
  "syntax-error",
  "parameters-mismatch",
  "query-failed",
  "lane-crashed",
  "runner-crashed",
]);

export function failureMessage(failure: Failure, offers: Offers, retry: () => unknown): FailureMessage {
  const { what, remedy } = failureText(failure);
  const detail = failure.detail.trim();
  const own = detail !== "" && explainedByDetail.has(failure.reason) ? [text("({detail})", { detail })] : [];
  return { sentences: [what, ...own, remedy], choices: choicesFor(failure, offers, retry) };
}

function choicesFor({ reason }: Failure, offers: Offers, retry: () => unknown): readonly Choice[] {
  const again: Choice = { label: text("Retry"), run: retry };
  switch (reason) {
    case "locked":
    case "another-run":
    case "cannot-connect":
      return [again, offers.showLog];
    case "timed-out":
      return [offers.openSettings, offers.showLog];
    case "file-missing":
    case "is-directory":
    case "not-a-database":
      return [offers.openDatabase];
    case "lane-crashed":
    case "runner-crashed":
      return [again, offers.openSettings, offers.showLog];
    default:
      return [offers.showLog];
  }
}
