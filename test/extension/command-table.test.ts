import { describe, expect, it } from "vitest";
import { sampleReport } from "../support/sample-report.ts";
import { fakeWindow } from "./fake-window.ts";
import { christmas } from "./fakes.ts";

const stored = { profiles: [christmas] };
const older = sampleReport({ id: "20260701T081500Z-1a2b3c", startedAt: "2026-07-01T08:15:00.000Z" });
const newer = sampleReport({ id: "20260702T081500Z-1a2b3c", startedAt: "2026-07-02T08:15:00.000Z" });

function sqlEditor(text: string) {
  return { languageId: "sql", text, from: 0, to: 0 };
}

describe("Run Benchmark…", () => {
  it("runs what was chosen, completed by the settings, and offers it the next time", async () => {
    const { commands, runner, memory } = fakeWindow({ stored, typed: ["SELECT 1", "2, 3"] });
    void commands["lanewise.runBenchmark"]();
    await expect.poll(() => runner.jobs.length).toBe(1);
    const [job] = runner.jobs;
    expect(job).toMatchObject({ profile: christmas, whenBusy: "wait", lanewise: "0.1.0" });
    expect(job?.plan).toMatchObject({
      workload: { sql: "SELECT 1", fetch: "stream", parameters: [] },
      requestedOperations: 6,
      seed: 1,
      trials: { minimum: 5, maximum: 15 },
    });
    expect(job?.plan.strategies).toEqual([
      { kind: "serial" },
      { kind: "threads", lanes: 2 },
      { kind: "threads", lanes: 3 },
      { kind: "processes", lanes: 2 },
      { kind: "processes", lanes: 3 },
    ]);
    expect(memory.choices).toMatchObject({ sql: "SELECT 1", lanes: [2, 3] });
  });

  it("draws parameters as the user wrote them, and runs the operations that were asked for", async () => {
    const { commands, runner } = fakeWindow({
      stored,
      typed: ["SELECT * FROM files WHERE id = :id", "1..500", "1000", "2"],
    });
    void commands["lanewise.runBenchmark"]();
    await expect.poll(() => runner.jobs.length).toBe(1);
    expect(runner.jobs[0]?.plan).toMatchObject({
      requestedOperations: 1000,
      workload: { parameters: [{ name: "id", source: { kind: "integer", from: 1, to: 500 } }] },
    });
  });

  it("starts nothing when it is abandoned, also while a database is asked for", async () => {
    const { commands, runner, memory } = fakeWindow({ stored, typed: ["SELECT 1"] });
    await commands["lanewise.runBenchmark"]();
    expect(memory.choices).toEqual({});
    const withoutDatabase = fakeWindow({ typed: ["SELECT 1", "2"] });
    await withoutDatabase.commands["lanewise.runBenchmark"]();
    expect([...runner.jobs, ...withoutDatabase.runner.jobs]).toEqual([]);
  });

  it("is refused in an untrusted workspace before anything is asked", async () => {
    const { commands, dialogs, runner } = fakeWindow({ stored, isTrusted: false, typed: ["SELECT 1", "2"] });
    await commands["lanewise.runBenchmark"]();
    expect(dialogs.said).toMatchObject([{ choices: ["Manage Workspace Trust"] }]);
    expect(runner.jobs).toEqual([]);
  });
});

describe("Benchmark Selected SQL", () => {
  it("runs the statement with the settings' lanes and strategies", async () => {
    const { commands, runner, memory } = fakeWindow({ stored, editor: sqlEditor("SELECT 2;") });
    void commands["lanewise.benchmarkSelectedSql"]();
    await expect.poll(() => runner.jobs.length).toBe(1);
    expect(runner.jobs[0]?.plan.workload.sql).toBe("SELECT 2");
    expect(runner.jobs[0]?.plan.strategies).toHaveLength(5);
    expect(memory.choices.sql).toBe("SELECT 2");
  });

  it("asks for the values of placeholders first", async () => {
    const { commands, runner } = fakeWindow({
      stored,
      editor: sqlEditor("SELECT ?"),
      typed: ["1..9", "500"],
    });
    void commands["lanewise.benchmarkSelectedSql"]();
    await expect.poll(() => runner.jobs.length).toBe(1);
    expect(runner.jobs[0]?.plan).toMatchObject({
      requestedOperations: 500,
      workload: { parameters: [{ name: null, source: { kind: "integer", from: 1, to: 9 } }] },
    });
  });

  it("says what to select, or to open a database", async () => {
    const nothing = fakeWindow({ stored });
    await nothing.commands["lanewise.benchmarkSelectedSql"]();
    expect(nothing.dialogs.said[0]?.text).toContain("Open a file");
    const withoutDatabase = fakeWindow({ editor: sqlEditor("SELECT 1") });
    await withoutDatabase.commands["lanewise.benchmarkSelectedSql"]();
    expect(withoutDatabase.dialogs.said).toMatchObject([{ choices: ["Open SQLite Database…"] }]);
  });
});

describe("Cancel Benchmark", () => {
  it("cancels the run, and says when there is none", async () => {
    const { commands, runner, dialogs } = fakeWindow({ stored, editor: sqlEditor("SELECT 1") });
    await commands["lanewise.cancelBenchmark"]();
    expect(dialogs.said[0]?.text).toBe("No benchmark is running.");
    void commands["lanewise.benchmarkSelectedSql"]();
    await expect.poll(() => runner.jobs.length).toBe(1);
    await commands["lanewise.cancelBenchmark"]();
    expect(runner.signal().aborted).toBe(true);
  });
});

describe("Show Findings", () => {
  it("opens the panel at that page, not at the benchmark's", async () => {
    const { commands, log, revealed } = fakeWindow({ stored });
    await commands["lanewise.showFindings"]();
    expect(log.lines).toEqual(["findings shown"]);
    expect(revealed()).toBe(0);
  });
});

