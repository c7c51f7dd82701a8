import type { Engine } from "../connection/engine.ts";
import type { Failure } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import type { StrategyName } from "./strategy.ts";
import type { Factor, Milliseconds, Share } from "./units.ts";

export const reportSchema = "lanewise-report/1";

export type Status = "completed" | "cancelled" | "failed";

/** All that was measured. Versioned JSON: fields may be added, none changes its name, type or meaning. */
export interface Report {
  readonly schema: typeof reportSchema;
  /** Unique; sorts by the time of its start. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: Milliseconds;
  /** The version of Lanewise that measured. */
  readonly lanewise: string;
  readonly outcome: Status;
  readonly failure: Failure | null;
  readonly connection: ReportConnection;
  readonly environment: Environment;
  readonly plan: ReportPlan;
  readonly strategies: readonly StrategyReport[];
  /** The A/A pair: a second `serial`, measured in the same rounds. Null until both have enough trials. */
  readonly noise: Noise | null;
  readonly verdict: Verdict;
  /** What a reader must know beside the figures: rounding, budgets that ended a run, dropped trials. */
  readonly notes: readonly Note[];
}

export interface ReportConnection {
  readonly engine: Engine;
  readonly name: string;
  /** Read back from a session, in the engine's own names: `journal_mode`, `cache_size`, … */
  readonly settings: Readonly<Record<string, string | number>>;
}

export interface Environment {
  /** The smallest of available parallelism, affinity and the container's limit. */
  readonly cpus: number;
  readonly cpuModel: string;
  readonly memoryMb: number;
  readonly os: string;
  readonly node: string;
  readonly engineVersion: string;
  readonly driver: string;
  /** 1-minute load average before the run; null where the system has none. */
  readonly loadBefore: number | null;
  /** False where a thread's CPU time cannot be read: CPU causes are then not claimed. */
  readonly threadCpu: boolean;
}

/** The plan with strategies by name. */
export interface ReportPlan extends Omit<Plan, "strategies"> {
  readonly strategies: readonly StrategyName[];
}

export interface Interval {
  readonly low: Factor;
  readonly high: Factor;
}

export interface StrategyReport {
  readonly strategy: StrategyName;
  readonly lanes: number;
  readonly outcome: Status;
  /** With `outcome: "failed"`. */
  readonly reason?: string;
  readonly detail?: string;
  /** Of one trial. */
  readonly operations: number;
  readonly rows: number;
  /** Wall times in the order of measuring, from the agreed start to the last lane's end. */
  readonly trialsMs: readonly Milliseconds[];
  /** Trials that were cut short and do not count. */
  readonly droppedTrials: number;
  /** Indices into `trialsMs` with a modified Z score above 3.5. Named, never dropped. */
  readonly outliers: readonly number[];
  readonly medianMs: Milliseconds | null;
  /** Bootstrap interval of the median. */
  readonly intervalMs: readonly [Milliseconds, Milliseconds] | null;
  readonly rowsPerSecond: number | null;
  readonly operationsPerSecond: number | null;
  readonly latencyMs: Latency;
  /** (quantile, latency) pairs for a curve, ascending; empty without samples. */
  readonly latencyCurve: readonly (readonly [Share, Milliseconds])[];
  /** Against serial; serial itself is 1, 1, 1. Null without enough trials. */
  readonly speedup: ({ readonly factor: Factor } & Interval) | null;
  readonly phases: Phases | null;
  /** Of the shown trial, one per asking lane. */
  readonly laneDetails: readonly LaneReport[];
  /**
   * CPU time of the one thread that all lanes shared (`tasks`), where no lane's own can be told apart. Of the shown
   * trial; null for other strategies, or where it cannot be read.
   */
  readonly threadCpuMs: Milliseconds | null;
  /** What the server saw of the lanes' sessions; null where it does not tell, or was asked too seldom. */
  readonly serverActivity: ServerActivity | null;
  /** Slowest lane's operations per second ÷ fastest lane's, over all trials: 1 is perfectly fair. */
  readonly fairness: Share | null;
  readonly timeline: Timeline | null;
  /** Order-independent checksum of the last operation's rows; null with fetch `stream`. */
  readonly checksum: string | null;
}

/** Shares of the sessions' time, by looks at the server from beside the lanes, over all trials. */
export interface ServerActivity {
  readonly looks: number;
  /** Computing, or ready to: waiting for nothing that the server knows of. */
  readonly running: Share;
  /** Waiting for a lock that another session holds. */
  readonly lock: Share;
  readonly io: Share;
  /** Waiting for the client to take rows or to send more. */
  readonly client: Share;
  /** Inside a statement otherwise, or the server does not tell. */
  readonly other: Share;
  /** Between statements: the server waited for the next one. */
  readonly idle: Share;
}

