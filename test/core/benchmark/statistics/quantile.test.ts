import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, medianOf } from "../../../../src/core/benchmark/statistics/median.ts";
import { quantile } from "../../../../src/core/benchmark/statistics/quantile.ts";
import {
  type SortedSamples,
  sortedSamples,
} from "../../../../src/core/benchmark/statistics/sorted-samples.ts";

const samplesOf = (...values: number[]) => sortedSamples(values) as SortedSamples;
const times = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

describe("sorted samples", () => {
  it("sort by value, not by spelling, and leave the caller's list alone", () => {
    const given = [10, 9, 100];
    expect(sortedSamples(given)).toEqual([9, 10, 100]);
    expect(given).toEqual([10, 9, 100]);
  });

  it("do not exist without a sample", () => {
    expect(sortedSamples([])).toBeUndefined();
  });
});

describe("quantile", () => {
  // R: quantile(mtcars$mpg) prints 10.400 15.425 19.200 22.800 33.900; type 7 is R's default.
  it("gives R's five numbers of the miles per gallon in mtcars", () => {
    const mpg = samplesOf(
      ...[21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4],
      ...[14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4],
    );
    const fiveNumbers = [0, 0.25, 0.5, 0.75, 1].map((q) => quantile(mpg, q));
    expect(fiveNumbers).toEqual([10.4, 15.425, 19.2, 22.8, 33.9].map((mpg) => expect.closeTo(mpg, 10)));
  });

  // Wikipedia, "Percentile", second variant (C = 1): the 40th percentile of 15, 20, 35, 40, 50 is 29.
  it("gives Wikipedia's worked example of the linear interpolation", () => {
    expect(quantile(samplesOf(15, 20, 35, 40, 50), 0.4)).toBeCloseTo(29, 10);
  });

  it("of one sample is that sample", () => {
    expect([0, 0.3, 1].map((q) => quantile(samplesOf(7), q))).toEqual([7, 7, 7]);
  });

  it("stays within the samples and never falls while q grows", () => {
    fc.assert(
      fc.property(
        times,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (v, a, b) => {
          const samples = samplesOf(...v);
          const [low, high] = [quantile(samples, Math.min(a, b)), quantile(samples, Math.max(a, b))];
          expect(low).toBeGreaterThanOrEqual(Math.min(...v));
          expect(high).toBeLessThanOrEqual(Math.max(...v));
          expect(high).toBeGreaterThanOrEqual(low);
        },
      ),
    );
  });
});

describe("median", () => {
  it("is the middle, or the mean of the two in the middle", () => {
    expect(median(samplesOf(5, 1, 3))).toBe(3);
    expect(median(samplesOf(1, 2, 3, 10))).toBe(2.5);
  });

  it("of nothing is null", () => {
    expect(medianOf([])).toBeNull();
  });
});
