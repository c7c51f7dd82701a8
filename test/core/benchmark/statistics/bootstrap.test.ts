import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bonferroniLevel } from "../../../../src/core/benchmark/statistics/bonferroni.ts";
import {
  medianInterval,
  RESAMPLES,
  ratioInterval,
  resampleMedians,
} from "../../../../src/core/benchmark/statistics/bootstrap.ts";
import { seededRandom } from "../../../../src/core/benchmark/statistics/random.ts";
import { requiredSamples } from "../../../../src/core/benchmark/statistics/required-samples.ts";
import {
  type SortedSamples,
  sortedSamples,
} from "../../../../src/core/benchmark/statistics/sorted-samples.ts";

const resample = (values: readonly number[], seed = 1) =>
  resampleMedians(sortedSamples(values) as SortedSamples, seededRandom(seed));
const times = fc.array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 3, maxLength: 15 });

describe("resampled medians", () => {
  // Exact (Efron 1979, "Bootstrap Methods: Another Look at the Jackknife", section 3): the median of a resample of n = 2m − 1
  // is the k-th smallest with the probability Σ_{j<m} Bi(j; n, (k−1)/n) − Bi(j; n, k/n); for n = 5 and k = 1..5
  // 0.058 0.259 0.365 0.259 0.058.
  it("hit each of five samples as often as Efron's exact distribution says", () => {
    const medians = resample([1, 2, 3, 4, 5]);
    const shares = [1, 2, 3, 4, 5].map((k) => medians.filter((m) => m === k).length / RESAMPLES);
    const exact = [0.05792, 0.25952, 0.36512, 0.25952, 0.05792];
    for (const [i, share] of shares.entries()) expect(Math.abs(share - (exact[i] ?? 0))).toBeLessThan(0.025);
  });

  it("take the mean of the two in the middle when their number is even", () => {
    const medians = new Set(resample([1, 3]));
    expect([...medians].sort()).toEqual([1, 2, 3]);
  });

  it("are the same for the same seed", () => {
    expect(resample([1, 2, 4, 8, 16], 9)).toEqual(resample([1, 2, 4, 8, 16], 9));
    expect(resample([1, 2, 4, 8, 16], 9)).not.toEqual(resample([1, 2, 4, 8, 16], 10));
  });
});

describe("the interval of a median", () => {
  it("spans all of five samples at 95 %", () => {
    expect(medianInterval(resample([1, 2, 3, 4, 5]), 0.95)).toEqual([1, 5]);
  });

  it("stays within the samples and widens with its level", () => {
    fc.assert(
      fc.property(times, (values) => {
        const medians = resample(values);
        const [low, high] = medianInterval(medians, 0.8);
        const [lower, higher] = medianInterval(medians, 0.99);
        expect(lower).toBeGreaterThanOrEqual(Math.min(...values));
        expect(higher).toBeLessThanOrEqual(Math.max(...values));
        expect(lower).toBeLessThanOrEqual(low);
        expect(higher).toBeGreaterThanOrEqual(high);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the interval of a ratio of medians", () => {
  it("lies between the extreme ratios of the samples", () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const [low, high] = ratioInterval(resample(a, 1), resample(b, 2), 0.95);
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual((Math.min(...a) / Math.max(...b)) * 0.999999);
        expect(high).toBeLessThanOrEqual((Math.max(...a) / Math.min(...b)) * 1.000001);
      }),
      { numRuns: 40 },
    );
  });

  it("inverts when the roles are swapped", () => {
    const [a, b] = [resample([10, 11, 12, 13, 15], 1), resample([5, 5.5, 6, 6.2, 7], 2)];
    const [low, high] = ratioInterval(a, b, 0.95);
    const [lowInverse, highInverse] = ratioInterval(b, a, 0.95);
    expect(lowInverse).toBeCloseTo(1 / high, 10);
    expect(highInverse).toBeCloseTo(1 / low, 10);
  });

  it("does not move when all times are scaled alike", () => {
    const [a, b] = [
      [10, 11, 12, 13, 15],
      [5, 5.5, 6, 6.2, 7],
    ];
    const scaled = (values: number[]) => values.map((value) => value * 37);
    const [low, high] = ratioInterval(resample(a ?? [], 1), resample(b ?? [], 2), 0.95);
    const [lowScaled, highScaled] = ratioInterval(
      resample(scaled(a ?? []), 1),
      resample(scaled(b ?? []), 2),
      0.95,
    );
    expect(lowScaled).toBeCloseTo(low, 10);
    expect(highScaled).toBeCloseTo(high, 10);
  });

  it("covers the true ratio about as often as its level says", () => {
    const random = seededRandom(5);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const draw = (typical: number) => Array.from({ length: 9 }, () => typical * Math.exp(0.03 * normal()));
    const runs = 200;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const [low, high] = ratioInterval(resample(draw(150), run), resample(draw(100), run + runs), 0.95);
      if (low <= 1.5 && 1.5 <= high) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.92);
    expect(covered / runs).toBeLessThan(1);
  });
});

describe("the corrected level", () => {
  it("divides the error among the comparisons", () => {
    expect(bonferroniLevel(0.95, 4)).toBeCloseTo(0.9875, 12);
    expect(bonferroniLevel(0.95, 1)).toBeCloseTo(0.95, 12);
  });

  it("is the level itself when nothing is compared", () => {
    expect(bonferroniLevel(0.95, 0)).toBeCloseTo(0.95, 12);
  });
});

describe("the samples that a percentile needs", () => {
  it("are 1/(1 − p), free of rounding noise", () => {
    expect([0.5, 0.9, 0.95, 0.99, 0.999].map(requiredSamples)).toEqual([2, 10, 20, 100, 1000]);
  });
});
