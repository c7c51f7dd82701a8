import { describe, expect, it } from "vitest";
import type { Preview } from "../../../src/core/connection/catalog.ts";
import type { FromPreview, ToPreview } from "../../../src/protocol/preview.ts";
import { axeViolations } from "../axe-violations.ts";
import { openPage } from "../panel-page.ts";
import { type ThemeName, themes } from "../themes.ts";
import { usePages } from "../use-pages.ts";

const pages = usePages(openPage<ToPreview, FromPreview>, {
  script: "preview/main.ts",
  style: "preview/preview.css",
});

const image = '<img src=x onerror="document.title=1">';

function rowsOf(rows: number, columns: number): Extract<ToPreview, { type: "show-rows" }> {
  const preview: Preview = {
    cutAt: 1000,
    columns: Array.from({ length: columns }, (_, at) => ({
      name: at === 0 ? "id" : `column ${at}`,
      type: at === 0 ? "INTEGER" : "TEXT",
      isNumber: at === 0,
    })),
    rows: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, at) => (at === 0 ? String(row + 1) : row % 3 === 0 ? null : image)),
    ),
  };
  return { type: "show-rows", title: "files · shop", preview, limit: 200 };
}

describe("the page of a table's first rows", () => {
  it.each(Object.keys(themes) as ThemeName[])(
    "has nothing that axe finds fault with, in %s",
    async (theme) => {
      const panel = await pages.open({ theme });
      const states: readonly ToPreview[] = [
        { type: "show-loading", title: "files · shop" },
        rowsOf(200, 12),
        { type: "show-problem", title: "files · shop", message: "No answer within 30 s." },
      ];
      for (const state of states) {
        await panel.post(state);
        expect(await axeViolations(panel.page)).toEqual([]);
      }
    },
  );

  it("holds only the cells in sight, however many there are", async () => {
    const panel = await pages.open({ width: 1000, height: 800 });
    await panel.post(rowsOf(200, 1000));
    const { page } = panel;
    const grid = page.getByRole("grid");
    expect(await grid.getAttribute("aria-rowcount")).toBe("201");
    expect(await grid.getAttribute("aria-colcount")).toBe("1000");
    expect(await page.getByRole("gridcell").count()).toBeLessThan(600);
    await grid.focus();
    await page.keyboard.press("Control+End");
    const last = page.locator("[aria-rowindex='201'] [aria-colindex='1000']");
    await last.waitFor();
    expect(await grid.getAttribute("aria-activedescendant")).toBe(await last.getAttribute("id"));
    expect(await page.getByRole("gridcell").count()).toBeLessThan(600);
    const inSight = await last.evaluate((cell) => {
      const { bottom, right } = cell.getBoundingClientRect();
      const grid = cell.closest("[role=grid]")?.getBoundingClientRect();
      return grid !== undefined && bottom <= grid.bottom && right <= grid.right;
    });
    expect(inSight).toBe(true);
  });

  it("shows what a database holds as text, and tells NULL from it", async () => {
    const panel = await pages.open();
    await panel.post(rowsOf(5, 3));
    const { page } = panel;
    const cells = page.locator("[aria-rowindex='3'] [role=gridcell]");
    expect(await cells.allTextContents()).toEqual(["2", image, image]);
    expect(await page.locator("[aria-rowindex='2'] [aria-colindex='2'].null").textContent()).toBe("NULL");
    expect(await page.locator("img").count()).toBe(0);
    await page.getByText("All 5 rows · 3 columns").waitFor();
  });

  it("selects by keys and by the pointer, and copies what is selected", async () => {
    const panel = await pages.open();
    await panel.post(rowsOf(5, 2));
    const { page } = panel;
    await page.getByRole("grid").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Control+c");
    await page.locator("[aria-rowindex='4'] [aria-colindex='1']").click();
    await page.locator("[aria-rowindex='5'] [aria-colindex='1']").click({ modifiers: ["Shift"] });
    await page.getByRole("button", { name: "Copy" }).click();
    const quoted = `"${image.replaceAll('"', '""')}"`;
    expect(await panel.sent()).toEqual([
      { type: "ready" },
      { type: "copy-text", text: `2\t${quoted}` },
      { type: "copy-text", text: "3\n4" },
    ]);
    await page.getByText("id 4").waitFor();
  });

  it("orders an export, another reading, and a cancel", async () => {
    const panel = await pages.open();
    const press = (name: string) => panel.page.getByRole("button", { name, exact: true }).click();
    await panel.post({ type: "show-loading", title: "files" });
    await press("Cancel");
    await panel.post(rowsOf(1, 1));
    for (const name of ["Export CSV", "Export JSON", "Export Markdown", "Read Again"]) await press(name);
    expect(await panel.sent()).toEqual([
      { type: "ready" },
      { type: "cancel" },
      { type: "export-rows", format: "csv" },
      { type: "export-rows", format: "json" },
      { type: "export-rows", format: "markdown" },
      { type: "read-again" },
    ]);
  });

  it("shows a table without rows and without columns", async () => {
    const panel = await pages.open();
    await panel.post(rowsOf(0, 2));
    await panel.page.getByText("All 0 rows · 2 columns").waitFor();
    await panel.page.getByRole("grid").focus();
    for (const key of ["ArrowDown", "Control+End", "Control+a"]) await panel.page.keyboard.press(key);
    await panel.post(rowsOf(0, 0));
    expect(await panel.page.getByRole("columnheader").count()).toBe(0);
    expect(await panel.sent()).toEqual([{ type: "ready" }]);
  });
});
