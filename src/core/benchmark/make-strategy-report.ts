import { failureText } from "../text/failure-text.ts";
import { english } from "../text/text.ts";
import { type TimeShares, timeShares, type WallEstimate, wallInterval } from "./estimates.ts";
import type { Measured, MeasuredStrategy, Trial } from "./measured.ts";
import type { Failure } from "./outcome.ts";
import type { LaneReport, Phases, Status, StrategyReport } from "./report.ts";
import { serverActivity } from "./server-activity.ts";
import { medianOf } from "./statistics/median.ts";
import { outlierIndices } from "./statistics/modified-z-scores.ts";
import { laneCount, type Strategy, strategyName } from "./strategy.ts";
import type { Share } from "./units.ts";

/** A strategy's part of the report, with what the verdict needs beside it. */
export interface JudgedStrategy {
  readonly strategy: Strategy;
  readonly report: StrategyReport;
  readonly wall: WallEstimate;
  readonly shares: TimeShares;
}

export function makeStrategyReport(
  one: MeasuredStrategy,
  run: Pick<Measured, "outcome" | "failure" | "strategies">,
  operations: number,
  wall: WallEstimate,
  speedup: StrategyReport["speedup"],
): JudgedStrategy {
  const { trials, strategy } = one;
  const trialsMs = trials.map((trial) => trial.wallMs);
  const shown = shownTrial(one, wall.medianMs);
  const rows = shown?.rows ?? 0;
  const perSecond = (count: number) => (wall.medianMs === null ? null : (count * 1000) / wall.medianMs);
  const report: StrategyReport = {
    strategy: strategyName(strategy),
    lanes: laneCount(strategy),
    ...outcomeOf(one, run),
    operations,
    rows,
    trialsMs,
    droppedTrials: one.droppedTrials,
    outliers: outlierIndices(trialsMs),
    medianMs: wall.medianMs,
    intervalMs: wallInterval(wall),
    rowsPerSecond: perSecond(rows),
    operationsPerSecond: perSecond(operations),
    latencyMs: one.latency,
    latencyCurve: one.latencyCurve,
    speedup,
    phases: medianPhases(trials),
    laneDetails: shown?.lanes ?? [],
    serverActivity: serverActivity(strategy, trials),
    threadCpuMs: shown?.threadCpuMs ?? null,
    fairness: fairness(trials),
    timeline: one.timeline,
    checksum: shown?.checksum ?? null,
  };
  return { strategy, report, wall, shares: timeShares(trials) };
}

/** A strategy that another one's failure stopped did not fail itself. */
function outcomeOf(
  one: MeasuredStrategy,
  run: Pick<Measured, "outcome" | "failure" | "strategies">,
): { readonly outcome: Status; readonly reason?: string; readonly detail?: string } {
  const nobodyElse = run.strategies.every((other) => other.failure === null);
  const failure = one.failure ?? (one.trials.length === 0 && nobodyElse ? run.failure : null);
  if (failure) return { outcome: "failed", reason: failure.reason, detail: wordsOf(failure) };
  return { outcome: run.outcome === "completed" ? "completed" : "cancelled" };
}

/** Nobody else has words for what we refused ourselves. */
function wordsOf(failure: Failure): string {
  return failure.detail || english(failureText(failure).what);
}

/** The trial that the timeline draws; without a timeline, the one nearest to the median. */
function shownTrial(one: MeasuredStrategy, medianMs: number | null): Trial | undefined {
  const drawn = one.timeline && one.trials[one.timeline.trial];
  if (drawn) return drawn;
  const distance = (trial: Trial) => Math.abs(trial.wallMs - (medianMs ?? 0));
  return one.trials.toSorted((a, b) => distance(a) - distance(b))[0];
}

function medianPhases(trials: readonly Trial[]): Phases | null {
  if (trials.length === 0) return null;
  const of = (part: keyof Phases) => medianOf(trials.map((trial) => trial.phases[part])) ?? 0;
  return {
    connectMs: of("connectMs"),
    queueMs: of("queueMs"),
    executeMs: of("executeMs"),
    transferMs: of("transferMs"),
    lockWaitMs: of("lockWaitMs"),
    lockWaits: of("lockWaits"),
  };
}

/** Slowest lane's operations per second ÷ fastest lane's, each over all trials. */
function fairness(trials: readonly Trial[]): Share | null {
  const lanes = new Map<number, { operations: number; wallMs: number }>();
  for (const lane of trials.flatMap((trial): readonly LaneReport[] => trial.lanes)) {
    const total = lanes.get(lane.lane) ?? { operations: 0, wallMs: 0 };
    total.operations += lane.operations;
    total.wallMs += lane.wallMs;
    lanes.set(lane.lane, total);
  }
  const rates = [...lanes.values()].filter((l) => l.wallMs > 0).map((l) => l.operations / l.wallMs);
  const slowest = rates.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const fastest = rates.reduce((a, b) => Math.max(a, b), 0);
  return fastest > 0 ? slowest / fastest : null;
}