describe("Show Benchmark History", () => {
  it("opens the report that is picked", async () => {
    const { commands, store, results, memory, revealed } = fakeWindow({
      stored,
      answers: { pick: "SELECT" },
    });
    await store.save(older, []);
    await commands["lanewise.showBenchmarkHistory"]();
    expect(results.report?.id).toBe(older.id);
    expect(memory.shownReport).toBe(older.id);
    expect(revealed()).toBe(1);
  });

  it("marks the shown report and the baseline, and offers to compare with the others", async () => {
    const { commands, store, dialogs } = fakeWindow({
      stored: { ...stored, shownReport: newer.id, baseline: older.id },
    });
    await store.save(older, []);
    await store.save(newer, []);
    await commands["lanewise.showBenchmarkHistory"]();
    const [items] = dialogs.lists;
    expect(items?.map(({ description }) => description)).toEqual([
      `shown · ${newer.startedAt} · christmas.db`,
      `baseline · ${older.startedAt} · christmas.db`,
    ]);
    expect(items?.map(({ buttons }) => buttons?.map(({ id }) => id))).toEqual([
      ["delete"],
      ["compare", "delete"],
    ]);
    expect(items?.[0]?.detail).toBe(newer.verdict.text);
  });

  it("deletes a report, and forgets that it was shown or the baseline", async () => {
    const { commands, store, results, memory } = fakeWindow({
      stored: { ...stored, shownReport: older.id, baseline: older.id },
      answers: { pick: "SELECT", button: "delete" },
    });
    await store.save(older, []);
    await commands["lanewise.showBenchmarkHistory"]();
    expect(await store.list()).toEqual([]);
    expect([results.report, memory.shownReport, memory.baseline]).toEqual([undefined, undefined, undefined]);
  });

  it("offers a first run where there is no report", async () => {
    const { commands, dialogs } = fakeWindow({ stored });
    await commands["lanewise.showBenchmarkHistory"]();
    expect(dialogs.said).toMatchObject([{ choices: ["Run Benchmark…"] }]);
  });
});

describe("Export Report…", () => {
  const shown = { ...stored, shownReport: newer.id };

  it("writes the shown report in the format of choice and offers to open it", async () => {
    const save = { path: "/tmp/out.csv", written: [] as string[] };
    const { commands, store, dialogs } = fakeWindow({ stored: shown, answers: { pick: "CSV", save } });
    await store.save(newer, []);
    await commands["lanewise.exportReport"]();
    expect(save.written).toEqual([`csv of ${newer.id}`]);
    expect(dialogs.said).toMatchObject([{ kind: "info", choices: ["Open"] }]);
  });

  it("says why the file cannot be written", async () => {
    const save = { path: "/tmp/out.html", problem: "EACCES", written: [] };
    const { commands, store, dialogs } = fakeWindow({ stored: shown, answers: { pick: "HTML", save } });
    await store.save(newer, []);
    await commands["lanewise.exportReport"]();
    expect(dialogs.said).toMatchObject([{ kind: "error", text: expect.stringContaining("EACCES") }]);
  });

  it("writes nothing when the user gives up, and says when there is no report", async () => {
    const { commands, store, dialogs } = fakeWindow({ stored: shown, answers: { pick: "JSON" } });
    await commands["lanewise.exportReport"]();
    expect(dialogs.said[0]?.text).toContain("no report to export");
    await store.save(newer, []);
    const another = fakeWindow({ stored: shown, answers: { pick: "JSON" } });
    await another.store.save(newer, []);
    await another.commands["lanewise.exportReport"]();
    expect(another.dialogs.said).toEqual([]);
  });
});

describe("the panel's buttons", () => {
  it("run the shown report's plan again, on its database", async () => {
    const { orders, store, results, runner } = fakeWindow({ stored: { ...stored, shownReport: newer.id } });
    await store.save(newer, []);
    await results.restore();
    void orders["run-again"]();
    await expect.poll(() => runner.jobs.length).toBe(1);
    expect(runner.jobs[0]?.profile).toEqual(christmas);
    expect(runner.jobs[0]?.plan.strategies.slice(0, 2)).toEqual([
      { kind: "serial" },
      { kind: "threads", lanes: 2 },
    ]);
    expect(runner.jobs[0]?.plan.operations).toBe(newer.plan.operations);
  });

  it("ask for the database of a report that was measured elsewhere", async () => {
    const { orders, results, runner, dialogs } = fakeWindow();
    await results.show(newer);
    await orders["run-again"]();
    expect(runner.jobs).toEqual([]);
    expect(dialogs.said).toMatchObject([{ choices: ["Open SQLite Database…"] }]);
  });

  it("save a baseline and compare with it", async () => {
    const { orders, store, results, memory, dialogs } = fakeWindow({ stored, answers: { pick: "SELECT" } });
    await store.save(older, []);
    await store.save(newer, []);
    await results.show(older);
    await orders["save-as-baseline"]();
    expect(memory.baseline).toBe(older.id);
    await results.show(newer);
    await orders["compare-with"]();
    expect(dialogs.lists[0]?.map(({ description }) => description)).toEqual([
      `baseline · ${older.startedAt} · christmas.db`,
    ]);
    expect(results.comparison?.result.conclusion).toBe("no-difference");
    orders["clear-comparison"]();
    expect(results.comparison).toBeUndefined();
  });

  it("say when there is nothing to compare with", async () => {
    const { orders, results, dialogs } = fakeWindow({ stored });
    await results.show(newer);
    await orders["compare-with"]();
    expect(dialogs.said[0]?.text).toContain("no other report");
  });
});
