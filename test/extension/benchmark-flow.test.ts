import { describe, expect, it, vi } from "vitest";
import type { Failure, RunOutcome } from "../../src/core/benchmark/outcome.ts";
import { makePlan } from "../../src/core/benchmark/plan.ts";
import type { Report } from "../../src/core/benchmark/report.ts";
import type { ConnectionProfile } from "../../src/core/connection/profile.ts";
import { english } from "../../src/core/text/text.ts";
import { BenchmarkFlow, type PinnedConnection } from "../../src/extension/benchmark-flow.ts";
import type { SecretAnswer } from "../../src/extension/connections/connection-secrets.ts";
import { Results } from "../../src/extension/panel/results.ts";
import type { SaveResult } from "../../src/node/report-store.ts";
import { sampleReport } from "../support/sample-report.ts";
import {
  aJob,
  christmas,
  fakeDialogs,
  fakeLog,
  fakeMemory,
  fakeOffers,
  fakeRunner,
  fakeRuns,
} from "./fakes.ts";

interface Circumstances {
  readonly isTrusted?: boolean;
  readonly visible?: boolean;
  readonly saved?: SaveResult;
  readonly stored?: Readonly<Record<string, unknown>>;
  readonly secretAnswer?: SecretAnswer;
  readonly pinned?: PinnedConnection;
  /** What the user says to load on a production database. */
  readonly mayLoad?: boolean;
}

function aFlow({
  isTrusted = true,
  visible = true,
  saved = { ok: true },
  stored = {},
  ...rest
}: Circumstances = {}) {
  const { secretAnswer = { status: "known", secret: undefined }, pinned, mayLoad = true } = rest;
  const runner = fakeRunner();
  const runs = fakeRuns(runner);
  const memory = fakeMemory(stored);
  const dialogs = fakeDialogs();
  const { offers, ran } = fakeOffers();
  const log = fakeLog();
  const results = new Results({ memory, readReport: async () => undefined, log });
  const saves: { report: Report; spared: readonly string[] }[] = [];
  let revealed = 0;
  const flow = new BenchmarkFlow({
    runs,
    results,
    memory,
    store: {
      save: async (report, spared) => {
        saves.push({ report, spared });
        return saved;
      },
    },
    dialogs,
    offers,
    t: english,
    log,
    isTrusted: () => isTrusted,
    page: { isInSight: () => visible, reveal: () => revealed++ },
    secretFor: async () => secretAnswer,
    pinned: () => pinned,
    confirmLoad: async () => mayLoad,
  });
  const run = async (outcome: RunOutcome) => {
    const done = flow.start(aJob());
    runner.finish(outcome);
    await done;
  };
  return { flow, run, runner, runs, memory, dialogs, ran, log, results, saves, revealed: () => revealed };
}

function aFailure(reason: Failure["reason"], detail = "", data: Failure["data"] = {}): RunOutcome {
  return { status: "failed", failure: { reason, detail, data }, report: null };
}

