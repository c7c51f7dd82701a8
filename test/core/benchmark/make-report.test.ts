import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeReport } from "../../../src/core/benchmark/make-report.ts";
import type { Failure } from "../../../src/core/benchmark/outcome.ts";
import type { Report, StrategyReport } from "../../../src/core/benchmark/report.ts";
import { serial } from "../../../src/core/benchmark/strategy.ts";
import { measuredStrategy, sampleMeasured, samplePlan, sampleReport } from "../../support/sample-report.ts";

const threads2 = { kind: "threads", lanes: 2 } as const;
const plan = samplePlan({ strategies: [threads2] });

function reportOf(
  serialMs: readonly number[],
  parallelMs: readonly number[],
  noiseTrialsMs: readonly number[] = serialMs,
): Report {
  const strategies = [measuredStrategy(serial, serialMs), measuredStrategy(threads2, parallelMs)];
  return makeReport(plan, sampleMeasured({ strategies, noiseTrialsMs }));
}

function strategyIn(report: Report, name: string): StrategyReport {
  const found = report.strategies.find(({ strategy }) => strategy === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

describe("a report", () => {
  it("of the sample says that two threads help and why", () => {
    const { verdict } = sampleReport();
    expect(verdict).toMatchObject({ conclusion: "parallel-helps", best: "threads(2)" });
    expect(verdict.causes.map(({ cause }) => cause)).toEqual([
      "lane-cpu-bound",
      "shared-session-queues",
      "more-lanes-than-cores",
    ]);
    expect(verdict.text).toBe(
      "Parallel helps: threads(2) is 1.84 times as fast as serial (1.82 to 1.86). " +
        "The lanes of threads(2) were busy on a CPU for 98% of their time.",
    );
  });

  it("is the same for the same measurements", () => {
    expect(makeReport(samplePlan(), sampleMeasured())).toEqual(makeReport(samplePlan(), sampleMeasured()));
  });

  it("takes rates from the median", () => {
    const threads = strategyIn(reportOf([1000, 1100, 1050], [500, 600, 550]), "threads(2)");
    expect(threads.medianMs).toBe(550);
    expect(threads.operationsPerSecond).toBeCloseTo(6 / 0.55, 9);
    expect(threads.rowsPerSecond).toBeCloseTo(3_000_000 / 0.55, 3);
  });

  it("compares serial with itself as 1, 1, 1", () => {
    expect(strategyIn(reportOf([10, 11, 12], [5, 6, 7]), "serial").speedup).toEqual({
      factor: 1,
      low: 1,
      high: 1,
    });
  });

  it("names outliers and keeps them among the trials", () => {
    const report = reportOf([100, 101, 99, 100.5, 180], [50, 51, 49, 50.5, 50.2]);
    expect(strategyIn(report, "serial").outliers).toEqual([4]);
    expect(strategyIn(report, "serial").trialsMs).toContain(180);
    expect(report.notes).toContainEqual({ note: "outliers", strategy: "serial", trials: [4] });
  });

  it("measures fairness as the slowest lane's rate over the fastest lane's, over all trials", () => {
    const one = measuredStrategy(threads2, [100]);
    const lanes = one.trials[0]?.lanes.map((lane, i) => ({
      ...lane,
      operations: 3,
      wallMs: i === 0 ? 100 : 80,
    }));
    const trial = { ...one.trials[0], lanes } as (typeof one.trials)[number];
    const measured = sampleMeasured({
      strategies: [measuredStrategy(serial, [200]), { ...one, trials: [trial] }],
    });
    expect(strategyIn(makeReport(plan, measured), "threads(2)").fairness).toBeCloseTo(0.8, 12);
  });

  it("shows the lanes of the trial that the timeline draws", () => {
    const report = reportOf([100, 110, 105], [50, 58, 54]);
    const { timeline, laneDetails, trialsMs } = strategyIn(report, "threads(2)");
    expect(timeline?.trial).toBe(2);
    expect(laneDetails[0]?.wallMs).toBe(trialsMs[2]);
  });
});

describe("a report of too few trials", () => {
  it("has no figures without a trial", () => {
    const report = reportOf([], []);
    expect(strategyIn(report, "threads(2)")).toMatchObject({
      medianMs: null,
      intervalMs: null,
      rowsPerSecond: null,
      speedup: null,
      phases: null,
      laneDetails: [],
      fairness: null,
      timeline: null,
    });
    expect(report.noise).toBeNull();
    expect(report.verdict).toMatchObject({ conclusion: "cannot-judge", factor: null, interval: null });
  });

  it.each([1, 2])("has medians but no interval after %i trials", (trials) => {
    const report = reportOf(Array(trials).fill(100), Array(trials).fill(50));
    expect(strategyIn(report, "threads(2)")).toMatchObject({ medianMs: 50, intervalMs: null, speedup: null });
    expect(report.verdict.text).toBe(
      "This cannot be judged: at least 3 finished trials of each strategy are needed.",
    );
  });

  it("judges nothing as long as the A/A pair is not measured", () => {
    const report = reportOf([100, 101, 99], [50, 51, 49], []);
    expect(report.noise).toBeNull();
    expect(report.verdict).toMatchObject({ conclusion: "cannot-judge", factor: 2 });
  });
});

describe("a report of a run that did not complete", () => {
  const failure: Failure = { reason: "lane-crashed", detail: "out of memory", data: { lane: 2 } };

  it("keeps the trials of a strategy that failed, but does not call it the best", () => {
    const strategies = [
      measuredStrategy(serial, [100, 101, 99]),
      measuredStrategy(threads2, [50, 51, 49], { failure, droppedTrials: 1 }),
    ];
    const report = makeReport(plan, sampleMeasured({ strategies, noiseTrialsMs: [100, 101, 99] }));
    expect(strategyIn(report, "threads(2)")).toMatchObject({
      outcome: "failed",
      reason: "lane-crashed",
      detail: "out of memory",
      trialsMs: [50, 51, 49],
      medianMs: 50,
    });
    expect(strategyIn(report, "serial").outcome).toBe("completed");
    expect(report.notes).toContainEqual({ note: "trials-dropped", strategy: "threads(2)", trials: 1 });
    expect(report.verdict).toMatchObject({
      conclusion: "cannot-judge",
      text: "This cannot be judged: threads(2) failed.",
    });
  });

  it("still judges a cancelled run by the trials that it finished", () => {
    const strategies = [measuredStrategy(serial, [100, 101, 99]), measuredStrategy(threads2, [50, 51, 49])];
    const noiseTrialsMs = [100, 101, 99];
    const report = makeReport(plan, sampleMeasured({ strategies, noiseTrialsMs, outcome: "cancelled" }));
    expect(report.strategies.map(({ outcome }) => outcome)).toEqual(["cancelled", "cancelled"]);
    expect(report.verdict.conclusion).toBe("parallel-helps");
  });

  it("gives every strategy the reason when the run failed before any of them", () => {
    const strategies = [measuredStrategy(serial, []), measuredStrategy(threads2, [])];
    const missing: Failure = { reason: "file-missing", detail: "ENOENT", data: {} };
    const report = makeReport(plan, sampleMeasured({ strategies, outcome: "failed", failure: missing }));
    expect(report.strategies.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["failed", "file-missing"],
      ["failed", "file-missing"],
    ]);
    expect(report.failure).toEqual(missing);
  });

  it("does not blame the strategies that another one's failure stopped", () => {
    const strategies = [measuredStrategy(serial, []), measuredStrategy(threads2, [], { failure })];
    const report = makeReport(plan, sampleMeasured({ strategies, outcome: "failed", failure }));
    expect(report.strategies.map(({ outcome }) => outcome)).toEqual(["cancelled", "failed"]);
  });
});

describe("the factors of a report", () => {
  const trials = fc.array(fc.double({ min: 10, max: 1000, noNaN: true }), { minLength: 3, maxLength: 9 });

  it("do not depend on the unit of time", () => {
    fc.assert(
      fc.property(trials, trials, fc.double({ min: 1, max: 100, noNaN: true }), (a, b, k) => {
        const scaled = (values: readonly number[]) => values.map((value) => value * k);
        const one = strategyIn(reportOf(a, b), "threads(2)").speedup;
        const other = strategyIn(reportOf(scaled(a), scaled(b)), "threads(2)").speedup;
        for (const part of ["factor", "low", "high"] as const) {
          expect((other?.[part] ?? 0) / (one?.[part] ?? 0)).toBeCloseTo(1, 9);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("invert when serial and parallel change places", () => {
    fc.assert(
      fc.property(trials, trials, (a, b) => {
        const one = strategyIn(reportOf(a, b), "threads(2)").speedup;
        const other = strategyIn(reportOf(b, a), "threads(2)").speedup;
        expect((one?.factor ?? 0) * (other?.factor ?? 0)).toBeCloseTo(1, 9);
      }),
      { numRuns: 15 },
    );
  });

  it("lie within their interval", () => {
    fc.assert(
      fc.property(trials, trials, (a, b) => {
        const speedup = strategyIn(reportOf(a, b), "threads(2)").speedup;
        expect(speedup?.low).toBeLessThanOrEqual((speedup?.factor ?? 0) * (1 + 1e-9));
        expect(speedup?.high).toBeGreaterThanOrEqual((speedup?.factor ?? 0) * (1 - 1e-9));
      }),
      { numRuns: 15 },
    );
  });
});

describe("the notes of a report", () => {
  it("tell what a reader must know", () => {
    const measured = sampleMeasured({ stoppedByRunBudget: true, cutAtRows: 12_345 });
    const environment = { ...measured.environment, loadBefore: 1.7, threadCpu: false };
    const { notes } = makeReport({ ...samplePlan(), requestedOperations: 5 }, { ...measured, environment });
    expect(notes.map(({ note }) => note)).toEqual([
      "result-cut-at-budget",
      "stopped-by-run-budget",
      "busy-machine",
      "outliers",
      "outliers",
      "operations-rounded",
      "thread-cpu-unknown",
      "parity",
    ]);
  });

  it("tell of settings that differ from Python's, and only of those", () => {
    const measured = sampleMeasured();
    const settings = { cache_size: -2000, synchronous: 1 };
    const { notes } = makeReport(samplePlan(), {
      ...measured,
      connection: { ...measured.connection, settings },
    });
    expect(notes.filter(({ note }) => note === "parity")).toEqual([
      { note: "parity", setting: "synchronous", here: "NORMAL", python: "FULL" },
    ]);
  });

  it("tell of a query without rows", () => {
    const strategies = [measuredStrategy(serial, [10, 11, 12]), measuredStrategy(threads2, [5, 6, 7])];
    const empty = strategies.map((one) => ({ ...one, trials: one.trials.map((t) => ({ ...t, rows: 0 })) }));
    const report = makeReport(plan, sampleMeasured({ strategies: empty }));
    expect(report.notes).toContainEqual({ note: "empty-result" });
  });
});
