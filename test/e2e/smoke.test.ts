import { describe, expect } from "vitest";
import { it } from "./driver/it.ts";
import { themes } from "./driver/workbench-window.ts";
import { trustSettings } from "./driver/workspace-trust.ts";

/** As the palette titles them; "Cancel Benchmark" is offered only during a run, "Check File" in a Python file. */
const commandTitles = [
  "Open SQLite Database…",
  "Run Benchmark…",
  "Benchmark Selected SQL",
  "Show Results",
  "Show Benchmark History",
  "Export Report…",
  "Show Log",
  "Check Workspace",
  "Clear Workspace Results",
  "Restart Linter",
  "Explain Rule…",
  "Change Severity of a Rule…",
];

describe("the packaged extension", () => {
  it("lists its commands in the palette of a window on the sample workspace", async ({
    openWindow,
    sampleWorkspace,
  }) => {
    const window = await openWindow(sampleWorkspace);
    await window.explorerRow("fetch_in_threads.py").waitFor();
    for (const title of commandTitles) {
      await window.quickInput.searchCommands(`Lanewise: ${title}`);
      // Another command's title may begin alike: "Benchmark Selected SQL Here".
      const rows = window.quickInput.rows(`Lanewise: ${title}`);
      expect(await rows.count(), title).toBe(title === "Benchmark Selected SQL" ? 2 : 1);
      await window.quickInput.escape();
    }
  });

  it("shows its panel in every theme", async ({ openWindow, sampleWorkspace }) => {
    const window = await openWindow(sampleWorkspace);
    await window.command("Lanewise: Show Results");
    for (const theme of themes) {
      await window.useTheme(theme);
      await window.webview().getByRole("main").waitFor();
      await window.screenshot(`empty panel, ${theme}`);
    }
  });

  it("is there in a folder that is not trusted", async ({ openWindow, sampleWorkspace, useSettings }) => {
    useSettings(trustSettings);
    const window = await openWindow(sampleWorkspace);
    await window.trust.refuse();
    await window.command("Lanewise: Show Results");
    await window.webview().getByRole("main").waitFor();
  });
});
