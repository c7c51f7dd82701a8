import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatFactor,
  formatRate,
  formatShare,
} from "../../../src/core/text/format-number.ts";

describe("durations", () => {
  it.each([
    [0, "0 ms"],
    [0.0004, "under 0.001 ms"],
    [0.0421, "0.0421 ms"],
    [0.5, "0.500 ms"],
    [5, "5 ms"],
    [50.04, "50.0 ms"],
    [4.2, "4.20 ms"],
    [12.34, "12.3 ms"],
    [99.96, "100 ms"],
    [812.4, "812 ms"],
    [999.4, "999 ms"],
    [999.6, "1.00 s"],
    [1234, "1.23 s"],
    [59_990, "60.0 s"],
    [60_000, "1 min"],
    [125_400, "2 min 5 s"],
    [3_599_600, "1 h"],
    [7_500_000, "2 h 5 min"],
  ])("%d ms read as %s", (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});

describe("other numbers", () => {
  it("keep what matters of a factor", () => {
    expect([0.0312, 0.5, 1, 1.816, 9.994, 12.34, 123.4].map(formatFactor)).toEqual([
      "0.0312",
      "0.50",
      "1.00",
      "1.82",
      "9.99",
      "12.3",
      "123",
    ]);
  });

  it("separate thousands", () => {
    expect([0, 999, 1000, 3_000_000, 1234.6].map(formatCount)).toEqual([
      "0",
      "999",
      "1,000",
      "3,000,000",
      "1,235",
    ]);
  });

  it("give rates whole when they are large", () => {
    expect([4.9891, 99.2, 4_590_876.4].map(formatRate)).toEqual(["4.99", "99.2", "4,590,876"]);
  });

  it("give shares in percent", () => {
    expect([0, 0.004, 0.02, 0.966, 1].map(formatShare)).toEqual(["0%", "0.400%", "2%", "97%", "100%"]);
  });

  it("give bytes in powers of 1024", () => {
    expect([0, 1000, 1536, 128 * 2 ** 20, 3 * 2 ** 40].map(formatBytes)).toEqual([
      "0 bytes",
      "1000 bytes",
      "1.50 kB",
      "128 MB",
      "3 TB",
    ]);
  });
});
