import { expect, it } from "vitest";
import { makePlan } from "../../../src/core/benchmark/plan.ts";
import type { Report } from "../../../src/core/benchmark/report.ts";
import { roundOrder, whyStop } from "../../../src/core/benchmark/schedule.ts";
import { strategyName } from "../../../src/core/benchmark/strategy.ts";
import { sampleReport } from "../../support/sample-report.ts";

const plan = makePlan({
  sql: "SELECT 1",
  strategies: [
    { kind: "threads", lanes: 2 },
    { kind: "processes", lanes: 2 },
  ],
});

it("measures every strategy once a round, and serial twice", () => {
  for (let round = 1; round <= 20; round++) {
    const order = roundOrder(plan, plan.strategies, round);
    expect(order.map(({ strategy }) => strategyName(strategy)).sort()).toEqual([
      "processes(2)",
      "serial",
      "serial",
      "threads(2)",
    ]);
    expect(order.filter(({ isNoise }) => isNoise)).toHaveLength(1);
  }
});

it("draws another order for every round, and the same one for the same seed", () => {
  const orders = Array.from({ length: 20 }, (_, round) =>
    JSON.stringify(roundOrder(plan, plan.strategies, round)),
  );
  expect(new Set(orders).size).toBeGreaterThan(5);
  expect(JSON.stringify(roundOrder(plan, plan.strategies, 3))).toBe(orders[3]);
});

/** A report whose intervals all have this width, as a share of the factor. */
function withWidth(width: number, factor = 2): Report {
  const report = sampleReport();
  const speedup = { factor, low: factor * (1 - width / 2), high: factor * (1 + width / 2) };
  return {
    ...report,
    strategies: report.strategies.map((one) => ({ ...one, speedup })),
    noise: report.noise && { ...report.noise, factor: 1, low: 1 - width / 2, high: 1 + width / 2 },
  };
}

it("stops early by the width of the intervals, never by their sign", () => {
  for (const factor of [0.5, 1, 2]) {
    expect(whyStop(plan, 5, 0, withWidth(0.02, factor))).toBe("tight");
    expect(whyStop(plan, 5, 0, withWidth(0.2, factor))).toBeUndefined();
  }
});

it("never stops early before the least number of trials, and never goes on after the most", () => {
  expect(whyStop(plan, 4, 0, withWidth(0.01))).toBeUndefined();
  expect(whyStop(plan, 15, 0, withWidth(0.5))).toBe("maximum");
});

it("stops at the budget of the run", () => {
  expect(whyStop(plan, 2, plan.limits.runMs, withWidth(0.5))).toBe("run-budget");
});
