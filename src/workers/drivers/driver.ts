import type { LaneSession } from "../../core/benchmark/lane-loop.ts";
import type { Failure } from "../../core/benchmark/outcome.ts";
import type { QueryWorkload, SessionSettings } from "../../core/benchmark/plan.ts";
import type { RowValue } from "../../core/benchmark/row-checksum.ts";
import type { Profile } from "../../core/connection/profile.ts";

export type Rows = readonly (readonly RowValue[])[];

/** What a session needs to run the operations of a workload. */
export interface SessionOrder {
  readonly profile: Profile;
  readonly workload: QueryWorkload;
  readonly session: SessionSettings;
  readonly seed: number;
  /** What the rows of one operation may weigh when they are kept. */
  readonly laneBytes: number;
  /** As in `TrialOrder`. */
  readonly fewRows: boolean;
  /** Polled while rows arrive: true ends the operation as `stopped`. */
  readonly stopped: () => boolean;
  /** Told while rows arrive, every few thousand: the rows of the operation so far. */
  readonly onRows: (rows: number) => void;
}

/** One open link to a database, with the workload's statement prepared. */
export interface DriverSession extends LaneSession {
  /** With fetch `all`: the rows of the last operation, until the next one. */
  readonly keptRows: Rows;
  close(): void;
}

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };
