import type { Trial } from "./measured.ts";
import type { Interval } from "./report.ts";
import {
  medianInterval,
  type ResampledMedians,
  ratioInterval,
  resampleMedians,
} from "./statistics/bootstrap.ts";
import { median, medianOf } from "./statistics/median.ts";
import { seededRandom } from "./statistics/random.ts";
import { sortedSamples } from "./statistics/sorted-samples.ts";
import type { Factor, Milliseconds, Share } from "./units.ts";

/** Of all intervals of a report together; each factor's own level is higher (Bonferroni). */
export const CONFIDENCE = 0.95;

/** Fewer trials have no interval: two numbers say nothing about the spread of a third. */
export const FEWEST_TRIALS = 3;

/** The clock's resolution. A shorter trial would make factors infinite. */
const SHORTEST_MS = 1e-6;

/** What the trials of one strategy say about its wall time. `resampled` is null below `FEWEST_TRIALS`. */
export interface WallEstimate {
  readonly trials: number;
  readonly medianMs: Milliseconds | null;
  readonly resampled: ResampledMedians | null;
}

/** `stream` keeps the resamples of several strategies independent of each other under one seed. */
export function estimateWall(trialsMs: readonly Milliseconds[], seed: number, stream: number): WallEstimate {
  const samples = sortedSamples(trialsMs.map((ms) => Math.max(ms, SHORTEST_MS)));
  if (!samples) return { trials: 0, medianMs: null, resampled: null };
  const enough = samples.length >= FEWEST_TRIALS;
  return {
    trials: samples.length,
    medianMs: median(samples),
    resampled: enough ? resampleMedians(samples, seededRandom(seed + stream * 0x9e3779b9)) : null,
  };
}

/** The bootstrap interval of the median at 95 %; null with too few trials. */
export function wallInterval(estimate: WallEstimate): [Milliseconds, Milliseconds] | null {
  return estimate.resampled && medianInterval(estimate.resampled, CONFIDENCE);
}

/** old ÷ new with its interval at `level`; null when either side has too few trials. */
export function factorOf(
  old: WallEstimate,
  now: WallEstimate,
  level: Share,
): ({ readonly factor: Factor } & Interval) | null {
  if (!old.resampled || !now.resampled || old.medianMs === null || now.medianMs === null) return null;
  const [low, high] = ratioInterval(old.resampled, now.resampled, level);
  return { factor: old.medianMs / now.medianMs, low, high };
}

/** Where the time of the asking lanes went, as shares of their wall time; medians over the trials. */
export interface TimeShares {
  /** Null without trials, where a thread's CPU time cannot be read, and where lanes share one. */
  readonly cpu: Share | null;
  /** Of the one thread that all lanes share, as a share of the trial's wall time; null where each has its own. */
  readonly threadCpu: Share | null;
  readonly queue: Share;
  readonly lockWait: Share;
}

export function timeShares(trials: readonly Trial[]): TimeShares {
  const ofLanes = (part: (trial: Trial) => number) =>
    medianOf(
      trials.map((trial) => part(trial) / Math.max(SHORTEST_MS, sum(trial.lanes.map((l) => l.wallMs)))),
    );
  const cpuKnown = trials.every((trial) => trial.lanes.every((lane) => lane.cpuMs !== null));
  const cpu = cpuKnown ? ofLanes((trial) => sum(trial.lanes.map((lane) => lane.cpuMs ?? 0))) : null;
  const threads = trials.flatMap(({ threadCpuMs, wallMs }) =>
    threadCpuMs === null ? [] : threadCpuMs / Math.max(SHORTEST_MS, wallMs),
  );
  const threadCpu = medianOf(threads);
  return {
    threadCpu: threadCpu === null ? null : Math.min(1, threadCpu),
    cpu: cpu === null ? null : Math.min(1, cpu),
    queue: Math.min(1, ofLanes((trial) => trial.phases.queueMs) ?? 0),
    lockWait: Math.min(1, ofLanes((trial) => trial.phases.lockWaitMs) ?? 0),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
