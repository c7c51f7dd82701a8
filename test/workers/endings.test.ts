import { fork } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { bindParameters } from "../../src/core/benchmark/parameters.ts";
import { forkRunner } from "../../src/node/fork-runner.ts";
import {
  commandLine,
  descendants,
  ENDLESS,
  lanewiseProcesses,
  makeDatabase,
  makeJob,
  runnerFile,
  runOn,
  strategies,
  strategyOf,
  until,
  useOwnRunLock,
} from "../support/benchmark-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
useOwnRunLock(folder);
const file = makeDatabase(path.join(folder, "endings.db"), 50_000);
const many = { minimum: 50, maximum: 50 };

/** Aborts once a round is finished and the next has begun. */
function cancelAfterFirstRound() {
  const cancel = new AbortController();
  return { signal: cancel.signal, listener: { onRound: () => void setTimeout(() => cancel.abort(), 20) } };
}

it("cancels between rows and keeps the finished trials", async () => {
  const outcome = await runOn({ file, operations: 12, trials: many, ...cancelAfterFirstRound() });
  expect(outcome.status).toBe("cancelled");
  if (outcome.status !== "cancelled") return;
  expect(outcome.report?.outcome).toBe("cancelled");
  const serial = strategyOf(outcome.report, "serial");
  expect(serial.trialsMs.length).toBeGreaterThanOrEqual(1);
  expect(serial.trialsMs.length).toBeLessThan(50);
  expect(descendants()).toEqual([]);
});

it.each([
  ["a thread", "threads(2)"],
  ["a lane process", "processes(2)"],
  ["a shared session", "shared-session(2)"],
])("ends within two seconds of a cancel inside a statement of %s, and leaves no process", async (_, name) => {
  const wal = makeDatabase(path.join(folder, `${name}.db`), 10, "wal");
  const cancel = new AbortController();
  let cancelledAt = Number.NaN;
  const outcome = await runOn({
    file: wal,
    sql: ENDLESS,
    strategies: strategies(name),
    signal: cancel.signal,
    listener: {
      onProgress: ({ elapsedMs, phase }) => {
        if (phase !== "warming-up" || elapsedMs < 500 || cancel.signal.aborted) return;
        cancelledAt = performance.now();
        cancel.abort();
      },
    },
  });
  expect(outcome.status).toBe("cancelled");
  expect(performance.now() - cancelledAt).toBeLessThan(2000);
  await until(() => !existsSync(`${wal}-shm`) && !existsSync(`${wal}-wal`), "side files are gone");
  await until(() => descendants().length === 0, "no process is left", 2000);
});

it("ends a trial that takes longer than its limit as timed-out", async () => {
  const outcome = await runOn({ file, sql: ENDLESS, limits: { trialMs: 300 } });
  expect(outcome).toMatchObject({
    status: "failed",
    failure: { reason: "timed-out", data: { limitMs: 300 } },
  });
  await until(() => descendants().length === 0, "no process is left", 2000);
});

it("counts the trial that was cut short, and keeps the ones before", async () => {
  const outcome = await runOn({ file, operations: 12, trials: many, ...cancelAfterFirstRound() });
  const report = outcome.status === "cancelled" ? outcome.report : null;
  const dropped = report?.strategies.reduce((total, one) => total + one.droppedTrials, 0);
  expect(dropped).toBeLessThanOrEqual(1);
  for (const one of report?.strategies ?? []) expect(one.trialsMs.every((ms) => ms > 0)).toBe(true);
});

it("measures the other strategies when a lane process is killed", async () => {
  let killed = false;
  const outcome = await runOn({
    file,
    strategies: strategies("threads(2)", "processes(2)"),
    operations: 8,
    trials: { minimum: 2, maximum: 2 },
    listener: {
      onProgress: ({ strategy }) => {
        if (killed || strategy !== "processes(2)") return;
        const [lane] = lanewiseProcesses("lane-process.js");
        if (lane) process.kill(lane, "SIGKILL");
        killed = lane !== undefined;
      },
    },
  });
  expect(killed).toBe(true);
  expect(outcome.status).toBe("completed");
  const report = outcome.report;
  expect(strategyOf(report, "processes(2)")).toMatchObject({ outcome: "failed", reason: "lane-crashed" });
  expect(strategyOf(report, "processes(2)").detail).toContain("SIGKILL");
  expect(strategyOf(report, "threads(2)")).toMatchObject({ outcome: "completed" });
  expect(strategyOf(report, "threads(2)").trialsMs).toHaveLength(2);
});

it("does not wait for a long statement of a lane process whose neighbour was killed", async () => {
  const size = { name: null, source: { kind: "choice", values: [4_000_000, 1e12] } } as const;
  const isShortThenEndless = (seed: number) =>
    [0, 1].every((k) => (bindParameters([size], seed)(k) as number[])[0] === size.source.values[k]);
  let killed: Promise<void> | undefined;
  const outcome = await runOn({
    file,
    sql: ENDLESS.replace("FROM n)", "FROM n WHERE i < ?)"),
    parameters: [size],
    seed: Array.from({ length: 100 }, (_, seed) => seed).find(isShortThenEndless) ?? Number.NaN,
    strategies: strategies("processes(2)"),
    limits: { trialMs: 5000 },
    listener: {
      onProgress: ({ strategy }) => {
        if (strategy !== "processes(2)") return;
        killed ??= new Promise((resolve) => {
          setTimeout(() => {
            const first = Math.min(...lanewiseProcesses("lane-process.js"));
            process.kill(first, "SIGKILL");
            resolve();
          }, 300);
        });
      },
    },
  });
  await killed;
  // The serial trial after it does not end in time, which ends the run.
  expect(strategyOf(outcome.report, "processes(2)")).toMatchObject({
    outcome: "failed",
    reason: "lane-crashed",
  });
});

