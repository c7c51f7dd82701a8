import path from "node:path";
import { describe, expect } from "vitest";
import { it } from "./driver/it.ts";
import { Lanewise, quickBenchmark } from "./driver/lanewise.ts";

describe("the reports of a workspace", () => {
  it("can be run again, compared, opened and deleted", async ({
    openWindow,
    sampleWorkspace,
    useSettings,
  }) => {
    // Fewer trials of each report could not be compared.
    const trials = { "lanewise.benchmark.trials.minimum": 5, "lanewise.benchmark.trials.maximum": 5 };
    useSettings({ ...quickBenchmark, ...trials });
    const window = await openWindow(sampleWorkspace);
    const { quickInput } = window;
    const lanewise = new Lanewise(window);
    const { panel } = lanewise;
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await lanewise.benchmark("queries.sql", 4);
    await panel.verdict();
    await panel.button("Save as baseline").click();
    await panel.main.getByText("Baseline", { exact: true }).waitFor();
    expect(await panel.button("Saved as baseline").isDisabled()).toBe(true);

    await panel.button("Run again").click();
    await panel.heading("Measuring christmas.db").waitFor();
    await panel.verdict();
    expect(await panel.button("Save as baseline").isEnabled()).toBe(true);
    await panel.main.getByText("SELECT * FROM files").first().waitFor();

    await panel.button("Compare with…").click();
    await quickInput.title.getByText("Compare with…").waitFor();
    expect(await quickInput.rows().count()).toBe(1);
    await quickInput.rows("baseline").click();
    const comparison = panel.section("Comparison");
    await comparison.getByText(/Compared with christmas\.db/).waitFor();
    expect(await panel.marks("comparison", "factor").count()).toBe(3);
    expect(await panel.marks("comparison", "interval").count()).toBe(3);
    await comparison.scrollIntoViewIfNeeded();
    await window.screenshot("comparison");
    await panel.button("Clear comparison").click();
    await comparison.waitFor({ state: "detached" });

    await window.command("Lanewise: Show Benchmark History");
    // With the dot that follows it: a verdict may say that no difference can be shown.
    await quickInput.rows("shown ·").waitFor();
    await window.screenshot("history");
    await quickInput.pressInRow("baseline", "Compare the shown report with this one");
    await comparison.waitFor();

    await window.command("Lanewise: Show Benchmark History");
    await quickInput.rows("baseline").click();
    await panel.main.getByText("Baseline", { exact: true }).waitFor();

    await window.command("Lanewise: Show Benchmark History");
    await quickInput.pressInRow("baseline", "Delete");
    await quickInput.rows("baseline").waitFor({ state: "detached" });
    expect(await quickInput.rows().count()).toBe(1);
    await panel.heading("Does running it in parallel help on your database?").waitFor();
    await quickInput.rows().click();
    await panel.verdict();
    expect(await panel.button("Save as baseline").isEnabled()).toBe(true);
  });
});
