import { describe, expect, it } from "vitest";
import type { PanelState } from "../../src/protocol/panel.ts";
import { sampleReport } from "../support/sample-report.ts";
import type { PanelPage } from "./panel-page.ts";
import { comparisonState, emptyState, failedState, reportState } from "./panel-states.ts";
import { usePanel } from "./use-panel.ts";

const panels = usePanel();
let panel: PanelPage;

async function open(state: PanelState): Promise<PanelPage["page"]> {
  panel = await panels.open();
  await panel.show(state);
  return panel.page;
}

describe("the empty page", () => {
  it("teaches what to do and asks for a database first", async () => {
    const page = await open(emptyState);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("in parallel help");
    await page.getByRole("button", { name: "Open SQLite Database…" }).click();
    await page.getByRole("button", { name: "Run Benchmark…" }).click({ force: true });
    expect(await panel.sent()).toEqual([{ type: "ready" }, { type: "open-database" }]);
  });

  it("offers the benchmark once a database is open", async () => {
    const page = await open({ view: "empty", connection: "christmas.db" });
    expect(await page.getByText("The active connection is christmas.db.").count()).toBe(1);
    await page.getByRole("button", { name: "Run Benchmark…" }).click();
    expect(await panel.sent()).toContainEqual({ type: "run-benchmark" });
  });
});

describe("the page of a failed run", () => {
  it("says what happened, in the engine's words too, and offers the log", async () => {
    const page = await open(failedState);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("it was refused");
    expect(await page.locator("pre").textContent()).toBe("attempt to write a readonly database");
    await page.getByRole("button", { name: "Show log" }).click();
    expect(await panel.sent()).toContainEqual({ type: "show-log" });
  });
});

