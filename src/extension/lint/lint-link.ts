import type { FromLintWorker, ToLintWorker } from "../../protocol/lint.ts";
import type { Disposable } from "../disposable-store.ts";

/** The lint worker, as the extension sees it. Its end ends the thread. */
export interface LintLink extends Disposable {
  send(message: ToLintWorker): void;
}

export interface LintLinkEvents {
  heard(message: FromLintWorker): void;
  /** The worker died and another took over. It knows nothing yet. */
  restarted(detail: string): void;
  /** The worker died too often; no other is started. */
  gaveUp(detail: string): void;
}

export type StartLintLink = (events: LintLinkEvents) => LintLink;
