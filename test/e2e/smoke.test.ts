import { describe, expect } from "vitest";
import { it } from "./driver/it.ts";

/** The manifest's commands, as the palette titles them. */
const commandTitles = [
  "Open SQLite Database…",
  "Run Benchmark…",
  "Benchmark Selected SQL",
  "Cancel Benchmark",
  "Show Results",
  "Show Benchmark History",
  "Export Report…",
  "Show Log",
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
      expect(await window.quickInput.rows(`Lanewise: ${title}`).count()).toBe(1);
      await window.quickInput.escape();
    }
    await window.screenshot("sample workspace");
  });
});