it("ends in an outcome when a lane runs out of memory", async () => {
  const outcome = await runOn({
    file,
    sql: "SELECT a.*, b.name FROM files a, files b",
    fetch: "all",
    limits: { laneHeapMb: 24, laneBytes: 1e12 },
  });
  expect(outcome).toMatchObject({ status: "failed", failure: { reason: "lane-crashed" } });
  expect(outcome.status === "failed" && outcome.failure.detail).toMatch(/memory/i);
  expect(descendants()).toEqual([]);
});

it("stops a result of gigabytes at the budget of a lane", async () => {
  const outcome = await runOn({
    file,
    sql: "SELECT a.*, b.name FROM files a, files b",
    fetch: "all",
    limits: { laneBytes: 2_000_000 },
  });
  expect(outcome.status).toBe("completed");
  expect(outcome.report?.notes.map(({ note }) => note)).toContain("result-cut-at-budget");
});

it("keeps the finished trials when the runner is killed, and says what killed it", async () => {
  const outcome = await runOn({
    file,
    strategies: strategies("threads(2)", "processes(2)"),
    operations: 4,
    trials: many,
    listener: {
      onRound: () => {
        const [runner] = lanewiseProcesses("bench-runner.js");
        if (runner) process.kill(runner, "SIGKILL");
      },
    },
  });
  expect(outcome).toMatchObject({
    status: "failed",
    failure: { reason: "runner-crashed", detail: "SIGKILL" },
    report: { outcome: "failed", failure: { reason: "runner-crashed" } },
  });
  expect(strategyOf(outcome.report, "serial").trialsMs).toHaveLength(1);
  await until(() => descendants().length === 0, "no process is left", 2000);
});

it("ends runner and lanes when the host dies inside a statement, and leaves no side file", async () => {
  const wal = makeDatabase(path.join(folder, "host.db"), 10, "wal");
  const host = path.join(folder, "host.cjs");
  const job = makeJob({ file: wal, sql: ENDLESS, strategies: strategies("processes(2)") });
  const order = { type: "start-run", job, sideFiles: { file: wal, hadWal: false, hadShm: false } };
  writeFileSync(
    host,
    `const { fork } = require("node:child_process");
     const runner = fork(${JSON.stringify(runnerFile)}, [], { serialization: "advanced" });
     runner.send(${JSON.stringify(order)});
     runner.on("message", ({ progress }) => process.send(progress?.phase ?? "other"));`,
  );
  const child = fork(host, [], { execArgv: [] });
  await new Promise<void>((resolve) => {
    child.on("message", (phase) => phase === "warming-up" && resolve());
  });
  const ours = descendants(child.pid);
  expect(ours.length).toBeGreaterThanOrEqual(1);
  child.kill("SIGKILL");
  // One that ended has no command line, whether or not somebody has already asked for its exit code.
  await until(() => ours.every((pid) => commandLine(pid) === ""), "runner and lanes are gone", 2000);
  await until(() => !existsSync(`${wal}-shm`) && !existsSync(`${wal}-wal`), "side files are gone");
});

it("leaves signals to its host, whose cancel they become", async () => {
  const cancel = new AbortController();
  const outcome = await runOn({
    file,
    operations: 12,
    strategies: strategies("processes(2)"),
    trials: many,
    signal: cancel.signal,
    listener: {
      onRound: () => {
        for (const pid of descendants()) process.kill(pid, "SIGINT");
        setTimeout(() => cancel.abort(), 50);
      },
    },
  });
  expect(outcome).toMatchObject({ status: "cancelled", report: { outcome: "cancelled" } });
  const dropped = outcome.report?.strategies.reduce((total, one) => total + one.droppedTrials, 0);
  expect(dropped).toBeLessThanOrEqual(1);
});

it("gives up on a runner that does not answer a cancel", async () => {
  const deaf = path.join(folder, "deaf.cjs");
  writeFileSync(
    deaf,
    `process.on("message", () => {}); process.on("disconnect", () => {}); setInterval(() => {}, 1e6);`,
  );
  const outcome = await forkRunner({ file: deaf, graceMs: 100 })(
    makeJob({ file }),
    {},
    AbortSignal.timeout(200),
  );
  expect(outcome).toEqual({ status: "cancelled", report: null });
});

it("turns a runner that cannot start into an outcome, with its own words", async () => {
  const broken = path.join(folder, "broken.cjs");
  writeFileSync(broken, `throw new Error("boom");`);
  const outcome = await forkRunner({ file: broken })(makeJob({ file }), {}, new AbortController().signal);
  expect(outcome).toMatchObject({ status: "failed", failure: { reason: "runner-crashed" }, report: null });
  expect(outcome.status === "failed" && outcome.failure.detail).toContain("boom");
});

it("says when the run's budget ended it", async () => {
  const outcome = await runOn({ file, operations: 4, trials: many, limits: { runMs: 400 } });
  expect(outcome.status).toBe("completed");
  expect(outcome.report?.notes.map(({ note }) => note)).toContain("stopped-by-run-budget");
});

it("starts no warm-up after the run's time", async () => {
  const seen = new Set<string | null>();
  const outcome = await runOn({
    file,
    sql: ENDLESS.replace("FROM n)", "FROM n WHERE i < 12000000)"),
    strategies: strategies("threads(2)", "shared-session(2)"),
    limits: { runMs: 600 },
    listener: { onProgress: ({ strategy }) => seen.add(strategy) },
  });
  expect(outcome.report?.notes.map(({ note }) => note)).toContain("stopped-by-run-budget");
  expect(seen).toContain("serial");
  expect(seen).not.toContain("threads(2)");
});
