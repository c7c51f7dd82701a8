import path from "node:path";
import { expect, it } from "vitest";
import type { Progress } from "../../src/protocol/runner.ts";
import { makeDatabase, reportOf, strategies, strategyOf, useOwnRunLock } from "../support/benchmark-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
useOwnRunLock(folder);
const file = makeDatabase(path.join(folder, "read.db"), 20_000);
const everyKind = strategies("threads(2)", "threads(3)", "shared-session(3)", "processes(2)");

it("measures every strategy on the same operations and finds the same rows", async () => {
  const report = await reportOf({ file, strategies: everyKind, operations: 5 });
  expect(report.strategies.map((one) => one.strategy)).toEqual([
    "serial",
    "threads(2)",
    "threads(3)",
    "shared-session(3)",
    "processes(2)",
  ]);
  expect(report.plan.operations).toBe(6);
  expect(report.notes).toContainEqual({ note: "operations-rounded", requested: 5, operations: 6 });
  for (const one of report.strategies) {
    expect(one).toMatchObject({ outcome: "completed", operations: 6, rows: 120_000 });
    expect(one.laneDetails.map((lane) => lane.operations)).toEqual(Array(one.lanes).fill(6 / one.lanes));
    expect(one.laneDetails.every((lane) => lane.lateMs >= 0 && lane.wallMs > 0)).toBe(true);
    expect(one.timeline?.lanes).toHaveLength(one.lanes);
    expect(one.latencyMs.samples).toBe(6);
  }
});

it("times the shared session's queue apart from its work", async () => {
  const report = await reportOf({ file, strategies: strategies("shared-session(3)"), operations: 9 });
  const { phases } = strategyOf(report, "shared-session(3)");
  expect(phases?.queueMs).toBeGreaterThan(phases?.executeMs ?? Number.NaN);
  expect(strategyOf(report, "serial").phases?.queueMs).toBe(0);
});

it("keeps the rows of a fetch of all, moves them out of a shared session, and proves them equal", async () => {
  const report = await reportOf({ file, strategies: everyKind, operations: 6, fetch: "all" });
  const checksums = new Set(report.strategies.map((one) => one.checksum));
  expect(checksums.size).toBe(1);
  expect([...checksums][0]).toMatch(/^[0-9a-f]{16}$/);
  expect(strategyOf(report, "shared-session(3)").phases?.transferMs).toBeGreaterThan(0);
  expect(strategyOf(report, "threads(2)").phases?.transferMs).toBe(0);
  expect(report.verdict.causes.map(({ cause }) => cause)).not.toContain("data-changed");
});

it("draws the same parameters under every strategy", async () => {
  const report = await reportOf({
    file,
    sql: "SELECT * FROM files WHERE id % 5 = 0 AND id BETWEEN :low AND 20000",
    parameters: [{ name: "low", source: { kind: "integer", from: 1, to: 20_000 } }],
    strategies: everyKind,
    operations: 12,
    fetch: "all",
  });
  const [serial, ...others] = report.strategies;
  expect(serial?.rows).toBeGreaterThan(0);
  expect(serial?.rows).toBeLessThan(12 * 4000);
  for (const one of others) {
    expect(one.rows).toBe(serial?.rows);
    expect(one.checksum).toBe(serial?.checksum);
  }
});

it("reads points quickly once results proved small, and counts them all", async () => {
  const report = await reportOf({
    file,
    sql: "SELECT name FROM files WHERE id = ?",
    parameters: [{ name: null, source: { kind: "integer", from: 1, to: 20_000 } }],
    operations: 4000,
  });
  expect(strategyOf(report, "serial")).toMatchObject({ rows: 4000, operations: 4000 });
  expect(strategyOf(report, "threads(2)").latencyMs.p99).toBeGreaterThan(0);
});

it("stops at the row limit", async () => {
  const report = await reportOf({ file, rowLimit: 150, operations: 4 });
  expect(report.strategies.map((one) => one.rows)).toEqual([600, 600]);
});

it("says how a result was cut at the byte budget, and cuts it alike everywhere", async () => {
  const report = await reportOf({
    file,
    fetch: "all",
    strategies: everyKind,
    limits: { laneBytes: 100_000 },
  });
  const note = report.notes.find((one) => one.note === "result-cut-at-budget");
  expect(note).toMatchObject({ laneBytes: 100_000 });
  expect(new Set(report.strategies.map((one) => one.rows / one.operations)).size).toBe(1);
  expect(report.strategies[0]?.rows).toBeLessThan(20_000);
});

