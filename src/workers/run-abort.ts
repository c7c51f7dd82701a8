import { assertNever } from "../core/assert-never.ts";
import type { Failure } from "../core/benchmark/outcome.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { StrategyResults } from "./strategy-results.ts";
import type { TrialResult } from "./trial.ts";

/** Why a run ends before its plan does. `isStuck`: a lane is still inside a statement. */
export type Abort =
  | { readonly status: "cancelled"; readonly isStuck: boolean }
  | { readonly status: "failed"; readonly failure: Failure; readonly isStuck: boolean };

export function failed(failure: Failure): Abort & { status: "failed" } {
  return { status: "failed", failure, isStuck: false };
}

export interface JudgeDeps {
  /** Of the trial's strategy; undefined: it is of none. */
  readonly results: StrategyResults | undefined;
  readonly result: TrialResult;
  readonly isCancelled: boolean;
  /** What a trial may take. */
  readonly limitMs: Milliseconds;
}

/** What a trial that did not complete means for its strategy and for the run. */
export function judgeTrial({ results, result, isCancelled, limitMs }: JudgeDeps): Abort | undefined {
  switch (result.status) {
    case "completed":
      return undefined;
    case "failed":
      results?.fail(result.failure);
      return results && results.strategy.kind !== "serial" ? undefined : failed(result.failure);
    case "stopped":
    case "stuck": {
      const isStuck = result.status === "stuck";
      if (isCancelled) return { status: "cancelled", isStuck };
      const failure = result.status === "stuck" ? result.failure : null;
      return { ...failed(failure ?? { reason: "timed-out", detail: "", data: { limitMs } }), isStuck };
    }
    default:
      return assertNever(result);
  }
}
