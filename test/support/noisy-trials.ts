import { makeReport } from "../../src/core/benchmark/make-report.ts";
import type { Report } from "../../src/core/benchmark/report.ts";
import { type Random, seededRandom } from "../../src/core/benchmark/statistics/random.ts";
import { measuredStrategy, sampleMeasured, samplePlan } from "./sample-report.ts";

export interface NoisyRun {
  readonly seed: number;
  /** True factor of each parallel strategy against serial. */
  readonly factors: readonly number[];
  readonly trials: number;
  /** Standard deviation of the logarithm of a wall time. */
  readonly noise: number;
  /** Share of trials that take 10 to 50 % longer. */
  readonly outliers?: number;
  /** How much slower the machine is at the end of the run than at its start; 0.05 is 5 %. */
  readonly drift?: number;
}

/** A report of simulated trials: log-normal noise, outliers and a drift that hits all strategies of a round alike. */
export function noisyReport({ seed, factors, trials, noise, outliers = 0, drift = 0 }: NoisyRun): Report {
  const random = seededRandom(seed);
  const strategies = factors.map((_, i) => ({ kind: "threads", lanes: i + 2 }) as const);
  const walls = [1, ...factors, 1].map(() => [] as number[]);
  for (let round = 0; round < trials; round++) {
    const slower = 1 + (drift * round) / trials;
    for (const [i, factor] of [1, ...factors, 1].entries()) {
      const disturbance = random() < outliers ? 1.1 + 0.4 * random() : 1;
      walls[i]?.push((1000 / factor) * slower * disturbance * Math.exp(noise * normal(random)));
    }
  }
  const plan = samplePlan({ strategies, seed });
  return makeReport(
    plan,
    sampleMeasured({
      strategies: plan.strategies.map((strategy, i) => measuredStrategy(strategy, walls[i] ?? [])),
      noiseTrialsMs: walls.at(-1) ?? [],
    }),
  );
}

/** Box & Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
