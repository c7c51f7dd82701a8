import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  aFile,
  aFinding,
  checkedAll,
  idle,
  manyFiles,
  type ShowFindings,
  sampleFiles,
  showFindings,
} from "./findings-states.ts";
import type { PanelPage } from "./panel-page.ts";
import { usePanel } from "./use-panel.ts";

const panels = usePanel();
let panel: PanelPage;

/** The panel with its page of findings in front. */
async function open(changes: Partial<ShowFindings> = {}): Promise<Page> {
  panel = await panels.open();
  await panel.page.getByRole("tab", { name: "Findings" }).click();
  await panel.post(showFindings(changes));
  return panel.page;
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 }).textContent();
const row = (page: Page, text: string): Locator => page.getByRole("treeitem").filter({ hasText: text });
const sentSince = async (already: number) => (await panel.sent()).slice(already);

describe("the list of findings", () => {
  it("says of each how severe it is in a word and a shape, what it is, where, and whether it can be fixed", async () => {
    const page = await open();
    const texts = await page.locator(".finding-row").allInnerTexts();
    expect(texts.map((text) => text.replace(/\s+/g, " "))[0]).toBe(
      "This session is used by every thread of the pool. Give each thread a session of its own. Error app/worker.py:21 Suggestion",
    );
    const shapes = await page
      .locator(".toggle .severity path")
      .evaluateAll((paths) => paths.map((path) => path.getAttribute("d")));
    expect(new Set(shapes).size).toBe(4);
    expect(await page.locator(".fix").allInnerTexts()).toEqual([
      "Suggestion",
      "Safe fix",
      "Safe fix",
      "Suggestion",
      "Safe fix",
    ]);
    expect(await page.locator(".findings-number").textContent()).toBe("6 findings in 3 files");
  });

  it("opens a finding, and each place that belongs to it", async () => {
    const page = await open();
    await row(page, "used by every thread").click();
    await row(page, "the session is made here: app/db.py:12").click();
    await row(page, "the threads start here: line 34").click();
    expect(await sentSince(2)).toEqual([
      { type: "open-place", file: 0, line: 20, character: 8 },
      { type: "open-place", file: 1, line: 11, character: 0 },
      { type: "open-place", file: 0, line: 33, character: 4 },
    ]);
  });

  it("sets as code what its sentences say as code, and puts places after them", async () => {
    const related = [{ file: 1, line: 4, character: 0, name: "db.py", message: "`Session` is made here." }];
    const message = "Pass `Session` and call `Session()`, not ` alone.";
    const page = await open({ files: [aFile(0, "a.py", [aFinding({ message, related })])] });
    expect(await page.locator(".message code").allTextContents()).toEqual(["Session", "Session()"]);
    expect(await page.locator(".message").textContent()).toBe(
      "Pass Session and call Session(), not ` alone.",
    );
    expect(await page.locator(".related-row").textContent()).toBe("Session is made here. db.py:5");
  });

  it("explains a rule", async () => {
    const page = await open();
    await page.getByText("Explain this rule").nth(1).click();
    expect(await sentSince(2)).toEqual([{ type: "explain-rule", rule: "commit-in-loop" }]);
  });

  it("is grouped by file when that is wanted, also after a reload", async () => {
    const page = await open();
    await page.getByRole("radio", { name: "By file" }).click();
    const groups = page.locator(".group-title");
    expect(await groups.allInnerTexts()).toEqual([
      "app/db.py",
      "app/worker.py",
      "scripts/import_countries.py",
    ]);
    await row(page, "app/worker.py").first().click();
    expect(await page.locator(".finding-row").count()).toBe(3);
    await page.reload();
    await panel.post(showFindings());
    expect(await page.getByRole("tab", { name: "Findings" }).getAttribute("aria-selected")).toBe("true");
    expect(await groups.count()).toBe(3);
    expect(await page.locator(".finding-row").count()).toBe(3);
    expect(await row(page, "app/worker.py").first().getAttribute("aria-expanded")).toBe("false");
  });

  it("closes the places of a finding by its mark, without opening the finding", async () => {
    const page = await open();
    await row(page, "used by every thread").locator(".twisty").click();
    expect(await page.locator(".related-row").count()).toBe(0);
    expect(await sentSince(2)).toEqual([]);
  });

  it("says which files were checked only in part", async () => {
    const note = "The time budget of 2000 ms ended.";
    const page = await open({ files: [{ ...aFile(0, "large.py", [aFinding()]), note }] });
    expect(await page.getByRole("note").textContent()).toContain(`large.py: ${note}`);
  });

  it("says how much was checked", async () => {
    const page = await open();
    const checked = page.locator(".coverage");
    expect(await checked.textContent()).toBe("Open files only");
    await panel.post(showFindings({ status: checkedAll }));
    expect(await checked.textContent()).toBe("Whole workspace, 128 files");
    const lastCheck = { outcome: "cancelled", files: 1, unreadable: 2 } as const;
    await panel.post(showFindings({ status: { ...idle, lastCheck } }));
    expect(await checked.textContent()).toBe("Check cancelled after 1 file · 2 could not be read");
  });
});

