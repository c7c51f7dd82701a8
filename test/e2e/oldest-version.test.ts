import path from "node:path";
import { describe, expect } from "vitest";
import { it as itInNewest } from "./driver/it.ts";
import { Lanewise, quickBenchmark } from "./driver/lanewise.ts";
import { startWorkbench } from "./workbench/server.mjs";
import { oldest } from "./workbench/set-up.mjs";

const it = itInNewest.override("workbench", async ({ vsix }, { onCleanup }) => {
  const workbench = await startWorkbench({ vsix, edition: oldest });
  onCleanup(() => workbench.stop());
  return workbench;
});

describe("the oldest VS Code that the manifest allows", () => {
  it("measures selected SQL and shows the report", async ({ openWindow, sampleWorkspace, useSettings }) => {
    useSettings(quickBenchmark);
    const window = await openWindow(sampleWorkspace);
    const lanewise = new Lanewise(window);
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await window.statusBarItem("christmas.db").waitFor();
    // By the mouse: this editor has no ripgrep, without which it finds no file by its name.
    await window.explorerRow("queries.sql").dblclick();
    await window.editor.goTo(4, 1);
    await window.command("Lanewise: Benchmark Selected SQL");
    await lanewise.panel.verdict();
    expect(await lanewise.panel.marks("times", "trial").count()).toBe(3 * 3);
    await window.screenshot("report in the oldest VS Code");
  });
});
