import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  modifiedZScores,
  outlierIndices,
} from "../../../../src/core/benchmark/statistics/modified-z-scores.ts";

/** NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17.1 (Grubbs' test): mass spectrometer, uranium isotope. */
const uranium = [199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57];

describe("modified Z scores", () => {
  it("follow the formula of Iglewicz & Hoaglin on the uranium data of the NIST handbook", () => {
    // By hand: median 201.37, absolute deviations 0.55 0.55 0.58 0.81 1.18 1.84 2.06 44.20, MAD 0.995.
    const scores = modifiedZScores(uranium);
    expect(scores[7]).toBeCloseTo((0.6745 * 44.2) / 0.995, 6);
    expect(scores[0]).toBeCloseTo((0.6745 * -2.06) / 0.995, 6);
  });

  it("name the one outlier that the NIST handbook finds in it", () => {
    expect(outlierIndices(uranium)).toEqual([7]);
  });

  it("fall back to the mean absolute deviation when more than half of the values are equal", () => {
    // Median 10, MAD 0, mean absolute deviation 90 / 8 = 11.25.
    const scores = modifiedZScores([10, 10, 10, 10, 10, 10, 10, 100]);
    expect(scores[7]).toBeCloseTo(90 / (1.253314 * 11.25), 6);
    expect(outlierIndices([10, 10, 10, 10, 10, 10, 10, 100])).toEqual([7]);
  });

  it("name outliers below the median too", () => {
    expect(outlierIndices([50, 50.5, 49.5, 50.2, 20])).toEqual([4]);
  });

  it("are all zero when all values are equal, and none without values", () => {
    expect(modifiedZScores([3, 3, 3])).toEqual([0, 0, 0]);
    expect(modifiedZScores([])).toEqual([]);
  });

  it("do not depend on the unit", () => {
    const values = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 1000 }), (list, k) => {
        const scaled = modifiedZScores(list.map((value) => value * k));
        expect(scaled).toEqual(modifiedZScores(list).map((score) => expect.closeTo(score, 6)));
      }),
    );
  });
});
