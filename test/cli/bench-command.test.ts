import { describe, expect, it } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import type { Failure, RunOutcome } from "../../src/core/benchmark/outcome.ts";
import type { Report, Status } from "../../src/core/benchmark/report.ts";
import type { RunBenchmark } from "../../src/node/run-benchmark.ts";
import type { Job, Progress } from "../../src/protocol/runner.ts";
import { sampleReport } from "../support/sample-report.ts";
import { type FakeDeps, fakeDeps, fakeTerminal } from "./fake-deps.ts";

const base = ["bench", "--sqlite", "data/christmas.db", "--query", "SELECT * FROM files"];
const refused: Failure = {
  reason: "not-read-only",
  detail: "attempt to write a readonly database",
  data: { statement: "DELETE" },
};
const progress: Progress = {
  phase: "measuring",
  holder: null,
  strategy: "serial",
  round: 1,
  rounds: 5,
  operations: 6,
  operationsDone: 1,
  rows: 10,
  trials: 25,
  trialsDone: 0,
  elapsedMs: 10,
};

describe("a run that completes", () => {
  it("hands the runner the plan and the database", async () => {
    let job: Job | undefined;
    const deps = fakeDeps({
      runBenchmark: async (given) => {
        job = given;
        return completed();
      },
    });
    await runCli([...base, "--lanes", "3", "--when-busy", "refuse"], deps);
    expect(job).toMatchObject({
      profile: { engine: "sqlite", name: "christmas.db", path: "/home/me/data/christmas.db" },
      plan: { workload: { sql: "SELECT * FROM files" }, operations: 6 },
      whenBusy: "refuse",
      lanewise: "1.2.3",
    });
  });

  it("prints database, table, verdict, causes and notes on standard output, and nothing else", async () => {
    const deps = fakeDeps({ runBenchmark: async () => completed() });
    expect(await runCli(base, deps)).toBe(0);
    const { verdict } = sampleReport();
    const text = deps.stdout.text().replace(/\s+/g, " ");
    expect(text).toMatch(/^christmas\.db · SELECT \* FROM files/);
    for (const { strategy } of sampleReport().strategies) expect(text).toContain(strategy);
    expect(text).toContain(verdict.text);
    expect(text).toContain("Why - ");
    expect(text).toContain("Notes - ");
    expect(deps.stdout.text()).not.toContain("\u001b");
    expect(deps.stderr.text()).toBe("");
  });

  it("keeps its lines within a narrow terminal, but for the table", async () => {
    const stdout = fakeTerminal({ width: 60 });
    await runCli(base, fakeDeps({ stdout, runBenchmark: async () => completed() }));
    for (const line of stdout.text().split("\n")) expect(line.length, line).toBeLessThanOrEqual(60);
  });

  it("colours the verdict only where colours are welcome", async () => {
    const stdout = fakeTerminal({ isTerminal: true, hasColors: true });
    await runCli(base, fakeDeps({ stdout, runBenchmark: async () => completed() }));
    expect(stdout.text()).toContain("\u001b[");
  });

  it("writes every file that was asked for and says where", async () => {
    const deps = fakeDeps({ runBenchmark: async () => completed() });
    const files = ["--json", "o/a.json", "--html", "o/a.html", "--markdown", "o/a.md", "--csv", "o/a.csv"];
    expect(await runCli([...base, ...files], deps)).toBe(0);
    expect(JSON.parse(deps.disk.get("o/a.json") ?? "")).toEqual(JSON.parse(JSON.stringify(sampleReport())));
    expect(deps.disk.get("o/a.html")).toContain("<html>");
    expect(deps.disk.get("o/a.md")).toContain("threads(2)");
    expect(deps.disk.get("o/a.csv")).toContain("threads(2)");
    expect(deps.stdout.text()).toContain("Written: o/a.json, o/a.html, o/a.md, o/a.csv\n");
  });

  it("leaves standard output to the JSON when that goes there", async () => {
    const deps = fakeDeps({ runBenchmark: async () => completed() });
    expect(await runCli([...base, "--json", "-"], deps)).toBe(0);
    expect(JSON.parse(deps.stdout.text())).toMatchObject({ schema: "lanewise-report/1" });
    expect(deps.stderr.text()).toContain("threads(2)");
  });

  it("prints nothing when quiet, but writes the files", async () => {
    const stderr = fakeTerminal({ isTerminal: true });
    const deps = fakeDeps({ stderr, runBenchmark: running(completed()) });
    expect(await runCli([...base, "--quiet", "--json", "a.json"], deps)).toBe(0);
    expect(deps.stdout.text() + deps.stderr.text()).toBe("");
    expect(deps.disk.has("a.json")).toBe(true);
  });

  it("shows progress on standard error if that is a terminal, and removes it", async () => {
    const stderr = fakeTerminal({ isTerminal: true });
    await runCli(base, fakeDeps({ stderr, runBenchmark: running(completed()) }));
    expect(stderr.text()).toContain("Measuring serial");
    expect(stderr.text().endsWith("\r\u001b[K")).toBe(true);

    const log = fakeTerminal({ isTerminal: false });
    await runCli(base, fakeDeps({ stderr: log, runBenchmark: running(completed()) }));
    expect(log.text()).toBe("");
  });

  it("reads the statement from a file", async () => {
    let sql: string | undefined;
    const runBenchmark: RunBenchmark = async ({ plan }) => {
      sql = plan.workload.sql;
      return completed();
    };
    const deps = fakeDeps({ runBenchmark, disk: { "q.sql": "SELECT 2\n" } });
    expect(await runCli(["bench", "--sqlite", "a.db", "--query-file", "q.sql"], deps)).toBe(0);
    expect(sql).toBe("SELECT 2\n");
  });

  it("exits with 1 when serial or every other strategy did not complete", async () => {
    const outcomes = (serial: Status, others: Status) =>
      fakeDeps({
        runBenchmark: async () =>
          completed({
            strategies: sampleReport().strategies.map((one) => ({
              ...one,
              outcome: one.strategy === "serial" ? serial : others,
            })),
          }),
      });
    expect(await runCli(base, outcomes("completed", "failed"))).toBe(1);
    expect(await runCli(base, outcomes("failed", "completed"))).toBe(1);
    expect(await runCli(base, outcomes("completed", "completed"))).toBe(0);
  });

  it("is done with serial alone when nothing else was asked for", async () => {
    const strategies = sampleReport().strategies.slice(0, 1);
    const deps = fakeDeps({ runBenchmark: async () => completed({ strategies }) });
    expect(await runCli([...base, "--strategies", "serial"], deps)).toBe(0);
  });

  it("exits with 1 when a file cannot be written, and writes the others", async () => {
    const deps = fakeDeps({ runBenchmark: async () => completed() });
    expect(await runCli([...base, "--json", "full/a.json", "--csv", "a.csv"], deps)).toBe(1);
    expect(deps.stderr.text()).toBe(
      "lanewise bench: --json: full/a.json cannot be written: the disk is full.\n",
    );
    expect(deps.disk.has("a.csv")).toBe(true);
    expect(deps.stdout.text()).toContain("threads(2)");
  });

  it("says so when the page cannot be made", async () => {
    const deps = fakeDeps({
      runBenchmark: async () => completed(),
      htmlPage: async () => ({ ok: false, problem: "the page's own files cannot be read." }),
    });
    expect(await runCli([...base, "--html", "a.html"], deps)).toBe(1);
    expect(deps.stderr.text()).toContain("--html: the page's own files cannot be read.");
  });
});

