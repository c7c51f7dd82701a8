import { beforeEach, describe, expect, it } from "vitest";
import { sampleReport } from "../support/sample-report.ts";
import type { PanelPage } from "./panel-page.ts";
import { emptyState, reportState, runningState, sampleProgress } from "./panel-states.ts";
import { usePanel } from "./use-panel.ts";

const panels = usePanel();
let panel: PanelPage;

beforeEach(async () => {
  panel = await panels.open();
});

/** The sample report as it is after its first trials. */
function reportAfter(trials: number) {
  const report = sampleReport();
  return {
    ...report,
    strategies: report.strategies.map((strategy) => ({
      ...strategy,
      trialsMs: strategy.trialsMs.slice(0, trials),
      outliers: [],
    })),
  };
}

describe("the page of a run", () => {
  it("says how far the run is and what comes, before anything is measured", async () => {
    await panel.show(
      runningState({ report: null, progress: sampleProgress({ phase: "warming-up", trialsDone: 0 }) }),
    );
    const { page } = panel;
    expect(await page.locator("h1").textContent()).toBe("Measuring christmas.db");
    expect(await page.locator(".progress-text").textContent()).toContain("Warming up");
    expect(await page.getByRole("progressbar").getAttribute("value")).toBeNull();
    expect(await page.locator(".placeholder").textContent()).toContain("after the first round");
  });

  it("names the run it waits for", async () => {
    await panel.show(
      runningState({ report: null, progress: sampleProgress({ phase: "waiting", holder: "process 4711" }) }),
    );
    expect(await panel.page.locator(".progress-text").textContent()).toContain("process 4711");
  });

  it("moves the progress bar with every message and draws the rounds so far", async () => {
    await panel.show(runningState({ report: reportAfter(2) }));
    const { page } = panel;
    const dots = page.locator(".times .trial circle");
    expect(await dots.count()).toBe(10);
    await panel.post({ type: "progress", progress: sampleProgress({ trialsDone: 45, round: 8 }) });
    expect(await page.getByRole("progressbar").getAttribute("value")).toBe("45");
    expect(await page.locator(".progress").textContent()).toContain("Round 8 of at most 15");
    await panel.show(runningState({ report: reportAfter(3) }));
    expect(await dots.count()).toBe(15);
    expect(await page.locator(".verdict").textContent()).toContain("So far");
  });

  it("does not call the first rounds a verdict", async () => {
    const report = reportAfter(1);
    const verdict = {
      ...report.verdict,
      conclusion: "cannot-judge",
      causes: [],
      text: "This cannot be judged.",
    } as const;
    await panel.show(runningState({ report: { ...report, verdict } }));
    expect(await panel.page.locator("#verdict-heading").textContent()).toBe("Too early to say.");
  });

  it("cancels", async () => {
    await panel.show(runningState());
    await panel.page.getByRole("button", { name: "Cancel" }).click();
    expect(await panel.sent()).toContainEqual({ type: "cancel-run" });
  });

  it("keeps the focus, the scroll positions, open tables and elements while it fills in", async () => {
    await panel.show(runningState({ report: reportAfter(2) }));
    const { page } = panel;
    await page.setViewportSize({ width: 500, height: 500 });
    await page.locator("[data-details=times-data] > summary").click();
    const region = page.getByRole("region", { name: "Wall time of every trial" });
    await region.waitFor();
    await page.getByRole("button", { name: "Median wall time" }).focus();
    await page.getByRole("region", { name: "Figures of all strategies" }).evaluate((element) => {
      element.scrollLeft = 60;
    });
    const before = await page.evaluate(() => {
      window.scrollTo(0, 900);
      Reflect.set(document.querySelector(".figures") as Element, "isSame", true);
      return window.scrollY;
    });
    await panel.show(runningState({ report: reportAfter(3), progress: sampleProgress({ round: 4 }) }));
    await panel.post({ type: "progress", progress: sampleProgress({ trialsDone: 20 }) });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Median wall time");
    const figures = page.getByRole("region", { name: "Figures of all strategies" });
    expect(await figures.evaluate((element) => element.scrollLeft)).toBe(60);
    expect(await page.locator(".figures").evaluate((element) => Reflect.get(element, "isSame"))).toBe(true);
    expect(await region.locator("tbody tr").count()).toBe(3 + 1);
    expect(Math.abs((await page.evaluate(() => window.scrollY)) - before)).toBeLessThan(60);
  });

  it("keeps the strategy switch's focus when the arrow keys move it", async () => {
    await panel.show(runningState());
    const { page } = panel;
    await page.getByRole("radio", { name: "threads(2)" }).focus();
    await page.keyboard.press("ArrowRight");
    await panel.show(runningState({ progress: sampleProgress({ round: 5 }) }));
    const focused = page.locator("vscode-radio:focus");
    expect(await focused.textContent()).toBe("threads(3)");
    expect(await focused.getAttribute("aria-checked")).toBe("true");
    expect(await page.locator("figure[data-key=timeline] figcaption").textContent()).toContain("threads(3)");
  });

  it("speaks through one live region: that the run began, rarely how far it is, and the verdict", async () => {
    await panel.show(emptyState);
    const { page } = panel;
    const status = page.getByRole("status");
    const said = page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const region = document.querySelector("[role=status]");
          const texts: string[] = [];
          new MutationObserver(() => {
            const text = region?.textContent ?? "";
            texts.push(text);
            if (text.includes("times as fast")) resolve(texts);
          }).observe(region as Node, { childList: true, characterData: true, subtree: true });
        }),
    );
    await panel.show(runningState({ report: null }));
    for (let done = 1; done <= 20; done++) {
      await panel.post({ type: "progress", progress: sampleProgress({ trialsDone: done }) });
    }
    await panel.show(reportState());
    expect(await said).toEqual([
      "Measuring christmas.db",
      "Round 3 of at most 15: threads(2), 1 trials done",
      sampleReport().verdict.text,
    ]);
    expect(await status.getAttribute("aria-live")).not.toBe("assertive");
  });

  it("moves the focus to the verdict when the button that had it is gone", async () => {
    await panel.show(runningState());
    const { page } = panel;
    await page.locator("vscode-button[data-action=cancel-run]").focus();
    await panel.show(reportState());
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("verdict-heading");
  });

  it("ignores progress that arrives after the end", async () => {
    await panel.show(reportState());
    await panel.post({ type: "progress", progress: sampleProgress() });
    expect(await panel.page.getByRole("progressbar").count()).toBe(0);
  });
});
