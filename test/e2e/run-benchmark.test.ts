import path from "node:path";
import { describe, expect } from "vitest";
import { it } from "./driver/it.ts";
import { Lanewise, quickBenchmark } from "./driver/lanewise.ts";

const pointRead = "SELECT * FROM files WHERE id = :id";

describe("Run Benchmark…", () => {
  it("asks step by step, and runs a point read with a parameter", async ({
    openWindow,
    sampleWorkspace,
    useSettings,
  }) => {
    useSettings(quickBenchmark);
    const window = await openWindow(sampleWorkspace);
    const { quickInput } = window;
    const lanewise = new Lanewise(window);
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    const stepIs = (step: string) => quickInput.title.getByText(`(${step})`).waitFor();

    await window.command("Lanewise: Run Benchmark…");
    await quickInput.title.getByText("Benchmark of christmas.db").waitFor();
    await stepIs("1/4");
    await window.screenshot("run benchmark, 1 workload");
    await quickInput.pick("Query, rows as a stream");

    await stepIs("2/4");
    await quickInput.type(" ");
    await quickInput.accept();
    await quickInput.message.getByText("Write a statement, such as SELECT * FROM files.").waitFor();
    await quickInput.type(pointRead);
    await window.screenshot("run benchmark, 2 SQL");
    await quickInput.accept();

    await stepIs("3/6");
    await quickInput.message.getByText("Values for :id").waitFor();
    await quickInput.type("9..1");
    await quickInput.accept();
    await window.screenshot("run benchmark, 3 parameter refused");
    await quickInput.back();
    await stepIs("2/6");
    expect(await quickInput.input.inputValue()).toBe(pointRead);
    await quickInput.accept();
    await stepIs("3/6");
    await quickInput.type("1..50000");
    await quickInput.accept();

    await stepIs("4/6");
    await quickInput.type("2000");
    await quickInput.accept();
    await stepIs("5/6");
    await quickInput.type("2, 65");
    await quickInput.message.getByText("65 is not a whole number from 1 to 64.").waitFor();
    await window.screenshot("run benchmark, 5 lanes refused");
    await quickInput.type("2");
    await quickInput.accept();
    await stepIs("6/6");
    await window.screenshot("run benchmark, 6 strategies");
    await quickInput.accept();

    await lanewise.panel.verdict();
    const conditions = lanewise.panel.section("Conditions of this measurement");
    await conditions.getByText("id: 1 to 50000").waitFor();
    await conditions.getByText("2,000", { exact: true }).waitFor();

    // Escape abandons; the next time, the last statement is offered.
    await window.command("Lanewise: Run Benchmark…");
    await stepIs("1/6");
    await quickInput.accept();
    await stepIs("2/6");
    expect(await quickInput.input.inputValue()).toBe(pointRead);
    await quickInput.escape();
    await lanewise.panel.heading(/./).waitFor();
  });
});
