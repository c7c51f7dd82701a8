import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect } from "vitest";
import type { Report } from "../../src/core/benchmark/report.ts";
import { it } from "./driver/it.ts";
import { Lanewise, quickBenchmark } from "./driver/lanewise.ts";

describe("exporting a report", () => {
  it("writes each format, and a page that says the same as the panel", async ({
    browser,
    openWindow,
    sampleWorkspace,
    useSettings,
    onTestFinished,
  }) => {
    useSettings(quickBenchmark);
    const window = await openWindow(sampleWorkspace);
    const lanewise = new Lanewise(window);
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await lanewise.benchmark("queries.sql", 4);
    const verdict = await lanewise.panel.verdict();
    const exported = async (format: string, name: string) => {
      const file = path.join(sampleWorkspace, name);
      await window.command("Lanewise: Export Report…");
      await window.quickInput.pick(format);
      await lanewise.answerFileDialog(file);
      await window.notifications.message(`saved as ${file}`).waitFor();
      await window.command("Notifications: Clear All Notifications");
      return file;
    };

    const report = JSON.parse(readFileSync(await exported("JSON", "report.json"), "utf8")) as Report;
    expect(report.verdict.text).toContain(verdict);
    const strategies = ["serial", "threads(2)", "processes(2)"];
    // One line for the names, one for each trial, also of the second serial.
    const csv = readFileSync(await exported("CSV", "report.csv"), "utf8");
    expect(csv.trimEnd().split("\n").length).toBe(1 + (strategies.length + 1) * 3);
    expect(readFileSync(await exported("Markdown", "report.md"), "utf8")).toContain("processes(2)");

    const url = pathToFileURL(await exported("HTML", "report.html")).href;
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (request.url() !== url) complaints.push(request.url());
    });
    await page.goto(url);
    const heading = await page.locator("h1.verdict-text").textContent();
    const more = await page.locator(".verdict-more").allTextContents();
    expect([heading, ...more].join(" ")).toBe(verdict);
    expect(await page.locator("[data-chart=times] svg .trial > *").count()).toBe(strategies.length * 3);
    expect(await page.getByRole("button", { name: "Run again" }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
