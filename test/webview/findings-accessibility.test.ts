import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe-violations.ts";
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
import { type ThemeName, themes } from "./themes.ts";
import { usePanel } from "./use-panel.ts";

const panels = usePanel();
const states: Readonly<Record<string, ShowFindings>> = {
  list: showFindings(),
  "a list with more": showFindings({ files: manyFiles(1000) }),
  "checked in part": showFindings({
    status: checkedAll,
    files: sampleFiles.map((file) => ({ ...file, note: "The time budget ended." })),
  }),
  checking: showFindings({ status: { ...idle, state: "checking", progress: { done: 3, total: 9 } } }),
  "checking, nothing yet": showFindings({
    ...{ files: [], status: { ...idle, state: "checking", progress: { done: 0, total: 0 } } },
  }),
  untried: showFindings({ files: [] }),
  clean: showFindings({ files: [], status: checkedAll }),
  off: showFindings({ files: [], status: { ...idle, state: "off" } }),
  failed: showFindings({ files: [], status: { ...idle, state: "failed" } }),
  stopped: showFindings({ status: { ...idle, state: "failed" } }),
};

async function openFindings(options: Parameters<typeof panels.open>[0]): Promise<PanelPage> {
  const panel = await panels.open(options);
  await panel.page.getByRole("tab", { name: "Findings" }).click();
  return panel;
}

describe.each(Object.keys(themes) as ThemeName[])("in %s", (theme) => {
  it("no state of the page has anything that axe objects to", async () => {
    const panel = await openFindings({ theme });
    for (const [name, message] of Object.entries(states)) {
      await panel.post(message);
      expect({ name, violations: await axeViolations(panel.page) }).toEqual({ name, violations: [] });
    }
    await panel.post(showFindings());
    await panel.page.getByRole("textbox").fill("no such thing");
    expect(await axeViolations(panel.page)).toEqual([]);
  });
});

describe.each([300, 500, 800, 1600])("at %d pixels", (width) => {
  it("no state of the page scrolls sideways", async () => {
    const panel = await openFindings({ width });
    const long = aFinding({ message: "x".repeat(400), rule: "r".repeat(80) });
    const files = [aFile(0, `${"folder".repeat(30)}/a.py`, [long])];
    for (const [name, message] of Object.entries({ ...states, long: showFindings({ files }) })) {
      await panel.post(message);
      expect({ name, overflow: await panel.overflow() }).toEqual({ name, overflow: 0 });
    }
  });
});

describe("the list", () => {
  it("tells a screen reader what each row is, and of how many", async () => {
    const panel = await openFindings({});
    await panel.post(showFindings());
    const rows = await panel.page
      .getByRole("treeitem")
      .evaluateAll((all) =>
        all
          .slice(0, 4)
          .map((row) =>
            ["aria-level", "aria-posinset", "aria-setsize", "aria-expanded"].map((name) =>
              row.getAttribute(name),
            ),
          ),
      );
    expect(rows).toEqual([
      ["1", "1", "5", "true"],
      ["2", "1", "2", null],
      ["2", "2", "2", "true"],
      ["3", "1", "2", null],
    ]);
    expect(await panel.page.getByRole("tree", { name: "Findings" }).count()).toBe(1);
    const finding = panel.page.getByRole("treeitem", {
      name: "Commits once per row. Commit once after the loop, or once per batch. Warning app/worker.py:12 Safe fix",
    });
    expect(await finding.count()).toBe(1);
    expect(await panel.page.getByRole("treeitem", { name: "commit-in-loop 2 warnings" }).count()).toBe(1);
  });
});