describe("BenchmarkFlow", () => {
  it("shows and stores the report of a run, and says no more when the panel is in sight", async () => {
    const { run, results, saves, dialogs, memory, revealed } = aFlow({ stored: { baseline: "old" } });
    const report = sampleReport();
    await run({ status: "completed", report });
    expect(revealed()).toBe(1);
    expect(results.report).toBe(report);
    expect(memory.shownReport).toBe(report.id);
    expect(saves).toEqual([{ report, spared: ["old"] }]);
    expect(dialogs.said).toEqual([]);
  });

  it("says the verdict when the panel is out of sight", async () => {
    const { run, dialogs, ran } = aFlow({ visible: false });
    const report = sampleReport();
    await run({ status: "completed", report });
    expect(dialogs.said).toMatchObject([{ kind: "info", text: report.verdict.text }]);
    await dialogs.said[0]?.press("Show Results");
    expect(ran).toEqual(["lanewise.showResults"]);
  });

  it("refuses in an untrusted workspace, with the reason and the way to trust it", async () => {
    const { flow, runner, dialogs, ran } = aFlow({ isTrusted: false });
    await flow.start(aJob());
    expect(runner.jobs).toEqual([]);
    expect(dialogs.said[0]?.text).toContain("trusted workspace");
    await dialogs.said[0]?.press("Manage Workspace Trust");
    expect(ran).toEqual(["workbench.trust.manage"]);
  });

  it("offers to show or cancel the run that goes on instead of starting another", async () => {
    const { flow, runner, dialogs } = aFlow();
    void flow.start(aJob());
    await flow.start(aJob());
    expect(runner.jobs).toHaveLength(1);
    expect(dialogs.said).toMatchObject([{ kind: "info", choices: ["Show Results", "Cancel Benchmark"] }]);
  });

  it("refuses lane counts that lead to more operations than a trial may have", async () => {
    const { flow, runner, dialogs } = aFlow();
    const strategies = [43, 47, 53, 59].map((lanes) => ({ kind: "threads", lanes }) as const);
    await flow.start(aJob({ plan: makePlan({ sql: "SELECT 1", strategies }) }));
    expect(runner.jobs).toEqual([]);
    expect(dialogs.said).toMatchObject([{ kind: "warning", choices: ["Open Settings"] }]);
    expect(dialogs.said[0]?.text).toContain("6,319,667 operations");
  });

  it("offers to open a database where there is none", async () => {
    const { flow, dialogs } = aFlow();
    expect(await flow.profile()).toBeUndefined();
    expect(dialogs.said).toMatchObject([{ choices: ["Open SQLite Database…"] }]);
    expect(await aFlow({ stored: { profiles: [christmas] } }).flow.profile()).toEqual(christmas);
  });

  it("uses what the file in front is pinned to before the active connection", async () => {
    const warehouse: ConnectionProfile = {
      engine: "postgres",
      name: "warehouse",
      host: "db",
      authentication: "password",
    };
    const stored = { profiles: [christmas] };
    const pinned = aFlow({ stored, pinned: { name: "warehouse", profile: warehouse } });
    expect(await pinned.flow.profile()).toEqual(warehouse);
    const lost = aFlow({ stored, pinned: { name: "warehouse", profile: undefined } });
    expect(await lost.flow.profile()).toBeUndefined();
    expect(lost.dialogs.said[0]?.text).toContain("“warehouse”, which is no connection");
  });

  it("asks before a production database gets any load", async () => {
    const job = aJob({ profile: { ...christmas, production: true } });
    const refused = aFlow({ mayLoad: false });
    await refused.flow.start(job);
    expect(refused.runner.jobs).toEqual([]);
    const allowed = aFlow();
    const done = allowed.flow.start(job);
    await vi.waitUntil(() => allowed.runner.jobs.length === 1);
    allowed.runner.finish({ status: "cancelled", report: null });
    await done;
  });

  it("keeps what a cancelled run had measured", async () => {
    const { run, results, saves, dialogs } = aFlow();
    const report = sampleReport({ outcome: "cancelled" });
    await run({ status: "cancelled", report });
    expect(results.report).toBe(report);
    expect(saves).toHaveLength(1);
    expect(dialogs.said).toEqual([]);
  });

  it("returns to what was shown before when a cancelled run had measured nothing", async () => {
    const { run, results, saves, dialogs } = aFlow();
    let told = 0;
    results.changes.add(() => {
      told++;
    });
    await run({ status: "cancelled", report: null });
    expect(saves).toEqual([]);
    expect(told).toBe(1);
    expect(dialogs.said).toMatchObject([{ kind: "info" }]);
  });

  it("forgets an earlier failure when the next run begins", async () => {
    const { run, results } = aFlow();
    await run(aFailure("locked"));
    expect(results.failed).toBeDefined();
    await run({ status: "cancelled", report: null });
    expect(results.failed).toBeUndefined();
  });

  it("shows the report whose file cannot be written, and says so", async () => {
    const { run, results, dialogs } = aFlow({ saved: { ok: false, detail: "ENOSPC" } });
    const report = sampleReport();
    await run({ status: "completed", report });
    expect(results.report).toBe(report);
    expect(dialogs.said[0]?.text).toContain("ENOSPC");
  });

  it("says what happened and what to do, here and in the panel", async () => {
    const { run, results, dialogs, log } = aFlow();
    await run(aFailure("syntax-error", 'near "FORM": syntax error', { token: "FORM" }));
    const said =
      'The SQL could not be compiled near "FORM". Correct the statement and run again. Nothing was executed.';
    expect(dialogs.said[0]?.text).toBe(said);
    expect(results.failed).toEqual({
      connection: "christmas.db",
      message: said,
      detail: 'near "FORM": syntax error',
    });
    expect(log.lines.join("\n")).toContain("syntax-error");
  });

  it("keeps the engine's words about its own probe of a refused statement to the log", async () => {
    const { run, results, log } = aFlow();
    await run(aFailure("not-read-only", 'near "DELETE": syntax error', { statement: "DELETE" }));
    expect(results.failed?.detail).toBe("");
    expect(log.lines.join("\n")).toContain('near "DELETE": syntax error');
  });

  it("adds the engine's own words where its own sentence is general", async () => {
    const { run, dialogs } = aFlow();
    await run(aFailure("syntax-error", "no such column: nam"));
    expect(dialogs.said[0]?.text).toContain("(no such column: nam)");
  });

  it.each([
    ["locked", "Retry"],
    ["another-run", "Retry"],
    ["timed-out", "Open Settings"],
    ["file-missing", "Open SQLite Database…"],
    ["runner-crashed", "Show Log"],
    ["query-failed", "Show Log"],
  ] as const)("offers after %s: %s", async (reason, button) => {
    const { run, dialogs } = aFlow();
    await run(aFailure(reason));
    expect(dialogs.said[0]?.choices).toContain(button);
  });

  it("runs the same job again on Retry", async () => {
    const { run, runner, dialogs } = aFlow();
    await run(aFailure("locked"));
    const again = dialogs.said[0]?.press("Retry");
    runner.finish({ status: "completed", report: sampleReport() });
    await again;
    expect(runner.jobs).toHaveLength(2);
    expect(runner.jobs[1]).toEqual(runner.jobs[0]);
  });

  it("shows the finished trials of a run that failed later", async () => {
    const { run, results } = aFlow();
    const report = sampleReport({ outcome: "failed" });
    await run({ status: "failed", failure: { reason: "lane-crashed", detail: "", data: {} }, report });
    expect(results.report).toBe(report);
    expect(results.failed).toBeUndefined();
  });
});