describe("the filter", () => {
  it("looks into messages, rules and files, and says how much passes", async () => {
    const page = await open();
    await page.getByRole("textbox", { name: "Filter by message, rule or file" }).fill("countries commit");
    expect(await page.locator(".finding-row").count()).toBe(1);
    expect(await page.locator(".findings-number").textContent()).toBe("1 of 6 findings");
    await page.getByRole("textbox").press("Escape");
    expect(await page.locator(".finding-row").count()).toBe(6);
  });

  it("leaves out severities and what has no fix", async () => {
    const page = await open();
    const warnings = page.getByRole("button", { name: "3 Warnings" });
    await warnings.click();
    expect(await warnings.getAttribute("aria-pressed")).toBe("false");
    await page.getByRole("checkbox", { name: "Fixable only" }).click();
    expect(await page.locator(".finding-row .word").allInnerTexts()).toEqual(["Error", "Hint"]);
    await warnings.click();
    expect(await page.locator(".findings-number").textContent()).toBe("5 of 6 findings");
  });

  it("is cleared where nothing passes, and the field has the focus again", async () => {
    const page = await open();
    await page.getByRole("checkbox", { name: "Fixable only" }).click();
    await page.getByRole("textbox").fill("no such thing");
    expect(await page.locator(".filtered-out").textContent()).toContain(
      "None of 6 findings passes the filter.",
    );
    await page.getByRole("button", { name: "Clear Filter" }).click();
    expect(await page.locator(".finding-row").count()).toBe(6);
    expect(await page.getByRole("textbox").inputValue()).toBe("");
    expect(await page.getByRole("checkbox").getAttribute("aria-checked")).toBe("false");
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe("vscode-text-field");
  });

  it("stands over a reload", async () => {
    const page = await open();
    await page.getByRole("textbox").fill("countries");
    await page.reload();
    await panel.post(showFindings());
    expect(await page.getByRole("textbox").inputValue()).toBe("countries");
    expect(await page.locator(".finding-row").count()).toBe(2);
  });
});

