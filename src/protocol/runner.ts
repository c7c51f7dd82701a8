import type { RunOutcome } from "../core/benchmark/outcome.ts";
import type { Plan } from "../core/benchmark/plan.ts";
import type { Report } from "../core/benchmark/report.ts";
import type { StrategyName } from "../core/benchmark/strategy.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";
import type { Secret } from "../core/connection/secret.ts";

/** SQLite's `-wal` and `-shm` beside a database, as they were before a run: what our reading makes is removed again. */
export interface SideFiles {
  readonly file: string;
  readonly hadWal: boolean;
  readonly hadShm: boolean;
}

/** The runner's one argument beside messages: then it only removes side files (JSON of `SideFiles` follows) and ends. */
export const REMOVE_SIDE_FILES = "remove-side-files";

/** Given once: a runner does one job, then ends. */
export interface Job {
  readonly plan: Plan;
  readonly profile: ConnectionProfile;
  /** Another Lanewise run holds the machine: wait for its end, or fail as `another-run`. */
  readonly whenBusy: "wait" | "refuse";
  /** The version of Lanewise, for the report. */
  readonly lanewise: string;
}

export type ToRunner =
  /** The secret is no part of the job, which is kept, shown and logged. Undefined: none is needed, or there is none. */
  | {
      readonly type: "start-run";
      readonly job: Job;
      readonly secret: Secret | undefined;
      readonly sideFiles: SideFiles | null;
    }
  | { readonly type: "cancel-run" };

/** At most 10 a second. */
export interface Progress {
  /** `waiting`: for another run's lock. */
  readonly phase: "waiting" | "connecting" | "warming-up" | "measuring";
  /** The process that holds the lock, when known and waiting. */
  readonly holder: string | null;
  /** The strategy being measured; null outside of trials. */
  readonly strategy: StrategyName | null;
  /** Rounds begun and at most; a round measures every strategy once. */
  readonly round: number;
  readonly rounds: number;
  /** Of the current trial. */
  readonly operations: number;
  readonly operationsDone: number;
  readonly rows: number;
  /** Trials finished in the whole run and at most, warm-ups not counted. */
  readonly trials: number;
  readonly trialsDone: number;
  readonly elapsedMs: Milliseconds;
}

export type FromRunner =
  | { readonly type: "progress"; readonly progress: Progress }
  /** After every round: the report of what was measured so far. */
  | { readonly type: "round-finished"; readonly report: Report }
  /** The runner ends after it. */
  | { readonly type: "run-finished"; readonly outcome: RunOutcome };

/** Whether a value that came from the runner's process is one of its messages: their tag is checked, not their depth. */
export function isFromRunner(value: unknown): value is FromRunner {
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : undefined;
  return type === "progress" || type === "round-finished" || type === "run-finished";
}
