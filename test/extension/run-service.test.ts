import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/extension/run-service.ts";
import { sampleReport } from "../support/sample-report.ts";
import { aJob, aProgress, fakeRunner, fakeRuns } from "./fakes.ts";

function started(graceMs?: number) {
  const runner = fakeRunner();
  const runs = fakeRuns(runner, graceMs);
  const events: RunEvent[] = [];
  runs.events.add((event) => events.push(event));
  const outcome = runs.start(aJob());
  if (!outcome) throw new Error("The run was refused.");
  const ends = () => events.filter(({ type }) => type === "run-finished").length;
  return { runner, runs, events, outcome, ends };
}

describe("RunService", () => {
  it("ends with what the runner found out", async () => {
    const { runner, runs, outcome, ends } = started();
    const report = sampleReport();
    runner.finish({ status: "completed", report });
    expect(await outcome).toEqual({ status: "completed", report });
    expect(runs.current).toBeUndefined();
    expect(ends()).toBe(1);
  });

  it("turns a runner that throws into a failed run that keeps the finished rounds", async () => {
    const { runner, outcome, ends } = started();
    const report = sampleReport();
    runner.listener().onRound?.(report);
    runner.crash(new Error("spawn ENOENT"));
    expect(await outcome).toMatchObject({
      status: "failed",
      failure: { reason: "runner-crashed", detail: "spawn ENOENT" },
      report: { id: report.id, outcome: "failed", failure: { reason: "runner-crashed" } },
    });
    expect(ends()).toBe(1);
  });

  it("asks the runner to cancel, once, and takes its answer", async () => {
    const { runner, runs, events, outcome, ends } = started();
    runs.cancel();
    runs.cancel();
    expect(runner.signal().aborted).toBe(true);
    expect(runs.current?.cancelling).toBe(true);
    runner.finish({ status: "cancelled", report: null });
    expect(await outcome).toEqual({ status: "cancelled", report: null });
    expect(events.filter(({ type }) => type === "run-cancelling")).toHaveLength(1);
    expect(ends()).toBe(1);
  });

  it("ends a cancelled run whose runner is deaf, with the rounds it had finished", async () => {
    const { runner, runs, outcome, ends } = started(20);
    const report = sampleReport();
    runner.listener().onRound?.(report);
    runs.cancel();
    expect(await outcome).toEqual({ status: "cancelled", report: { ...report, outcome: "cancelled" } });
    runner.finish({ status: "completed", report });
    await Promise.resolve();
    expect(ends()).toBe(1);
  });

  it("refuses a second run, and starts it when the first has ended", async () => {
    const { runner, runs, outcome } = started();
    expect(runs.start(aJob())).toBeUndefined();
    expect(runner.jobs).toHaveLength(1);
    runner.finish({ status: "cancelled", report: null });
    await outcome;
    expect(runs.start(aJob())).toBeDefined();
  });

  it("passes on progress and drops what comes after the end", async () => {
    const { runner, runs, events, outcome } = started();
    const { onProgress } = runner.listener();
    onProgress?.(aProgress({ trialsDone: 4 }));
    expect(runs.current?.progress.trialsDone).toBe(4);
    runner.finish({ status: "cancelled", report: null });
    await outcome;
    onProgress?.(aProgress({ trialsDone: 5 }));
    expect(events.map(({ type }) => type)).toEqual(["run-started", "progress", "run-finished"]);
  });

  it("tells all listeners although one of them throws", async () => {
    const { runner, runs, outcome } = started();
    runs.events.add(() => {
      throw new Error("a broken listener");
    });
    let heard = 0;
    runs.events.add(() => {
      heard++;
    });
    runner.finish({ status: "cancelled", report: null });
    await outcome;
    expect(heard).toBe(1);
  });

  it("cancels the run when the window closes", () => {
    const { runner, runs } = started();
    runs.dispose();
    expect(runner.signal().aborted).toBe(true);
  });
});