describe("a run that fails", () => {
  it("says in one line what happened and what to do, and exits with 1", async () => {
    const deps = fakeDeps({
      runBenchmark: async () => ({ status: "failed", failure: refused, report: null }),
    });
    expect(await runCli(base, deps)).toBe(1);
    expect(deps.stderr.text()).toMatch(/^lanewise bench: DELETE does not only read.*not changed\.\n$/);
    expect(deps.stderr.text()).toContain("(attempt to write a readonly database)");
    expect(deps.stdout.text()).toBe("");
  });

  it("still writes a report, so that no file is an old run's", async () => {
    const deps = fakeDeps({
      runBenchmark: async () => ({ status: "failed", failure: refused, report: null }),
      disk: { "a.json": "old" },
    });
    await runCli([...base, "--json", "a.json", "--lanes", "2,4", "--strategies", "threads"], deps);
    const report: Report = JSON.parse(deps.disk.get("a.json") ?? "");
    expect(report).toMatchObject({
      schema: "lanewise-report/1",
      outcome: "failed",
      failure: refused,
      connection: { name: "christmas.db" },
      verdict: { conclusion: "cannot-judge" },
    });
    expect(report.strategies.map(({ strategy, outcome, reason }) => [strategy, outcome, reason])).toEqual([
      ["serial", "failed", "not-read-only"],
      ["threads(2)", "failed", "not-read-only"],
      ["threads(4)", "failed", "not-read-only"],
    ]);
  });

  it("prints and writes what was measured until then", async () => {
    const report = sampleReport({ outcome: "failed", failure: refused });
    const deps = fakeDeps({ runBenchmark: async () => ({ status: "failed", failure: refused, report }) });
    expect(await runCli([...base, "--json", "a.json"], deps)).toBe(1);
    expect(deps.stdout.text()).toContain("threads(2)");
    expect(JSON.parse(deps.disk.get("a.json") ?? "").strategies[0].trialsMs.length).toBeGreaterThan(0);
  });
});