describe("the states of the page", () => {
  it("teaches what to do before anything was found", async () => {
    const page = await open({ files: [] });
    expect(await heading(page)).toBe("Which lines use database sessions wrongly?");
    expect(await page.locator(".looked-for dt").allInnerTexts()).toEqual([
      "Sharing",
      "Work per row",
      "Lifetime",
    ]);
    await page.getByRole("button", { name: "Check Workspace" }).click();
    expect(await sentSince(2)).toEqual([{ type: "check-workspace" }]);
  });

  it("says how to switch the linter on", async () => {
    const page = await open({ files: [], status: { ...idle, state: "off" } });
    expect(await heading(page)).toBe("The linter is switched off");
    await page.getByRole("button", { name: "Open Settings" }).click();
    expect(await sentSince(2)).toEqual([{ type: "open-lint-settings" }]);
  });

  it("says how far a check is, fills the list meanwhile, and cancels it", async () => {
    const status = { ...idle, state: "checking", progress: { done: 0, total: 0 } } as const;
    const page = await open({ files: [], status });
    expect(await page.locator("#check-text").textContent()).toBe("Looking for files");
    expect(await page.getByRole("progressbar").getAttribute("value")).toBeNull();
    expect(await page.locator(".placeholder").count()).toBe(1);
    await panel.post({
      ...{ type: "change-findings", changed: sampleFiles, gone: [] },
      status: { ...status, progress: { done: 1300, total: 2600 } },
    });
    expect(await page.locator("#check-text").textContent()).toBe("1,300 of 2,600 files");
    expect(await page.getByRole("progressbar").getAttribute("value")).toBe("1300");
    expect(await page.locator(".finding-row").count()).toBe(6);
    expect(await page.getByRole("button", { name: "Check Workspace" }).count()).toBe(0);
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await sentSince(2)).toEqual([{ type: "cancel-check" }]);
  });

  it("says that nothing was found, in how many files, and what was looked for", async () => {
    const page = await open({ files: [], status: checkedAll });
    expect(await heading(page)).toBe("No session misuse found in 128 files");
    expect(await page.locator(".looked-for").count()).toBe(1);
    expect(await page.getByRole("button", { name: "Check Again" }).count()).toBe(1);
  });

  it("restarts a linter that failed, and still shows what it found", async () => {
    const status = { ...idle, state: "failed" } as const;
    const page = await open({ files: [], status });
    expect(await heading(page)).toContain("The linter stopped");
    await page.getByRole("button", { name: "Restart Linter" }).click();
    await page.getByRole("button", { name: "Show log" }).click();
    expect(await sentSince(2)).toEqual([{ type: "restart-linter" }, { type: "show-log" }]);
    await panel.post(showFindings({ status }));
    expect(await page.getByRole("note").textContent()).toContain("may no longer be so");
    expect(await page.locator(".finding-row").count()).toBe(6);
  });
});

describe("live news", () => {
  const news = (change: object) =>
    panel.post({ type: "change-findings", status: idle, changed: [], gone: [], ...change } as never);

  it("changes what changed and keeps the focus, where it is still there", async () => {
    const page = await open();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await row(page, "Nobody asks this future").focus();
    await news({
      changed: [
        aFile(0, "app/worker.py", [
          aFinding({ line: 3 }),
          aFinding({ line: 50, rule: "worker-error-swallowed", message: "Nobody asks this future." }),
        ]),
      ],
    });
    expect(await focused()).toContain("app/worker.py:51");
    await news({ gone: [0] });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("treeitem");
    expect(await page.locator(".findings-number").textContent()).toBe("3 findings in 2 files");
  });

  it("moves neither the scroll position nor what is typed", async () => {
    const page = await open({ files: manyFiles(400) });
    await page.getByRole("textbox").fill("module");
    await page.evaluate(() => window.scrollTo(0, 900));
    await news({ changed: [aFile(70, "package_30/module_70.py", [aFinding({ line: 1 })])] });
    expect(await page.evaluate(() => window.scrollY)).toBe(900);
    expect(await page.getByRole("textbox").inputValue()).toBe("module");
  });

  it("is said once it has settled, and how far a check is not more than every ten seconds", async () => {
    const page = await open();
    const said = page.getByRole("status");
    await expect.poll(() => said.textContent(), { timeout: 5000 }).toBe("6 findings in 3 files");
    await news({ gone: [0] });
    await news({ gone: [1] });
    await expect.poll(() => said.textContent(), { timeout: 5000 }).toBe("2 findings in 1 file");
    const checking = (done: number) =>
      news({ status: { ...idle, state: "checking", progress: { done, total: 10 } } });
    await checking(1);
    await checking(2);
    expect(await said.textContent()).toBe("Checking the workspace: 1 of 10 files");
  });
});
