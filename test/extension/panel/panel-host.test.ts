import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Report } from "../../../src/core/benchmark/report.ts";
import { english } from "../../../src/core/text/text.ts";
import { PanelHost, type PanelOrders } from "../../../src/extension/panel/panel-host.ts";
import { Results } from "../../../src/extension/panel/results.ts";
import type { ToPanel } from "../../../src/protocol/panel.ts";
import { sampleReport } from "../../support/sample-report.ts";
import { aJob, aProgress, christmas, fakeLog, fakeMemory, fakeRunner, fakeRuns } from "../fakes.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aPanel(stored: Readonly<Record<string, unknown>> = {}, reports: readonly Report[] = []) {
  const posted: ToPanel[] = [];
  const ordered: string[] = [];
  const runner = fakeRunner();
  const runs = fakeRuns(runner);
  const memory = fakeMemory(stored);
  const readReport = async (id: string) => reports.find((report) => report.id === id);
  const results = new Results({ memory, readReport, log: fakeLog() });
  const order = (name: string) => () => ordered.push(name);
  const orders: PanelOrders = {
    "open-database": order("open-database"),
    "run-benchmark": order("run-benchmark"),
    "cancel-run": order("cancel-run"),
    "run-again": order("run-again"),
    "save-as-baseline": order("save-as-baseline"),
    "compare-with": order("compare-with"),
    "clear-comparison": order("clear-comparison"),
    "export-report": order("export-report"),
    "show-history": order("show-history"),
    "show-log": order("show-log"),
  };
  const host = new PanelHost({
    post: (message) => posted.push(message),
    runs,
    results,
    memory,
    orders,
    isTrusted: () => true,
    t: english,
  });
  const shown = () => posted.flatMap((message) => (message.type === "show" ? [message.state] : []));
  return { host, posted, ordered, runner, runs, memory, results, shown };
}

describe("PanelHost", () => {
  it("answers a page that is ready with the empty view when nothing was measured", async () => {
    const { host, shown } = aPanel({ profiles: [christmas] });
    await host.receive({ type: "ready" });
    expect(shown()).toEqual([{ view: "empty", connection: "christmas.db" }]);
  });

  it("finds the shown report again after a reload, by what the workspace remembers", async () => {
    const report = sampleReport();
    const { host, shown } = aPanel({ shownReport: report.id, baseline: report.id }, [report]);
    await host.receive({ type: "ready" });
    expect(shown().at(-1)).toEqual({
      view: "report",
      report,
      problem: null,
      isBaseline: true,
      hasBaseline: true,
      comparison: null,
      canRun: true,
    });
  });

  it("shows the empty view where the remembered report is gone", async () => {
    const { host, shown } = aPanel({ shownReport: "20260101T000000Z-000000" });
    await host.receive({ type: "ready" });
    expect(shown().at(-1)).toEqual({ view: "empty", connection: null });
  });

  it("carries out every order of the page, once", async () => {
    const { host, ordered } = aPanel();
    const orders = ["open-database", "run-benchmark", "cancel-run", "run-again", "save-as-baseline"];
    orders.push("compare-with", "clear-comparison", "export-report", "show-history", "show-log");
    for (const type of orders) await host.receive({ type });
    expect(ordered).toEqual(orders);
  });

  it("leaves the orders of the other page to that page", async () => {
    const { host, ordered, posted } = aPanel();
    await host.receive({ type: "check-workspace" });
    await host.receive({ type: "page-turned", page: "findings" });
    expect([ordered, posted]).toEqual([[], []]);
  });

  it("ignores what is no order", async () => {
    const { host, ordered, posted } = aPanel();
    for (const message of [null, 1, "run-again", { type: "format-disk" }, { type: "constructor" }])
      await host.receive(message);
    expect(ordered).toEqual([]);
    expect(posted).toEqual([]);
  });

  it("fills in live while a run goes on", () => {
    const { runs, runner, shown } = aPanel();
    void runs.start(aJob());
    expect(shown().at(-1)).toMatchObject({ view: "running", connection: "christmas.db", report: null });
    const report = sampleReport();
    runner.listener().onRound?.(report);
    expect(shown().at(-1)).toMatchObject({ view: "running", report });
  });

  it("sends progress twice a second, however often the runner tells it: drawing costs the processor that is measured", () => {
    const { runs, runner, posted } = aPanel();
    void runs.start(aJob());
    for (let ms = 0; ms < 1000; ms += 5) {
      runner.listener().onProgress?.(aProgress({ operationsDone: ms }));
      vi.advanceTimersByTime(5);
    }
    vi.advanceTimersByTime(500);
    const progress = posted.flatMap((message) => (message.type === "progress" ? [message.progress] : []));
    expect(progress).toHaveLength(3);
    expect(progress.at(-1)?.operationsDone).toBe(995);
  });

  it("sends no progress after the end", async () => {
    const { runs, runner, posted } = aPanel();
    const outcome = runs.start(aJob());
    runner.listener().onProgress?.(aProgress());
    runner.listener().onProgress?.(aProgress({ trialsDone: 29 }));
    runner.finish({ status: "cancelled", report: null });
    await outcome;
    posted.length = 0;
    vi.advanceTimersByTime(1000);
    expect(posted).toEqual([]);
  });

  it("shows a run that failed, until a report is shown", async () => {
    const { results, shown } = aPanel();
    const failed = { connection: "christmas.db", message: "It is locked.", detail: "database is locked" };
    results.fail(failed);
    expect(shown().at(-1)).toEqual({ view: "failed", ...failed });
    await results.show(sampleReport({ outcome: "cancelled" }));
    expect(shown().at(-1)).toMatchObject({
      view: "report",
      problem: "The run was cancelled. What was measured until then is shown.",
    });
  });

  it("stops when its page is closed", () => {
    const { host, runs, posted } = aPanel();
    host.dispose();
    void runs.start(aJob());
    expect(posted).toEqual([]);
  });
});
