import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { aFile, aFinding, manyFiles, showFindings } from "./findings-states.ts";
import type { PanelPage } from "./panel-page.ts";
import { usePanel } from "./use-panel.ts";

const panels = usePanel();
let panel: PanelPage;
let page: Page;

beforeEach(async () => {
  panel = await panels.open({ height: 600 });
  page = panel.page;
  await page.getByRole("tab", { name: "Findings" }).click();
  await panel.post(showFindings());
});

/** What the focused row says, in short. */
function focused(): Promise<string> {
  return page.evaluate(() => (document.activeElement?.textContent ?? "").slice(0, 30).trim());
}

async function press(...keys: readonly string[]): Promise<string> {
  for (const key of keys) await page.keyboard.press(key);
  return focused();
}

describe("the keys of the list", () => {
  it("go through the rows, into what is under them and out again", async () => {
    await page.getByRole("textbox").focus();
    expect(await press("ArrowDown")).toBe("session-shared-across-threads");
    expect(await press("ArrowDown", "ArrowDown")).toBe("This session is used by every");
    expect(await press("ArrowRight")).toBe("the session is made here: app/");
    expect(await press("ArrowLeft")).toBe("This session is used by every");
    expect(await press("ArrowLeft", "ArrowDown")).toBe("commit-in-loop 2 warnings");
    expect(await press("ArrowLeft", "ArrowDown")).toBe("per-row-write 1 warning");
    expect(await press("End")).toBe("The session already holds this");
    expect(await press("Home")).toBe("session-shared-across-threads");
  });

  it("open what a row is about with Enter and with Space", async () => {
    await page.getByRole("treeitem").first().focus();
    await press("ArrowDown", "Enter", "ArrowDown", "Enter", "ArrowDown", "Space");
    expect((await panel.sent()).slice(2)).toEqual([
      { type: "explain-rule", rule: "session-shared-across-threads" },
      { type: "open-place", file: 0, line: 20, character: 8 },
      { type: "open-place", file: 1, line: 11, character: 0 },
    ]);
  });

  it("close and open a group with Enter", async () => {
    const group = page.getByRole("treeitem").first();
    await group.focus();
    await press("Enter");
    expect(await group.getAttribute("aria-expanded")).toBe("false");
    await press("Enter");
    expect(await group.getAttribute("aria-expanded")).toBe("true");
    expect(await focused()).toBe("session-shared-across-threads");
  });

  it("reach the list by one Tab, and come back to the row that was left", async () => {
    await page.getByRole("treeitem").first().focus();
    const left = await press("ArrowDown", "ArrowDown", "ArrowDown");
    await press("Shift+Tab");
    expect(await press("Tab")).toBe(left);
    expect(await page.locator('[role=treeitem][tabindex="0"]').count()).toBe(1);
  });

  it("reach the filter with a slash from anywhere on the page, but type it in the filter", async () => {
    await page.getByRole("treeitem").first().focus();
    await press("/", "/");
    expect(await page.getByRole("textbox").inputValue()).toBe("/");
    await press("Escape");
    await page.getByRole("button", { name: "Check Workspace" }).focus();
    await press("/", "d", "b");
    expect(await page.getByRole("textbox").inputValue()).toBe("db");
  });

  it("toggle severities and leave shortcuts of the editor alone", async () => {
    await page.getByRole("button", { name: "1 Error" }).focus();
    await press("Space");
    expect(await page.locator(".findings-number").textContent()).toBe("5 of 6 findings");
    await page.getByRole("treeitem").first().focus();
    const before = await focused();
    expect(await press("Control+ArrowDown", "Alt+ArrowDown")).toBe(before);
  });

  it("go on with the first new row after more were asked for", async () => {
    const findings = Array.from({ length: 300 }, (_, line) => aFinding({ line }));
    await panel.post(showFindings({ files: [aFile(0, "a.py", findings)] }));
    await page.getByRole("treeitem").first().focus();
    expect(await press("End")).toBe("Show more (250 findings)");
    await press("Enter");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("a.py:51");
    expect(await press("End")).toBe("Show more (50 findings)");
    await press("Enter");
    expect(await page.locator(".finding-row").count()).toBe(300);
  });

  it("draw more groups when they are asked for", async () => {
    await panel.post(showFindings({ files: manyFiles(1000) }));
    await page.getByRole("radio", { name: "By file" }).click();
    await page.getByRole("treeitem").first().focus();
    expect(await press("End")).toBe("Show more (150 groups)");
    await press("Enter");
    expect(await page.locator(".group-row").count()).toBe(100);
    expect(await page.evaluate(() => document.activeElement?.classList.contains("group-row"))).toBe(true);
  });

  it("scroll a row into sight", async () => {
    await panel.post(showFindings({ files: manyFiles(300) }));
    await page.getByRole("treeitem").first().focus();
    await press("End");
    const box = await page.evaluate(() => {
      const { top, bottom } = (document.activeElement as Element).getBoundingClientRect();
      return { top, bottom, height: window.innerHeight };
    });
    expect(box.top).toBeGreaterThan(0);
    expect(box.bottom).toBeLessThanOrEqual(box.height);
    // Upwards, a row stops below the filter that stays in sight.
    for (let up = 0; up < 40; up++) await page.keyboard.press("ArrowUp");
    const [row, tools] = await page.evaluate(() => [
      document.activeElement?.getBoundingClientRect().top ?? 0,
      document.querySelector(".tools")?.getBoundingClientRect().bottom ?? 0,
    ]);
    expect(row).toBeGreaterThanOrEqual(tools ?? 0);
  });
});
