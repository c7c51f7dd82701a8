import { describe, expect, it } from "vitest";
import { showFindings } from "./findings-states.ts";
import { reportState } from "./panel-states.ts";
import { usePanel } from "./use-panel.ts";

const panels = usePanel();

describe("the tabs", () => {
  it("turn by click and by keys, and the host hears of it", async () => {
    const panel = await panels.open();
    const { page } = panel;
    await panel.show(reportState());
    await page.getByRole("tab", { name: "Benchmark" }).focus();
    await page.keyboard.press("ArrowRight");
    const focused = () => page.evaluate(() => document.activeElement?.id);
    expect(await focused()).toBe("findings-tab");
    expect(await page.locator("#benchmark-page").isHidden()).toBe(true);
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toBe("benchmark-tab");
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    expect((await panel.sent()).slice(1)).toEqual(
      ["findings", "benchmark", "findings", "benchmark"].map((name) => ({ type: "page-turned", page: name })),
    );
    const shown = page.getByRole("tabpanel", { includeHidden: true });
    expect(await shown.evaluateAll((all) => all.map((one) => one.getAttribute("aria-labelledby")))).toEqual([
      "benchmark-tab",
      "findings-tab",
    ]);
  });

  it("turn when the host asks, which is answered also when nothing changes", async () => {
    const panel = await panels.open();
    await panel.post({ type: "turn-to", page: "findings" });
    await panel.post({ type: "turn-to", page: "findings" });
    expect((await panel.sent()).slice(1)).toEqual([
      { type: "page-turned", page: "findings" },
      { type: "page-turned", page: "findings" },
    ]);
  });

  it("count findings while another page is shown", async () => {
    const panel = await panels.open();
    const tab = panel.page.getByRole("tab", { name: "Findings" });
    expect((await tab.textContent())?.trim()).toBe("Findings");
    await panel.post({ type: "count-findings", count: 1234 });
    expect(await tab.textContent()).toBe("Findings 1,234");
    await panel.post({ type: "count-findings", count: 0 });
    expect((await tab.textContent())?.trim()).toBe("Findings");
  });

  it("draw the charts of a report that arrived while nobody could see it", async () => {
    const panel = await panels.open();
    const { page } = panel;
    await page.getByRole("tab", { name: "Findings" }).click();
    await panel.post(showFindings());
    await panel.show(reportState());
    await page.getByRole("tab", { name: "Benchmark" }).click();
    expect(await page.locator(".times .trial circle").count()).toBeGreaterThan(10);
  });
});