it("keeps to the row limit when an operation has far more rows than those of the warm-up", async () => {
  const report = await reportOf({
    file,
    sql: "SELECT * FROM files WHERE id <= ?",
    parameters: [{ name: null, source: { kind: "choice", values: [...Array(39).fill(1), 20_000] } }],
    strategies: strategies("threads(2)", "threads(10)", "shared-session(2)"),
    rowLimit: 100,
    operations: 120,
    seed: 11,
  });
  const rows = new Set(report.strategies.map((one) => one.rows));
  expect(rows.size).toBe(1);
  expect([...rows][0]).toBeGreaterThan(120);
  expect([...rows][0]).toBeLessThan(120 * 50);
});

it("keeps to the byte budget when only a few rows fit into it", async () => {
  const report = await reportOf({ file, fetch: "all", operations: 24, limits: { laneBytes: 1000 } });
  const note = report.notes.find((one) => one.note === "result-cut-at-budget");
  const rows = note?.note === "result-cut-at-budget" ? note.rows : Number.NaN;
  expect(rows).toBeLessThan(20);
  expect(report.strategies.map((one) => one.rows)).toEqual([24 * rows, 24 * rows]);
});

it("compares keeping rows with reading as many, not all", async () => {
  let most = 0;
  await reportOf({
    file,
    sql: "SELECT a.* FROM files a, files b",
    fetch: "all",
    rowLimit: 3_000_000,
    limits: { laneBytes: 100_000 },
    listener: {
      onProgress: ({ phase, operations, rows }) => {
        if (phase === "warming-up" && operations === 1) most = Math.max(most, rows);
      },
    },
  });
  expect(most).toBeLessThan(2000);
});

it("binds whole numbers as integers, as a program in any language but JavaScript does", async () => {
  const report = await reportOf({
    file,
    sql: "SELECT * FROM files WHERE name = 'folder/file-' || ? || '.jpg'",
    parameters: [{ name: null, source: { kind: "integer", from: 1, to: 20_000 } }],
    operations: 4,
  });
  expect(report.strategies.map((one) => one.rows)).toEqual([4, 4]);
});

it("reads back the settings it ran with", async () => {
  const report = await reportOf({
    file,
    session: { sqlite: { cacheSize: -2000, mmapSize: 1_048_576, busyTimeoutMs: 1234 } },
  });
  expect(report.connection).toMatchObject({
    engine: "sqlite",
    name: "read.db",
    settings: {
      journal_mode: "delete",
      synchronous: "FULL",
      cache_size: -2000,
      mmap_size: 1_048_576,
      busy_timeout: 1234,
      page_size: 4096,
    },
  });
  expect(report.environment.engineVersion).toMatch(/^3\.\d+\.\d+$/);
});

it("measures 64 lanes on the cores there are", async () => {
  const report = await reportOf({
    file,
    strategies: strategies("threads(64)", "processes(4)"),
    sql: "SELECT count(*) FROM files",
    operations: 64,
  });
  expect(strategyOf(report, "threads(64)")).toMatchObject({ outcome: "completed", operations: 64 });
}, 60_000);

it("reads a file whose path has spaces, quotes and letters of other alphabets", async () => {
  const odd = makeDatabase(path.join(folder, `It's a "База" – データ 100% #1?.db`), 10);
  const report = await reportOf({ file: odd, strategies: strategies("threads(2)", "processes(2)") });
  expect(report.strategies.map((one) => one.rows)).toEqual([20, 20, 20]);
});

it("measures an empty result and says that it is empty", async () => {
  const report = await reportOf({ file, sql: "SELECT * FROM files WHERE id < 0" });
  expect(report.notes).toContainEqual({ note: "empty-result" });
  expect(report.strategies.map((one) => one.rows)).toEqual([0, 0]);
});

it("tells its progress, and a report after every round but the last", async () => {
  const progress: Progress[] = [];
  const rounds: number[] = [];
  const report = await reportOf({
    file,
    operations: 12,
    trials: { minimum: 3, maximum: 3 },
    listener: {
      onProgress: (one) => progress.push(one),
      onRound: (one) => rounds.push(one.strategies[0]?.trialsMs.length ?? 0),
    },
  });
  expect(rounds).toEqual([1, 2]);
  expect(report.strategies[0]?.trialsMs).toHaveLength(3);
  expect(progress.some((one) => one.phase === "measuring" && one.strategy !== null && one.rows > 0)).toBe(
    true,
  );
});
