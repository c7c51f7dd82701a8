import type { Failure, FailureReason } from "../core/benchmark/outcome.ts";
import { failureText } from "../core/text/failure-text.ts";
import { type Text, text } from "../core/text/text.ts";
import type { Choice } from "./dialogs.ts";
import type { Offers } from "./offers.ts";

export interface FailureMessage {
  readonly what: Text;
  /** The engine's or the system's own, where they tell more than `what`. */
  readonly words: Text | undefined;
  readonly remedy: Text;
  /** The engine's or the system's words for who wants to know more; empty where they would only mislead. */
  readonly detail: string;
  readonly choices: readonly Choice[];
}

/** Reasons whose sentence is general: the engine's or the system's words say what exactly is wrong. */
const explainedByDetail: ReadonlySet<FailureReason> = new Set([
  "cannot-connect",
  "login-failed",
  "certificate",
  "too-many-connections",
  "lost",
  "syntax-error",
  "parameters-mismatch",
  "query-failed",
  "deadlock",
  "snapshot",
  "too-large",
  "lane-crashed",
  "runner-crashed",
]);

export function failureMessage(failure: Failure, offers: Offers, retry: () => unknown): FailureMessage {
  const { what, remedy } = failureText(failure);
  // Of a refused statement the engine says what is wrong with the probe around it, not with the statement.
  const detail = explainedByDetail.has(failure.reason) ? failure.detail.trim() : "";
  const choices = choicesFor(failure, offers, retry);
  return { what, words: ownWords(failure, what), remedy, detail, choices };
}

/** A sentence that was filled in already says what exactly is wrong. */
function ownWords({ reason, detail }: Failure, what: Text): Text | undefined {
  const isExact = Object.keys(what.args).length > 0;
  return isExact || detail.trim() === "" || !explainedByDetail.has(reason)
    ? undefined
    : text("({detail})", { detail: detail.trim() });
}

function choicesFor({ reason }: Failure, offers: Offers, retry: () => unknown): readonly Choice[] {
  const again: Choice = { label: text("Retry"), run: retry };
  switch (reason) {
    case "locked":
    case "another-run":
    case "cannot-connect":
    case "login-failed":
    case "certificate":
    case "too-many-connections":
    case "lost":
    case "deadlock":
    case "snapshot":
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
