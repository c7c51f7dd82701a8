import type { Failure } from "./outcome.ts";
import type { Environment, LaneReport, Latency, Phases, ReportConnection, Timeline } from "./report.ts";
import type { ActivityCounts } from "./server-activity.ts";
import type { Strategy } from "./strategy.ts";
import type { Milliseconds, Share } from "./units.ts";

/** One finished trial, before any statistics. */
export interface Trial {
  readonly wallMs: Milliseconds;
  readonly rows: number;
  readonly checksum: string | null;
  readonly phases: Phases;
  readonly lanes: readonly LaneReport[];
  /** CPU time of the one thread that all lanes shared (`tasks`); null elsewhere, or where it cannot be read. */
  readonly threadCpuMs: Milliseconds | null;
  /** What the server was seen doing meanwhile; null where nobody looked. */
  readonly server: ActivityCounts | null;
}

/** What the runner hands to `makeReport`: everything measured of one strategy. */
export interface MeasuredStrategy {
  readonly strategy: Strategy;
  readonly trials: readonly Trial[];
  readonly droppedTrials: number;
  /** Set when the strategy could not be measured to its end. */
  readonly failure: Failure | null;
  /** Pooled over all trials. */
  readonly latency: Latency;
  readonly latencyCurve: readonly (readonly [Share, Milliseconds])[];
  readonly timeline: Timeline | null;
}

/** Fetching the same operation with and without keeping its rows, on one idle lane; medians. */
export interface MaterialisationProbe {
  readonly streamMs: Milliseconds;
  readonly allMs: Milliseconds;
}

/** What the client library did with requests that were issued at once on one session. */
export interface OverlapProbe {
  readonly requests: number;
  readonly refused: number;
  /** Of the first refusal, in the library's own words; empty without one. */
  readonly code: string;
  readonly detail: string;
}

/** Everything measured in one run so far. `makeReport` turns it into a report, during the run and at its end. */
export interface Measured {
  readonly id: string;
  readonly startedAt: string;
  readonly durationMs: Milliseconds;
  readonly lanewise: string;
  readonly connection: ReportConnection;
  readonly environment: Environment;
  /** Serial first, in the plan's order. */
  readonly strategies: readonly MeasuredStrategy[];
  /** Wall times of the second `serial` (the B of the A/A pair), in the order of measuring. */
  readonly noiseTrialsMs: readonly Milliseconds[];
  readonly materialisation: MaterialisationProbe | null;
  readonly overlap: OverlapProbe | null;
  /** Rows at which operations stopped at the byte budget; null when none did. */
  readonly cutAtRows: number | null;
  readonly stoppedByRunBudget: boolean;
  readonly outcome: "completed" | "cancelled" | "failed";
  readonly failure: Failure | null;
}
