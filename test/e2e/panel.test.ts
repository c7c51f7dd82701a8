import path from "node:path";
import { describe, expect } from "vitest";
import { it } from "./driver/it.ts";
import { Lanewise, quickBenchmark } from "./driver/lanewise.ts";
import { themes } from "./driver/workbench-window.ts";

describe("the panel", () => {
  it("is used by the keyboard alone, and keeps the focus when the report arrives", async ({
    openWindow,
    sampleWorkspace,
    useSettings,
  }) => {
    useSettings(quickBenchmark);
    const window = await openWindow(sampleWorkspace);
    const { keyboard } = window.page;
    const lanewise = new Lanewise(window);
    const { panel } = lanewise;
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await lanewise.benchmark("queries.sql", 4);
    await panel.verdict();

    await lanewise.focusPanel();
    for (const name of [
      "Benchmark",
      "Run again",
      "Save as baseline",
      "Compare with…",
      "Export…",
      "History",
    ]) {
      await keyboard.press("Tab");
      expect(await panel.focused()).toBe(name);
    }
    for (let tabs = 0; tabs < 4; tabs++) await keyboard.press("Shift+Tab");
    expect(await panel.focused()).toBe("Run again");
    await keyboard.press("Enter");
    await panel.heading("Measuring christmas.db").waitFor();
    await panel.verdict();
    // The button that had the focus went with the progress; the verdict has it now.
    expect(await panel.focused()).toMatch(/^(Parallel|No difference|This cannot)/);
  });

  it("is readable in every theme, narrow and wide", async ({ openWindow, sampleWorkspace, useSettings }) => {
    useSettings({ ...quickBenchmark, "lanewise.benchmark.operations": 12 });
    const window = await openWindow(sampleWorkspace, { width: 1400, height: 1000 });
    const lanewise = new Lanewise(window);
    const { panel } = lanewise;
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await lanewise.benchmark("queries.sql", 4);
    await panel.verdict();
    await window.command("View: Toggle Primary Side Bar Visibility");

    const looksRight = async () => {
      const { page, content } = await panel.widths();
      expect(content).toBeLessThanOrEqual(page);
    };
    for (const theme of themes) {
      await window.useTheme(theme);
      await panel.main.waitFor();
      await looksRight();
      const colours = await panel.colours("times", "median");
      expect(new Set(colours).size, theme).toBe(3);
      // A theme that lacks a colour, or has one that shines through, would leave a strategy unseen.
      for (const colour of colours) expect(colour, theme).not.toMatch(/^none|[,/] 0?\.[0-5]\d*\)$/);
      await window.screenshot(`report, ${theme}`);
    }
    await window.page.setViewportSize({ width: 850, height: 1000 });
    await looksRight();
    expect((await panel.widths()).page).toBeLessThan(450);
    await window.screenshot("report, narrow");
    await window.page.setViewportSize({ width: 1700, height: 1000 });
    await lanewise.focusPanel();
    await window.command("View: Close Editors in Other Groups");
    await looksRight();
    expect((await panel.widths()).page).toBeGreaterThan(1500);
    await window.screenshot("report, wide");
  });
});
