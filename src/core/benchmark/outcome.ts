import type { Report } from "./report.ts";

/** Why a run, or one strategy of it, failed. `core/text/failure-text.ts` has a sentence and a remedy for each. */
export type FailureReason =
  | "node-too-old"
  | "another-run"
  | "lock-unusable"
  | "file-missing"
  | "is-directory"
  | "no-permission"
  | "not-a-database"
  | "corrupt"
  | "locked"
  | "wal-folder-read-only"
  | "cannot-connect"
  | "login-failed"
  | "certificate"
  | "too-many-connections"
  | "over-connection-budget"
  | "lost"
  | "syntax-error"
  | "needs-server"
  | "several-statements"
  | "not-read-only"
  | "parameters-mismatch"
  | "query-failed"
  | "deadlock"
  | "snapshot"
  | "too-large"
  | "timed-out"
  | "cancelled"
  | "lane-crashed"
  | "runner-crashed";

export interface Failure {
  readonly reason: FailureReason;
  /** The engine's or the system's own words, for people who know them; never a secret. */
  readonly detail: string;
  /** What the sentence needs: a file, a token, a process. */
  readonly data: Readonly<Record<string, string | number>>;
}

/** How a run ended. Everything that a user, a database or a file can cause is here; a throw is a bug. */
export type RunOutcome =
  | { readonly status: "completed"; readonly report: Report }
  | { readonly status: "cancelled"; readonly report: Report | null }
  | { readonly status: "failed"; readonly failure: Failure; readonly report: Report | null };
