import type { RunOutcome } from "../core/benchmark/outcome.ts";
import type { Report } from "../core/benchmark/report.ts";
import type { Secret } from "../core/connection/secret.ts";
import type { Job, Progress } from "../protocol/runner.ts";

export interface RunListener {
  onProgress?(progress: Progress): void;
  /** After every round: the report of what was measured so far. */
  onRound?(report: Report): void;
}

/**
 * Runs one job in a process of its own. Resolves however the run ends; never rejects. The secret stands beside the job,
 * which is kept, shown and logged.
 */
export type RunBenchmark = (
  job: Job,
  listener: RunListener,
  signal: AbortSignal,
  secret?: Secret | undefined,
) => Promise<RunOutcome>;
