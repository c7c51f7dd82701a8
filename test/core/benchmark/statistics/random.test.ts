import { describe, expect, it } from "vitest";
import { seededRandom, xoshiro128StarStar } from "../../../../src/core/benchmark/statistics/random.ts";

describe("xoshiro128**", () => {
  // The vector of the rand_xoshiro crate, made with the authors' reference code.
  it("gives the reference sequence for the state 1, 2, 3, 4", () => {
    const next = xoshiro128StarStar([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });
});

describe("the seeded generator", () => {
  const first = (seed: number, count: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, random);
  };

  it("gives the same numbers for the same seed, others for another", () => {
    expect(first(42, 5)).toEqual(first(42, 5));
    expect(first(42, 5)).not.toEqual(first(43, 5));
  });

  it("stays in [0, 1) and spreads evenly, for neighbouring seeds too", () => {
    for (const seed of [0, 1, 2, 2 ** 32 - 1]) {
      const numbers = first(seed, 10_000);
      expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...numbers)).toBeLessThan(1);
      const tenths = Array.from(
        { length: 10 },
        (_, i) => numbers.filter((x) => Math.floor(x * 10) === i).length,
      );
      // Chi-squared with 9 degrees of freedom: 27.9 is its 99.9th percentile.
      const chiSquared = tenths.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
      expect(chiSquared).toBeLessThan(27.9);
    }
    const firsts = Array.from({ length: 1000 }, (_, seed) => seededRandom(seed)());
    expect(firsts.filter((x) => x < 0.5).length).toBeGreaterThan(440);
    expect(firsts.filter((x) => x < 0.5).length).toBeLessThan(560);
  });
});
