import type { MeasuredStrategy, Trial } from "../core/benchmark/measured.ts";
import type { Failure } from "../core/benchmark/outcome.ts";
import type { Segment, Timeline } from "../core/benchmark/report.ts";
import { medianOf } from "../core/benchmark/statistics/median.ts";
import type { Strategy } from "../core/benchmark/strategy.ts";
import { LatencyRecorder } from "./latency.ts";
import type { MeasuredTrial } from "./trial.ts";

/** Gathers what the trials of one strategy measured. */
export class StrategyResults {
  readonly strategy: Strategy;
  readonly #latency = new LatencyRecorder();
  readonly #trials: Trial[] = [];
  readonly #segments: (readonly (readonly Segment[])[])[] = [];
  #dropped = 0;
  #failure: Failure | null = null;

  constructor(strategy: Strategy) {
    this.strategy = strategy;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  add({ trial, segments, samples }: MeasuredTrial): void {
    this.#trials.push(trial);
    this.#segments.push(segments);
    this.#latency.add(samples);
  }

  /** Counts a trial that was cut short. */
  drop(): void {
    this.#dropped++;
  }

  fail(failure: Failure): void {
    this.#failure = failure;
  }

  measured(): MeasuredStrategy {
    return {
      strategy: this.strategy,
      trials: [...this.#trials],
      droppedTrials: this.#dropped,
      failure: this.#failure,
      latency: this.#latency.latency(),
      latencyCurve: this.#latency.curve(),
      timeline: this.#timeline(),
    };
  }

  /** Of the trial nearest to the median. */
  #timeline(): Timeline | null {
    const walls = this.#trials.map((trial) => trial.wallMs);
    const middle = medianOf(walls);
    if (middle === null) return null;
    const distances = walls.map((wall) => Math.abs(wall - middle));
    const trial = distances.indexOf(Math.min(...distances));
    return { trial, wallMs: walls[trial] ?? middle, lanes: this.#segments[trial] ?? [] };
  }
}