/** Null: fewer samples than 1/(1−p). */
export interface Latency {
  readonly samples: number;
  readonly p50: Milliseconds | null;
  readonly p90: Milliseconds | null;
  readonly p95: Milliseconds | null;
  readonly p99: Milliseconds | null;
  readonly max: Milliseconds | null;
}

/** Sums over the lanes of one trial; medians over the trials. */
export interface Phases {
  /** Opening sessions, beside the wall time. */
  readonly connectMs: Milliseconds;
  /** Waiting for the shared session's owner. */
  readonly queueMs: Milliseconds;
  /** Inside the engine and the driver, rows fetched. */
  readonly executeMs: Milliseconds;
  /** Moving rows from the owner to the lane that asked (`shared-session`, fetch `all`). */
  readonly transferMs: Milliseconds;
  /** Waiting for a lock of the database. */
  readonly lockWaitMs: Milliseconds;
  readonly lockWaits: number;
}

export interface LaneReport {
  readonly lane: number;
  readonly operations: number;
  readonly rows: number;
  /** From the agreed start to this lane's end. */
  readonly wallMs: Milliseconds;
  /** CPU time of the lane's thread from start to end; null where it cannot be read. */
  readonly cpuMs: Milliseconds | null;
  /** How long after the agreed instant the lane began. */
  readonly lateMs: Milliseconds;
  readonly connectMs: Milliseconds;
  readonly lockWaitMs: Milliseconds;
}

/** The trial whose wall time is nearest to the median. */
export interface Timeline {
  readonly trial: number;
  readonly wallMs: Milliseconds;
  /** Per lane, at most 2,000 merged segments, ascending. */
  readonly lanes: readonly (readonly Segment[])[];
}

/** Milliseconds from the agreed start. `wait`: for the shared session's owner or a database lock. */
export interface Segment {
  readonly kind: "run" | "wait";
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  /** How many operations were merged into it. */
  readonly operations: number;
}

export interface Noise extends Interval {
  readonly strategy: "serial";
  readonly factor: Factor;
  readonly trialsMs: readonly Milliseconds[];
}

export type Conclusion = "parallel-helps" | "parallel-hurts" | "no-difference" | "cannot-judge";

export type Cause =
  | "more-lanes-than-cores"
  | "lane-cpu-bound"
  | "lock-waits"
  | "shared-session-queues"
  | "event-loop-busy"
  | "server-lock-waits"
  | "server-cpu-saturated"
  | "network-bound"
  | "result-materialisation"
  | "too-noisy"
  | "too-short-to-measure"
  | "data-changed";

export interface CauseEvidence {
  readonly cause: Cause;
  readonly evidence: Readonly<Record<string, string | number>>;
}

export interface Verdict {
  readonly conclusion: Conclusion;
  /** The best strategy; `serial` in `parallel-hurts`, `no-difference` and `cannot-judge`. */
  readonly best: StrategyName;
  /** Of the best parallel strategy against serial; null in `cannot-judge` without one. */
  readonly factor: Factor | null;
  readonly interval: readonly [Factor, Factor] | null;
  readonly causes: readonly CauseEvidence[];
  /** One sentence or two for people, in English. */
  readonly text: string;
}

export type Note =
  | { readonly note: "operations-rounded"; readonly requested: number; readonly operations: number }
  | { readonly note: "stopped-by-run-budget"; readonly trials: number; readonly budgetMs: Milliseconds }
  | { readonly note: "trials-dropped"; readonly strategy: StrategyName; readonly trials: number }
  | { readonly note: "result-cut-at-budget"; readonly rows: number; readonly laneBytes: number }
  | { readonly note: "thread-cpu-unknown"; readonly node: string }
  | { readonly note: "outliers"; readonly strategy: StrategyName; readonly trials: readonly number[] }
  | { readonly note: "busy-machine"; readonly load: number; readonly cpus: number }
  | { readonly note: "empty-result" }
  /** The client library refuses requests that overlap on one session; `shared-session` was measured with a queue. */
  | {
      readonly note: "overlap-refused";
      readonly requests: number;
      readonly refused: number;
      readonly code: string;
      readonly detail: string;
    }
  /** CPU time of the one thread that all lanes of a strategy shared, as a share of a trial's wall time; medians. */
  | { readonly note: "shared-thread"; readonly strategy: StrategyName; readonly cpuShare: Share }
  /** A default of our driver that differs from the user's own (Python's sqlite3). */
  | { readonly note: "parity"; readonly setting: string; readonly here: string; readonly python: string };
