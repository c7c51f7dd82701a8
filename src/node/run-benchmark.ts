import type { RunOutcome } from "../core/benchmark/outcome.ts";
import type { Report } from "../core/benchmark/report.ts";
import type { Job, Progress } from "../protocol/runner.ts";

export interface RunListener {
  onProgress?(progress: Progress): void;
  /** After every round: the report of what was measured so far. */
  onRound?(report: Report): void;
}

/** Runs one job in a process of its own. Resolves however the run ends; never rejects. */
export type RunBenchmark = (job: Job, listener: RunListener, signal: AbortSignal) => Promise<RunOutcome>;
