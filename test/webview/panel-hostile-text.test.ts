import { describe, expect, it } from "vitest";
import type { PanelState } from "../../src/protocol/panel.ts";
import { sampleReport } from "../support/sample-report.ts";
import { aFile, aFinding, showFindings } from "./findings-states.ts";
import type { PanelPage } from "./panel-page.ts";
import { failedState, reportState } from "./panel-states.ts";
import { usePanel } from "./use-panel.ts";

const panels = usePanel();
let panel: PanelPage;

async function open(state: PanelState): Promise<PanelPage["page"]> {
  panel = await panels.open();
  await panel.show(state);
  return panel.page;
}

describe("what comes from a database or a report", () => {
  const image = '<img src=x onerror="document.title=1">';
  const hostile = [
    { what: "an image that runs a script", text: image },
    { what: "a closed script element", text: "</script><script>document.title=2</script>" },
    { what: "a text that turns the direction", text: "\u202egnp.exe\u2066" },
    { what: "a very long word", text: "x".repeat(4000) },
    { what: "quotes and a template", text: "'\"`{{document.title=3}}" },
  ];

  it.each(hostile)("is shown as text: $what", async ({ text }) => {
    const report = sampleReport();
    const state = reportState({
      problem: text,
      comparison: {
        with: text,
        result: { schema: "lanewise-comparison/1", conclusion: "no-difference", strategies: [], text },
      },
      report: {
        ...report,
        connection: { ...report.connection, name: text, settings: { [text]: text } },
        environment: { ...report.environment, cpuModel: text },
        plan: {
          ...report.plan,
          workload: { ...report.plan.workload, sql: text },
          strategies: [...report.plan.strategies.slice(0, 4), text],
        },
        strategies: report.strategies.map((strategy, at) =>
          at === 4 ? { ...strategy, strategy: text, reason: text, detail: text } : strategy,
        ),
        verdict: { ...report.verdict, text },
      },
    });
    const page = await open(state);
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.title()).toBe("Lanewise");
    expect(await page.locator(".verdict-words").textContent()).toBe(text);
    expect(await page.locator(".subject .sql").textContent()).toBe(text);
    for (const width of [400, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await panel.overflow()).toBe(0);
    }
  });

  it("is shown as text in the other views too", async () => {
    const text = image;
    const page = await open({ view: "failed", connection: text, message: text, detail: text });
    expect(await page.locator("h1").textContent()).toBe(text);
    expect(await page.locator("pre").textContent()).toBe(text);
    await panel.show({ view: "empty", connection: text });
    expect(await page.locator(".welcome .name").textContent()).toBe(text);
    expect(await page.title()).toBe("Lanewise");
  });
});

describe("what comes from code", () => {
  it("is shown as text too", async () => {
    const text = '<img src=x onerror="document.title=1">"]{}';
    const { page, post } = await panels.open();
    await page.getByRole("tab", { name: "Findings" }).click();
    const related = [{ file: 1, line: 0, character: 0, name: text, message: text }];
    const finding = aFinding({ rule: text, message: text, related });
    await post(
      showFindings({ files: [{ ...aFile(0, text, [finding]), note: text }], rules: { [text]: text } }),
    );
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.locator(".message").textContent()).toBe(text);
    expect(await page.locator(".rule-summary").textContent()).toBe(text);
    await page.getByRole("treeitem").first().click();
    expect(await page.locator(".finding-row").count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-expanded"))).toBe("false");
    expect(await page.title()).toBe("Lanewise");
  });

  it("takes no name for more than a name, such as one that every object has", async () => {
    const { page, post } = await panels.open();
    await page.getByRole("tab", { name: "Findings" }).click();
    const findings = ["constructor", "__proto__", "toString"].map((rule) => aFinding({ rule }));
    await post(showFindings({ files: [aFile(0, "a.py", findings)], rules: {} }));
    expect(await page.locator(".group-row").count()).toBe(3);
    expect(await page.locator(".rule-row").count()).toBe(0);
  });
});

describe("a message that the page does not know", () => {
  it.each([
    null,
    1,
    "show",
    {},
    { type: "show" },
    { type: "show", state: { view: "later" } },
    { type: "new" },
    { type: "turn-to", page: "settings" },
    { type: "show-findings", files: [], rules: {} },
    { type: "show-findings", status: {}, files: [{ name: 1, findings: [] }], rules: {} },
    { type: "change-findings", status: {}, changed: [] },
    { type: "count-findings", count: "7" },
  ])("is ignored: %j", async (message) => {
    const page = await open(failedState);
    await panel.post(message as never);
    expect(await page.locator("pre").textContent()).toBe("attempt to write a readonly database");
  });
});
