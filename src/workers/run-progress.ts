import type { Plan } from "../core/benchmark/plan.ts";
import { type Strategy, strategyName } from "../core/benchmark/strategy.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { Progress } from "../protocol/runner.ts";
import type { LaneLink } from "./lane-link.ts";

/** A trial that goes on. */
export interface RunningTrial {
  readonly strategy: Strategy;
  readonly lanes: readonly LaneLink[];
  readonly operations: number;
}

export interface RunState {
  readonly phase: Progress["phase"];
  readonly trial: RunningTrial | null;
  readonly round: number;
  readonly trialsDone: number;
  readonly elapsedMs: Milliseconds;
}

/** What is told of a run; read from the lanes' memory, without asking them. */
export function progressOf(plan: Plan, { phase, trial, round, trialsDone, elapsedMs }: RunState): Progress {
  const lanes = trial?.lanes ?? [];
  return {
    phase,
    holder: null,
    strategy: trial ? strategyName(trial.strategy) : null,
    round,
    rounds: plan.trials.maximum,
    operations: trial?.operations ?? 0,
    operationsDone: lanes.reduce((total, lane) => total + lane.samples.done, 0),
    rows: lanes.reduce((total, lane) => total + lane.samples.rows, 0),
    trials: plan.trials.maximum * (plan.strategies.length + 1),
    trialsDone,
    elapsedMs,
  };
}
