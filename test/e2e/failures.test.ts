import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect } from "vitest";
import { it } from "./driver/it.ts";
import { Lanewise, quickBenchmark } from "./driver/lanewise.ts";

describe("what cannot be measured", () => {
  it("is refused with what happened and what to do, and the database stays as it was", async ({
    openWindow,
    sampleWorkspace,
    useSettings,
  }) => {
    useSettings(quickBenchmark);
    const statements = ["SELEC * FROM files;", "DELETE FROM files;", "SELECT 1; SELECT 2;"];
    writeFileSync(path.join(sampleWorkspace, "wrong.sql"), statements.join("\n"));
    const database = path.join(sampleWorkspace, "christmas.db");
    const before = sha256(database);
    const window = await openWindow(sampleWorkspace);
    const { notifications } = window;
    const lanewise = new Lanewise(window);
    await lanewise.openDatabase(database);

    const says = async (sentences: readonly (string | RegExp)[]) => {
      let message = notifications.message(sentences[0] ?? "");
      for (const sentence of sentences) message = message.filter({ hasText: sentence });
      await message.waitFor();
    };
    await lanewise.benchmark("wrong.sql", 1);
    await says(['The SQL could not be compiled near "SELEC".', "Correct the statement and run again."]);
    await lanewise.panel.heading(/could not be compiled near "SELEC"/).waitFor();
    await window.screenshot("failed run");
    await window.command("Notifications: Clear All Notifications");

    await window.editor.select("wrong.sql", "SELECT 1; SELECT 2;");
    await window.command("Lanewise: Benchmark Selected SQL");
    // In the panel: the editor shows no toast that follows too soon on others, and keeps it below the bell.
    await lanewise.panel
      .heading(/holds more than one statement\. Select one statement and run again/)
      .waitFor();

    await lanewise.benchmark("wrong.sql", 2);
    await lanewise.panel
      .heading(/does not only read, so it was refused .* Benchmark a SELECT\. The database was not changed\./)
      .waitFor();
    expect(sha256(database)).toBe(before);
    await lanewise.panel.button("Show log").click();
    await window.outputLines("DELETE FROM files").waitFor();
    await window.outputLines("not-read-only").waitFor();
  });

  it("is a file that is no database, or that is not there", async ({
    openWindow,
    sampleWorkspace,
    useSettings,
  }) => {
    useSettings(quickBenchmark);
    const window = await openWindow(sampleWorkspace);
    const { notifications } = window;
    const lanewise = new Lanewise(window);
    await lanewise.openDatabase(path.join(sampleWorkspace, "README.md"));
    await notifications.message(/README\.md is not an SQLite database, or it is encrypted\./).waitFor();

    // Its button asks for another one, which is gone by the time it is measured.
    const other = path.join(sampleWorkspace, "other.db");
    writeFileSync(other, "");
    await notifications.press("is not an SQLite database", "Open SQLite Database…");
    await lanewise.answerFileDialog(other);
    await window.statusBarItem("other.db").waitFor();
    rmSync(other);
    await lanewise.benchmark("queries.sql", 4);
    await notifications.message(/There is no file .*other\.db\. Check the path/).waitFor();
  });
});

function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
