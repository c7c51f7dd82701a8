import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, vi } from "vitest";
import { it } from "./driver/it.ts";
import { endlessSql, Lanewise, quickBenchmark } from "./driver/lanewise.ts";
import { benchmarkProcesses } from "./driver/processes.ts";

describe("a window that is reloaded or closed", () => {
  it("shows the same report again", async ({ openWindow, sampleWorkspace, useSettings }) => {
    useSettings(quickBenchmark);
    const window = await openWindow(sampleWorkspace);
    const lanewise = new Lanewise(window);
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await lanewise.benchmark("queries.sql", 7);
    const verdict = await lanewise.panel.verdict();
    const times = await lanewise.panel.document.locator("#times-summary").textContent();

    await window.reload();
    expect(await lanewise.panel.verdict()).toBe(verdict);
    expect(await lanewise.panel.document.locator("#times-summary").textContent()).toBe(times);
    await window.statusBarItem("christmas.db").waitFor();
  });

  it.for(["reload", "close"] as const)(
    "leaves no process and no file of a run that went on: %s",
    async (ending, { openWindow, sampleWorkspace, useSettings, workbench }) => {
      useSettings(quickBenchmark);
      writeFileSync(path.join(sampleWorkspace, "endless.sql"), endlessSql);
      const database = path.join(sampleWorkspace, "christmas.db");
      useWriteAheadLog(database);
      const files = readdirSync(sampleWorkspace).sort();
      const window = await openWindow(sampleWorkspace);
      const lanewise = new Lanewise(window);
      await lanewise.openDatabase(database);
      await lanewise.benchmark("endless.sql", 1);
      await window.statusBarItem("christmas.db: warming up").waitFor();
      await vi.waitUntil(() => benchmarkProcesses(workbench.folder).length > 0, { timeout: 20_000 });
      await vi.waitUntil(() => readdirSync(sampleWorkspace).includes("christmas.db-shm"), {
        timeout: 20_000,
      });

      await window[ending]();
      await vi.waitUntil(() => benchmarkProcesses(workbench.folder).length === 0, { timeout: 20_000 });
      await vi.waitFor(() => expect(readdirSync(sampleWorkspace).sort()).toEqual(files), { timeout: 20_000 });
    },
  );
});

/** Whoever reads the database from now on makes two files beside it. */
function useWriteAheadLog(file: string): void {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.close();
}