describe("Ctrl-C", () => {
  it("cancels the run, prints and writes what was measured, and exits with 130", async () => {
    const stderr = fakeTerminal({ isTerminal: true });
    const deps: FakeDeps = fakeDeps({
      stderr,
      runBenchmark: (_job, listener, signal) => {
        deps.interrupt();
        listener.onProgress?.(progress);
        expect(signal.aborted).toBe(true);
        return Promise.resolve({ status: "cancelled", report: sampleReport({ outcome: "cancelled" }) });
      },
    });
    expect(await runCli([...base, "--json", "a.json"], deps)).toBe(130);
    expect(deps.stdout.text()).toContain("threads(2)");
    expect(JSON.parse(deps.disk.get("a.json") ?? "")).toMatchObject({ outcome: "cancelled" });
    expect(stderr.text()).toBe("Cancelling; a second Ctrl-C ends at once.\nCancelled.\n");
  });

  it("writes a report even when no trial was finished", async () => {
    const deps = fakeDeps({ runBenchmark: async () => ({ status: "cancelled", report: null }) });
    expect(await runCli([...base, "--json", "-"], deps)).toBe(130);
    expect(JSON.parse(deps.stdout.text())).toMatchObject({ outcome: "cancelled", failure: null });
    expect(deps.stderr.text()).toBe("Cancelled before a trial was finished.\n");
  });

  it("ends at once when it comes again", async () => {
    const deps: FakeDeps = fakeDeps({
      runBenchmark: async () => {
        deps.interrupt();
        deps.wait(1000);
        deps.interrupt();
        expect(deps.ended()).toBe(130);
        return { status: "cancelled", report: null };
      },
    });
    expect(await runCli(base, deps)).toBe(130);
  });
});

describe("wrong usage", () => {
  it.each([
    [["--json", "missing/a.json"], "The folder of missing/a.json does not exist."],
    [["--csv", "locked/a.csv"], "permission denied"],
    [["--json", "data/christmas.db"], "is the database of this run"],
    [["--json", "data/christmas.db-wal"], "is the database of this run"],
    [["--json", "a", "--csv", "a"], "is the --json file of this run"],
    [["--lanes", "0"], "from 1 to 64"],
    [["--opertions", "5"], "Did you mean --operations?"],
  ])("starts no run for %j", async (args, part) => {
    const deps = fakeDeps();
    expect(await runCli([...base, ...args], deps)).toBe(2);
    expect(deps.stderr.text()).toContain(part);
    expect(deps.stderr.text()).toMatch(/^lanewise bench: [^\n]*\nSee lanewise bench --help\.\n$/);
    expect(deps.stdout.text()).toBe("");
  });

  it.each([
    [{}, "q.sql cannot be read."],
    [{ "q.sql": " \n" }, "q.sql is empty."],
  ])("refuses a statement's file: %j", async (disk, part) => {
    const deps = fakeDeps({ disk });
    expect(await runCli(["bench", "--sqlite", "a.db", "--query-file", "q.sql"], deps)).toBe(2);
    expect(deps.stderr.text()).toContain(part);
  });

  it("never writes over the statement", async () => {
    const deps = fakeDeps({ disk: { "q.sql": "SELECT 1" } });
    const args = ["bench", "--sqlite", "a.db", "--query-file", "q.sql", "--csv", "q.sql"];
    expect(await runCli(args, deps)).toBe(2);
    expect(deps.stderr.text()).toContain("is the statement of this run");
    expect(deps.disk.get("q.sql")).toBe("SELECT 1");
  });
});

function completed(changes: Partial<Report> = {}): RunOutcome {
  return { status: "completed", report: sampleReport(changes) };
}

function running(outcome: RunOutcome): RunBenchmark {
  return async (_job, listener) => {
    listener.onProgress?.(progress);
    return outcome;
  };
}