describe("the page of a report", () => {
  it("puts the verdict first, as the page's heading, with its figures and causes", async () => {
    const page = await open(reportState());
    const { verdict } = sampleReport();
    // The evidence of the main cause stands among the causes, and is not said twice.
    const [heading = "", evidence = ""] = verdict.text.split(/(?<=\.) /);
    expect(await page.locator(".verdict-words").textContent()).toBe(heading);
    expect(await page.locator(".causes").textContent()).toContain(evidence);
    expect(await page.locator("h1").count()).toBe(1);
    expect(await page.locator(".key-figures").textContent()).toContain(`${verdict.factor?.toFixed(2)}×`);
    expect(await page.locator(".causes > li").count()).toBe(verdict.causes.length);
    expect(await page.locator(".causes").textContent()).toContain("What to do");
  });

  it("shows the conclusion by a shape, not by colour alone", async () => {
    const page = await open(reportState());
    const shape = () => page.locator(".verdict .icon path").getAttribute("d");
    const helps = await shape();
    const report = sampleReport();
    await panel.show(
      reportState({ report: { ...report, verdict: { ...report.verdict, conclusion: "parallel-hurts" } } }),
    );
    expect(await shape()).not.toBe(helps);
  });

  it("draws every trial as a dot, every median, every interval, and outliers hollow", async () => {
    const page = await open(reportState());
    const { strategies } = sampleReport();
    const trials = strategies.flatMap(({ trialsMs }) => trialsMs).length;
    const outliers = strategies.flatMap(({ outliers: all }) => all).length;
    expect(await page.locator(".times .trial circle").count()).toBe(trials);
    expect(await page.locator('.times .trial circle[fill="none"]').count()).toBe(outliers);
    expect(outliers).toBeGreaterThan(0);
    expect(await page.locator(".times .median line").count()).toBe(strategies.length);
    expect(await page.locator(".times .interval path").count()).toBe(strategies.length);
  });

  it("draws the lanes of the best strategy, and of another when it is chosen", async () => {
    const page = await open(reportState());
    const segmentsOf = (name: string, kind: string) =>
      sampleReport()
        .strategies.find(({ strategy }) => strategy === name)
        ?.timeline?.lanes.flat()
        .filter((segment) => segment.kind === kind).length;
    expect(await page.locator(".timeline .segment.run rect").count()).toBe(segmentsOf("threads(2)", "run"));
    await page.getByRole("radio", { name: "shared-session(3)" }).click();
    expect(await page.locator(".timeline .segment.run rect").count()).toBe(
      segmentsOf("shared-session(3)", "run"),
    );
    expect(await page.locator(".timeline .segment.wait rect").count()).toBe(
      segmentsOf("shared-session(3)", "wait"),
    );
    expect(await page.locator(".timeline-section").textContent()).toContain("share one session");
  });

  it("draws lanes that work beside each other when no strategy is better than serial", async () => {
    const { verdict, ...report } = sampleReport();
    const undecided = { ...verdict, conclusion: "no-difference", best: "serial" } as const;
    const page = await open(reportState({ report: { ...report, verdict: undecided } }));
    expect(await page.getByRole("radio", { name: "threads(2)" }).getAttribute("aria-checked")).toBe("true");
  });

  it("keeps the chosen strategy and the open tables over a reload, as a hint", async () => {
    const page = await open(reportState());
    await page.getByRole("radio", { name: "processes(3)" }).click();
    await page.locator("[data-details=timeline-data] > summary").click();
    await page.getByRole("region", { name: "Lanes of processes(3)" }).waitFor();
    await page.reload();
    await panel.show(reportState());
    expect(await page.getByRole("radio", { name: "processes(3)" }).getAttribute("aria-checked")).toBe("true");
    await page.getByRole("region", { name: "Lanes of processes(3)" }).waitFor();
  });

  it("gives every chart a title, a summary in words and its data as a table", async () => {
    const page = await open(comparisonState);
    const figures = await page.locator("figure").all();
    expect(figures).toHaveLength(4);
    for (const figure of figures) {
      const summary = await figure.getAttribute("aria-describedby");
      expect(await page.locator(`[id="${summary}"]`).textContent()).toContain("threads(2)");
      expect((await figure.locator("figcaption").textContent())?.length).toBeGreaterThan(5);
      await figure.locator("summary").click();
      await figure.locator("tbody tr").nth(1).waitFor();
    }
  });

  it("fits the charts to the window when its width changes", async () => {
    const page = await open(reportState());
    const widths = () =>
      page
        .locator(".chart")
        .evaluateAll((charts) =>
          charts.map((chart) => [chart.clientWidth, chart.querySelector("svg")?.clientWidth]),
        );
    const before = await widths();
    await page.setViewportSize({ width: 450, height: 900 });
    await page.waitForFunction(
      () => Number(document.querySelector(".chart svg")?.getAttribute("width")) < 450,
    );
    const after = await widths();
    expect(after).toHaveLength(3);
    expect(after).not.toEqual(before);
    for (const [place, drawing] of after) expect(drawing).toBe(place);
  });

  it("lists all figures of all strategies, percentiles without enough samples as a dash", async () => {
    const page = await open(reportState());
    const { strategies } = sampleReport();
    expect(await page.locator(".figures thead th").allInnerTexts()).toEqual([
      "Figure",
      ...strategies.map(({ strategy }) => strategy),
    ]);
    const rows = page.locator(".figures tr", { hasText: "Rows per second" });
    expect(await rows.locator("td").count()).toBe(strategies.length);
    const p99 = page.getByRole("region", { name: "Latency percentiles" }).locator("tbody tr:first-child td");
    expect((await p99.allInnerTexts())[3]).toBe("–");
  });

  it("prints the settings read back, the environment, the plan and the notes", async () => {
    const page = await open(reportState());
    const sheet = await page.locator(".sheet-section").textContent();
    for (const text of ["journal_mode", "SELECT * FROM files", "24.21.0", "better-sqlite3 13.2.0"]) {
      expect(sheet).toContain(text);
    }
    expect(await page.locator(".notes li").count()).toBe(sampleReport().notes.length);
  });

  it("defines every figure it names in a tooltip that hover, keyboard and Escape reach", async () => {
    const page = await open(reportState());
    const terms = page.locator(".term");
    expect(await terms.count()).toBeGreaterThan(25);
    const term = page.getByRole("button", { name: "Median wall time" });
    await term.focus();
    const tooltip = page.locator(".tooltip");
    expect(await tooltip.textContent()).toContain("The middle of");
    expect(await term.getAttribute("aria-description")).toBe(await tooltip.textContent());
    const [at, its] = await Promise.all([tooltip.boundingBox(), term.boundingBox()]);
    expect(Math.abs((at?.y ?? 0) - (its?.y ?? 0))).toBeLessThan(200);
    await page.keyboard.press("Escape");
    expect(await tooltip.isHidden()).toBe(true);
    await page.getByRole("button", { name: "Fairness" }).hover();
    expect(await tooltip.textContent()).toContain("slowest lane");
  });

  it("sends one message per button", async () => {
    const page = await open(comparisonState);
    const names = [
      "Run again",
      "Save as baseline",
      "Compare with…",
      "Export…",
      "History",
      "Clear comparison",
    ];
    for (const name of names) await page.getByRole("button", { name }).click();
    expect((await panel.sent()).map(({ type }) => type)).toEqual([
      "ready",
      "run-again",
      "save-as-baseline",
      "compare-with",
      "export-report",
      "show-history",
      "clear-comparison",
    ]);
  });

  it("does not run again while it must not", async () => {
    const page = await open(reportState({ canRun: false, isBaseline: true }));
    const button = page.getByRole("button", { name: "Run again" });
    expect(await button.isDisabled()).toBe(true);
    await page.locator("vscode-button[data-action=run-again]").click({ force: true });
    expect(await panel.sent()).toEqual([{ type: "ready" }]);
    expect(await page.locator(".badge").textContent()).toBe("Baseline");
  });

  it("says how a run ended that was cut short, and still shows what was measured", async () => {
    const page = await open(reportState({ problem: "The run was cancelled." }));
    expect(await page.getByRole("note").textContent()).toContain("The run was cancelled.");
    expect(await page.locator(".times .trial circle").count()).toBeGreaterThan(0);
  });

  it("draws a report with nothing but names, as a run leaves that failed at once", async () => {
    const report = sampleReport();
    const page = await open(
      reportState({
        problem: "The lanes could not connect.",
        report: {
          ...report,
          outcome: "failed",
          noise: null,
          notes: [],
          verdict: {
            conclusion: "cannot-judge",
            best: "serial",
            factor: null,
            interval: null,
            causes: [],
            text: "This cannot be judged.",
          },
          strategies: report.strategies.map((strategy) => ({
            ...strategy,
            outcome: "failed",
            reason: "lane-crashed",
            detail: "out of memory",
            trialsMs: [],
            outliers: [],
            medianMs: null,
            intervalMs: null,
            rowsPerSecond: null,
            operationsPerSecond: null,
            speedup: null,
            phases: null,
            laneDetails: [],
            fairness: null,
            timeline: null,
            latencyCurve: [],
            latencyMs: { samples: 0, p50: null, p90: null, p95: null, p99: null, max: null },
          })),
        },
      }),
    );
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("This cannot be judged.");
    expect(await page.locator(".figures").textContent()).toContain("failed: lane crashed: out of memory");
  });

  it("compares with the baseline, strategy by strategy, and claims no difference that is not shown", async () => {
    const page = await open(comparisonState);
    await page.locator("[data-details=comparison-data] > summary").click();
    const table = page.getByRole("region", { name: "Comparison per strategy" });
    await table.waitFor();
    const words = await table.locator("tbody td.prose").allInnerTexts();
    const none = "no difference that can be shown";
    expect(words).toEqual([none, "slower", none, none, "faster"]);
    expect(await page.locator(".comparison-verdict").textContent()).toContain("0.79 to 0.84");
    expect(await page.locator(".chart.comparison .factor circle").count()).toBe(5);
  });
});
