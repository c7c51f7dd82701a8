import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, vi } from "vitest";
import { it } from "./driver/it.ts";
import { endlessSql, Lanewise, quickBenchmark } from "./driver/lanewise.ts";
import { benchmarkProcesses } from "./driver/processes.ts";

describe("a benchmark of selected SQL", () => {
  it("shows its progress everywhere, then the verdict and the charts", async ({
    openWindow,
    sampleWorkspace,
    useSettings,
  }) => {
    useSettings({ ...quickBenchmark, "lanewise.benchmark.operations": 24 });
    const window = await openWindow(sampleWorkspace);
    const lanewise = new Lanewise(window);
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await window.statusBarItem("christmas.db").waitFor();

    await window.editor.select("queries.sql", "SELECT * FROM files");
    await window.editor.pickFromContextMenu("Benchmark Selected SQL");
    const { panel } = lanewise;
    await Promise.all([
      window.notifications.progress("Benchmark of christmas.db").waitFor(),
      window.statusBarItem(/christmas\.db: \d+ %/).waitFor(),
      panel.heading("Measuring christmas.db").waitFor(),
      panel.main.getByText(/^Round \d of at most 3: /).waitFor(),
      panel.document.getByText("So far", { exact: true }).waitFor(),
    ]);
    await window.screenshot("live run");

    expect(await panel.verdict()).toMatch(
      /^(Parallel helps|Parallel hurts|No difference that can be shown|This cannot be judged)/,
    );
    await window.notifications.message("Benchmark of christmas.db").waitFor({ state: "hidden" });
    await window.statusBarItem(/^\s*christmas\.db$/).waitFor();
    const strategies = ["serial", "threads(2)", "processes(2)"];
    expect(await panel.marks("times", "trial").count()).toBe(strategies.length * 3);
    expect(await panel.marks("times", "interval").count()).toBe(strategies.length);
    expect(await panel.marks("latency", "latency").count()).toBe(strategies.length);
    for (const [strategy, lanes] of [
      ["serial", 1],
      ["threads(2)", 2],
      ["processes(2)", 2],
    ] as const) {
      await panel.section("Lanes over time").getByRole("radio", { name: strategy }).click();
      await panel.section("Lanes over time").getByText(`of ${strategy}, the one nearest`).waitFor();
      expect(await panel.marks("timeline", "run").count()).toBeGreaterThanOrEqual(lanes);
      expect(
        await panel.document
          .locator("[data-chart=timeline] svg")
          .getByText(/^lane \d$/)
          .count(),
      ).toBe(lanes);
    }
    expect(await panel.rows("Latency percentiles").getByRole("rowheader").allTextContents()).toEqual(
      strategies,
    );
    expect(
      await panel
        .rows("Figures of all strategies")
        .filter({ hasText: "Rows per second" })
        .getByRole("cell")
        .count(),
    ).toBe(strategies.length);
    const conditions = panel.section("Conditions of this measurement");
    for (const text of ["journal_mode", "christmas.db", "SELECT * FROM files", "Processor", "better-sqlite3"])
      await conditions.getByText(text).first().waitFor();
  });

  it("ends within two seconds when it is cancelled, and leaves the earlier report", async ({
    openWindow,
    sampleWorkspace,
    useSettings,
    workbench,
  }) => {
    useSettings(quickBenchmark);
    writeFileSync(path.join(sampleWorkspace, "two.sql"), `SELECT count(*) FROM files;\n${endlessSql};\n`);
    const window = await openWindow(sampleWorkspace);
    const lanewise = new Lanewise(window);
    const { panel } = lanewise;
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await lanewise.benchmark("two.sql", 1);
    const verdict = await panel.verdict();

    const ways: Readonly<Record<string, () => Promise<void>>> = {
      "the notification": () => window.notifications.press("Benchmark of christmas.db", "Cancel"),
      "the panel": () => panel.button("Cancel").click(),
      "the command": () => window.command("Lanewise: Cancel Benchmark"),
    };
    for (const [way, cancel] of Object.entries(ways)) {
      await lanewise.benchmark("two.sql", 2);
      await window.statusBarItem("christmas.db: warming up").waitFor();
      await vi.waitUntil(() => benchmarkProcesses(workbench.folder).length > 0, { timeout: 20_000 });
      const started = performance.now();
      await cancel();
      await vi.waitUntil(() => benchmarkProcesses(workbench.folder).length === 0, { timeout: 20_000 });
      expect(performance.now() - started, way).toBeLessThan(4000);
      await window.notifications.message("cancelled before anything was measured").waitFor();
      expect(await panel.verdict()).toBe(verdict);
      await window.command("Notifications: Clear All Notifications");
    }
  });
});
