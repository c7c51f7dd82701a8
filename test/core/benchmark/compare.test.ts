import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareReports } from "../../../src/core/benchmark/compare.ts";
import { makeReport } from "../../../src/core/benchmark/make-report.ts";
import type { PlanRequest } from "../../../src/core/benchmark/plan.ts";
import type { Report } from "../../../src/core/benchmark/report.ts";
import { serial } from "../../../src/core/benchmark/strategy.ts";
import { noisyReport } from "../../support/noisy-trials.ts";
import { measuredStrategy, sampleMeasured, samplePlan, sampleReport } from "../../support/sample-report.ts";
import { around } from "../../support/verdict-case.ts";

const threads2 = { kind: "threads", lanes: 2 } as const;

/** Serial at 1000 ms, two threads at the given time; every trial within ±1 %. */
function reportOf(threadsMs: number, request: Partial<PlanRequest> = {}, trials = 5): Report {
  const walls = (ms: number) => around(ms).slice(0, trials);
  return makeReport(
    samplePlan({ strategies: [threads2], ...request }),
    sampleMeasured({
      strategies: [measuredStrategy(serial, walls(1000)), measuredStrategy(threads2, walls(threadsMs))],
      noiseTrialsMs: walls(1000),
    }),
  );
}

describe("a comparison", () => {
  it("of a report with itself shows no difference", () => {
    const comparison = compareReports(sampleReport(), sampleReport());
    expect(comparison).toMatchObject({ schema: "lanewise-comparison/1", conclusion: "no-difference" });
    expect(comparison.strategies.map(({ factor }) => factor)).toEqual([1, 1, 1, 1, 1]);
    expect(comparison.text).toMatch(/^No difference that can be shown; .* beyond [45]%\.$/);
  });

  it("is a regression as soon as one strategy is proved slower, and says which and how much", () => {
    const comparison = compareReports(reportOf(500), reportOf(625));
    expect(comparison.conclusion).toBe("regression");
    expect(comparison.strategies[1]).toMatchObject({ strategy: "threads(2)", factor: 0.8 });
    expect(comparison.text).toMatch(
      /^Regression: threads\(2\) takes 1\.25 times as long as in the baseline \(1\.2\d to 1\.2\d\)\.$/,
    );
  });

  it("is an improvement when some strategy is proved faster and none slower", () => {
    const comparison = compareReports(reportOf(500), reportOf(400));
    expect(comparison.conclusion).toBe("improvement");
    expect(comparison.text).toContain("Improvement: threads(2) is 1.25 times as fast as in the baseline");
  });

  it("is a regression when one strategy got faster and another slower, and tells both", () => {
    const report = reportOf(400);
    const slowSerial = measuredStrategy(serial, around(1500));
    const mixed = makeReport(
      samplePlan({ strategies: [threads2] }),
      sampleMeasured({
        strategies: [slowSerial, measuredStrategy(threads2, around(400))],
        noiseTrialsMs: around(1500),
      }),
    );
    const comparison = compareReports(reportOf(500), mixed);
    expect(comparison.conclusion).toBe("regression");
    expect(comparison.text).toContain("Regression: serial takes 1.50 times as long");
    expect(comparison.text).toContain("threads(2) is 1.25 times as fast");
    expect(report.strategies).toHaveLength(2);
  });

  it("does not call a difference within the noise of either run", () => {
    const restless = {
      ...reportOf(540),
      noise: { strategy: "serial", factor: 1, low: 0.85, high: 1.1, trialsMs: [] },
    } as const;
    expect(compareReports(reportOf(500), reportOf(540)).conclusion).toBe("regression");
    expect(compareReports(reportOf(500), restless).conclusion).toBe("no-difference");
  });

  it("tells what else was different between the runs", () => {
    const before = reportOf(500);
    const report: Report = {
      ...before,
      environment: { ...before.environment, node: "22.17.0", cpuModel: "Other" },
    };
    expect(compareReports(before, report).text).toContain("machine, Node changed between the two runs");
    const older: Report = { ...before, environment: { ...before.environment, cpuModel: "" } };
    expect(compareReports(older, before).text).not.toContain("machine");
  });

  it("inverts its factors when the reports change places", () => {
    const time = fc.integer({ min: 100, max: 2000 });
    fc.assert(
      fc.property(time, time, (a, b) => {
        const there = compareReports(reportOf(a), reportOf(b)).strategies[1]?.factor ?? 0;
        const back = compareReports(reportOf(b), reportOf(a)).strategies[1]?.factor ?? 0;
        expect(there * back).toBeCloseTo(1, 9);
      }),
      { numRuns: 15 },
    );
  });

  it("calls at most 2 of 100 pairs of equal noisy runs different, and finds a true factor of 0.7", {
    timeout: 60_000,
  }, () => {
    let claims = 0;
    let found = 0;
    const equal = { factors: [1, 1, 1, 1], trials: 5, noise: 0.03, outliers: 0.04 };
    for (let seed = 1; seed <= 100; seed++) {
      const baseline = noisyReport({ ...equal, seed });
      if (
        compareReports(baseline, noisyReport({ ...equal, seed: seed + 1000 })).conclusion !== "no-difference"
      )
        claims++;
      if (seed > 40) continue;
      const slower = noisyReport({ seed: seed + 2000, factors: [0.7, 1, 1, 1], trials: 5, noise: 0.03 });
      const quiet = noisyReport({ seed: seed + 3000, factors: [1, 1, 1, 1], trials: 5, noise: 0.03 });
      if (compareReports(quiet, slower).conclusion === "regression") found++;
    }
    expect(claims).toBeLessThanOrEqual(2);
    expect(found).toBeGreaterThanOrEqual(39);
  });
});

describe("reports are not comparable", () => {
  const parameter = { name: null, source: { kind: "integer", from: 1, to: 9 } } as const;

  it.each([
    ["when the SQL differs", reportOf(500, { sql: "SELECT 1" }), "different SQL"],
    [
      "when the rows are fetched differently",
      reportOf(500, { fetch: "all" }),
      'fetched "stream", the report "all"',
    ],
    [
      "when the parameters differ",
      reportOf(500, { parameters: [parameter] }),
      "parameters of the query differ",
    ],
    ["when the row limit differs", reportOf(500, { rowLimit: 10 }), "was none in the baseline and is 10"],
    [
      "when the operations differ",
      reportOf(500, { operations: 12 }),
      "6 operations per trial in the baseline, 12",
    ],
    ["with fewer than 5 trials", reportOf(500, {}, 4), "at least 5 trials"],
  ])("%s", (_, report, reason) => {
    const comparison = compareReports(reportOf(500), report);
    expect(comparison).toMatchObject({ conclusion: "not-comparable", strategies: [] });
    expect(comparison.text).toMatch(/^Not comparable: /);
    expect(comparison.text).toContain(reason);
  });

  it("without a common strategy", () => {
    const report = reportOf(500);
    const other = {
      ...report,
      strategies: report.strategies.map((one) => ({ ...one, strategy: `x-${one.strategy}` })),
    };
    expect(compareReports(report, other).text).toContain("no strategy in common");
  });

  it("without the noise of both", () => {
    expect(compareReports(reportOf(500), { ...reportOf(500), noise: null }).text).toContain(
      "lacks its noise",
    );
  });
});
