import { describe, expect, it } from "vitest";
import type { Conclusion } from "../../../src/core/benchmark/report.ts";
import { type NoisyRun, noisyReport } from "../../support/noisy-trials.ts";

const RUNS = 100;
const equal = [1, 1, 1, 1];

function conclusions(run: Omit<NoisyRun, "seed">): Record<Conclusion, number> {
  const counts = { "parallel-helps": 0, "parallel-hurts": 0, "no-difference": 0, "cannot-judge": 0 };
  for (let seed = 1; seed <= RUNS; seed++) counts[noisyReport({ ...run, seed }).verdict.conclusion]++;
  return counts;
}

function claims(run: Omit<NoisyRun, "seed">): number {
  const counts = conclusions(run);
  return counts["parallel-helps"] + counts["parallel-hurts"];
}

/** A hundred runs take a second on an idle core. */
const TIMEOUT = { timeout: 60_000 };

describe("four equal strategies", TIMEOUT, () => {
  for (const noise of [0.01, 0.02, 0.03, 0.05]) {
    it(`are called different in at most 2 of 100 runs at ${noise * 100} % noise, with outliers and drift`, () => {
      expect(claims({ factors: equal, trials: 5, noise, outliers: 0.04, drift: 0.05 })).toBeLessThanOrEqual(
        2,
      );
    });

    it(`are called different in at most 2 of 100 runs at ${noise * 100} % noise alone`, () => {
      expect(claims({ factors: equal, trials: 5, noise })).toBeLessThanOrEqual(2);
    });
  }

  it("are called different in at most 2 of 100 runs with 3 trials, the fewest that are judged", () => {
    expect(claims({ factors: equal, trials: 3, noise: 0.03 })).toBeLessThanOrEqual(2);
    expect(
      claims({ factors: equal, trials: 3, noise: 0.03, outliers: 0.04, drift: 0.05 }),
    ).toBeLessThanOrEqual(2);
  });

  it("are called different in at most 2 of 100 runs with 15 trials", () => {
    expect(
      claims({ factors: equal, trials: 15, noise: 0.03, outliers: 0.04, drift: 0.05 }),
    ).toBeLessThanOrEqual(2);
  });

  it("would be called different more often without the gate: the simulation can fail", () => {
    let ungated = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const { strategies } = noisyReport({ seed, factors: equal, trials: 3, noise: 0.03 });
      const parallel = strategies.filter(({ strategy }) => strategy !== "serial");
      if (parallel.some(({ speedup }) => speedup && (speedup.low > 1 || speedup.high < 1))) ungated++;
    }
    expect(ungated).toBeGreaterThan(5);
  });
});

describe("true differences", TIMEOUT, () => {
  it("of 1.5 are found in nearly every run of 5 trials at 3 % noise", () => {
    expect(
      conclusions({ factors: [1.5, 1, 1, 1], trials: 5, noise: 0.03 })["parallel-helps"],
    ).toBeGreaterThanOrEqual(98);
  });

  it("of 0.7 are found in nearly every run of 5 trials at 3 % noise", () => {
    expect(
      conclusions({ factors: [0.7, 0.7, 0.7, 0.7], trials: 5, noise: 0.03 })["parallel-hurts"],
    ).toBeGreaterThanOrEqual(98);
  });

  it("of 1.5 are found in most runs with outliers and drift, and never called harmful", () => {
    const counts = conclusions({
      factors: [1.5, 1, 1, 1],
      trials: 7,
      noise: 0.03,
      outliers: 0.04,
      drift: 0.05,
    });
    expect(counts["parallel-helps"]).toBeGreaterThanOrEqual(90);
    expect(counts["parallel-hurts"]).toBe(0);
  });

  it("of 1.8 are found with as few as 3 trials at 1 % noise", () => {
    expect(conclusions({ factors: [1.8], trials: 3, noise: 0.01 })["parallel-helps"]).toBe(RUNS);
  });
});
