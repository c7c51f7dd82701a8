import type { Comparison } from "../../src/core/benchmark/comparison.ts";
import type { PanelState } from "../../src/protocol/panel.ts";
import type { Progress } from "../../src/protocol/runner.ts";
import { sampleReport } from "../support/sample-report.ts";

type StateOf<View extends PanelState["view"]> = Extract<PanelState, { view: View }>;

export function reportState(changes: Partial<StateOf<"report">> = {}): StateOf<"report"> {
  return {
    view: "report",
    report: sampleReport(),
    problem: null,
    isBaseline: false,
    hasBaseline: false,
    comparison: null,
    canRun: true,
    ...changes,
  };
}

export function runningState(changes: Partial<StateOf<"running">> = {}): StateOf<"running"> {
  return {
    view: "running",
    connection: "christmas.db",
    progress: sampleProgress(),
    report: sampleReport(),
    ...changes,
  };
}

export function sampleProgress(changes: Partial<Progress> = {}): Progress {
  return {
    phase: "measuring",
    holder: null,
    strategy: "threads(2)",
    round: 3,
    rounds: 15,
    operations: 6,
    operationsDone: 2,
    rows: 1_000_000,
    trials: 90,
    trialsDone: 14,
    elapsedMs: 12_345,
    ...changes,
  };
}

export const emptyState: PanelState = { view: "empty", connection: null };

export const failedState: PanelState = {
  view: "failed",
  connection: "christmas.db",
  message: "The statement writes, so it was refused. Choose a statement that only reads.",
  detail: "attempt to write a readonly database",
};

const regression: Comparison = {
  schema: "lanewise-comparison/1",
  conclusion: "regression",
  strategies: [
    { strategy: "serial", factor: 1.01, low: 0.98, high: 1.03 },
    { strategy: "threads(2)", factor: 0.81, low: 0.79, high: 0.84 },
    { strategy: "threads(3)", factor: 0.97, low: 0.93, high: 1.02 },
    { strategy: "shared-session(3)", factor: 1, low: 0.99, high: 1.01 },
    { strategy: "processes(3)", factor: 1.21, low: 1.17, high: 1.26 },
  ],
  text: "threads(2) is slower than in the baseline: 0.81 times as fast (0.79 to 0.84).",
};

export const comparisonState: PanelState = reportState({
  hasBaseline: true,
  comparison: { with: "the baseline of 12 July", result: regression },
});
