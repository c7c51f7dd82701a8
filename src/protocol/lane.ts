import type { LaneEnd } from "../core/benchmark/lane-loop.ts";
import type { OverlapProbe } from "../core/benchmark/measured.ts";
import type { Failure } from "../core/benchmark/outcome.ts";
import type { QueryWorkload, SessionSettings } from "../core/benchmark/plan.ts";
import type { ActivityCounts } from "../core/benchmark/server-activity.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";
import type { Secret } from "../core/connection/secret.ts";

/** Shared with a lane thread for the whole run. */
export interface LaneMemory {
  /** One for each lane of the thread: a single one, but for `tasks`. */
  readonly seats: readonly LaneSeat[];
  /** `StopWord`: asks every lane of the thread to stop. */
  readonly stop: SharedArrayBuffer;
}

export interface LaneSeat {
  /** `Samples` of the lane. */
  readonly samples: SharedArrayBuffer;
  /** Where the lane gets its orders and answers them. */
  readonly port: Port;
}

/** What a lane does in one trial. Plain data: it also travels to lane processes. */
export interface TrialOrder {
  readonly profile: ConnectionProfile;
  readonly secret: Secret | undefined;
  readonly workload: QueryWorkload;
  readonly session: SessionSettings;
  readonly seed: number;
  readonly laneBytes: number;
  /** The warm-up's operations had few rows, under no limit: the driver may fetch an operation's rows in one go. */
  readonly fewRows: boolean;
  /** Operations `from` up to `to` (not included). */
  readonly from: number;
  readonly to: number;
  /** Checksum the last operation's rows when the session closes: no lane of the trial measures any more. */
  readonly checksum: boolean;
}

/**
 * How a lane reaches the database. `desk` is the shared memory of `SharedSessionDesk`. These never leave the process,
 * so ports may go along.
 */
export type LaneRole =
  | { readonly kind: "own-session" }
  /** Likewise, on a thread with other lanes. */
  | { readonly kind: "task" }
  | { readonly kind: "owner"; readonly desk: SharedArrayBuffer; readonly ports: readonly Port[] }
  | {
      readonly kind: "asker";
      readonly desk: SharedArrayBuffer;
      readonly askers: number;
      /** From 0. */
      readonly asker: number;
      readonly port: Port;
    };

/** A `MessagePort` of node:worker_threads; this folder knows no Node. */
export interface Port {
  postMessage(message: unknown): void;
  close(): void;
}

/** What a first look at a database tells, before any lane opens it. */
export interface Inspection {
  /** Read back from a session opened as the lanes open theirs. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly engineVersion: string;
  /** The client library's name and version. */
  readonly driver: string;
}

/** The sessions that a server takes and has. Undefined: it does not tell, or there is no limit. */
export interface ConnectionLoad {
  readonly limit: number | undefined;
  readonly inUse: number | undefined;
}

export type ToLane =
  /**
   * Open the database, let the engine check that the statement reads, close it again; ask the server for its load, and
   * let `overlapping` requests meet on one connection, unless it is 0.
   */
  | { readonly type: "inspect-database"; readonly order: TrialOrder; readonly overlapping: number }
  | { readonly type: "prepare-trial"; readonly order: TrialOrder; readonly role: LaneRole }
  | { readonly type: "start-trial"; readonly at: Milliseconds }
  | { readonly type: "close-session" }
  /** To a thread beside the lanes: look at what their sessions do at the server, from `start-watch` to `stop-watch`. */
  | { readonly type: "open-watch"; readonly order: TrialOrder }
  | { readonly type: "start-watch" }
  | { readonly type: "stop-watch" };

export interface TrialEnd extends LaneEnd {
  readonly startedAt: Milliseconds;
  /** CPU time of the lane's thread since its birth, at start and end; null where it cannot be read. */
  readonly cpu: { readonly from: Milliseconds; readonly to: Milliseconds } | null;
}

/** What is known before the first trial. */
export interface FirstLook {
  readonly inspection: Inspection;
  readonly load: ConnectionLoad;
  /** Null: not asked for, or the library queues itself. */
  readonly overlap: OverlapProbe | null;
}

export type FromLane =
  | { readonly type: "trial-prepared"; readonly connectMs: Milliseconds }
  | ({ readonly type: "database-inspected" } & FirstLook)
  /** Instead of `trial-prepared` or `database-inspected`. */
  | { readonly type: "refused"; readonly failure: Failure }
  | { readonly type: "trial-ended"; readonly end: TrialEnd }
  | { readonly type: "watch-opened"; readonly isWatching: boolean }
  | { readonly type: "watch-started" }
  | { readonly type: "watch-stopped"; readonly seen: ActivityCounts }
  /** `failure`: the session was found changed after the trial, so that it might have written. */
  | {
      readonly type: "session-closed";
      readonly checksum: string | null;
      readonly failure: Failure | null;
    };

/** To the supervising main thread of a lane process. */
export type ToLaneProcess =
  /** First of all; `operations` is the most that a trial gives to this lane. */
  | { readonly type: "open-lane"; readonly operations: number; readonly heapMb: number }
  | { readonly type: "stop-trial" }
  | ToLane;

export type FromLaneProcess =
  /** During a trial, at most 10 a second. */
  | { readonly type: "lane-progress"; readonly done: number; readonly rows: number }
  /** Between trials: part of the samples, in order. */
  | { readonly type: "lane-samples"; readonly first: number; readonly chunk: Float64Array }
  | { readonly type: "lane-died"; readonly detail: string }
  | FromLane;
