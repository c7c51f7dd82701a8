import { rmSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, vi } from "vitest";
import { makeTables } from "../support/many-tables.ts";
import { ConnectionsView } from "./driver/connections-view.ts";
import { it } from "./driver/it.ts";
import { Lanewise, quickBenchmark } from "./driver/lanewise.ts";
import { themes } from "./driver/workbench-window.ts";

const patience = { timeout: 20_000, interval: 100 };

function makeShop(folder: string, name = "shop.db"): string {
  const file = path.join(folder, name);
  const db = new Database(file);
  db.exec(`CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, "odd ""name" TEXT);
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers (id), note TEXT);
    CREATE INDEX orders_by_customer ON orders (customer);
    CREATE VIEW rich AS SELECT * FROM customers;`);
  const insert = db.prepare("INSERT INTO customers VALUES (?, ?, ?)");
  for (let id = 1; id <= 300; id++)
    insert.run(id, id === 2 ? "<b>not bold</b>" : `Customer ${id}`, id % 3 === 0 ? null : "text");
  db.close();
  return file;
}

describe("the view Connections", () => {
  it("helps where there is nothing yet, and forgets a connection that is removed", async ({
    openWindow,
    makeWorkspace,
  }) => {
    const folder = makeWorkspace({ "notes.txt": "nothing" });
    const file = makeShop(folder);
    const window = await openWindow(folder);
    const view = await ConnectionsView.open(window);
    await view.welcomeButton("Add Connection").waitFor();
    await view.welcomeButton("Open the Sample").waitFor();
    await window.screenshot("connections, empty");
    await view.welcomeButton("Open SQLite Database…").click();
    await new Lanewise(window).answerFileDialog(file);
    await view.row("shop.db").waitFor();
    await window.statusBarItem("shop.db").waitFor();

    await view.select("shop.db");
    await window.page.keyboard.press("Delete");
    await view.answer("Remove");
    await view.welcomeButton("Open the Sample").click();
    await view.row("Sample").waitFor({ timeout: 30_000 });
    await window.statusBarItem("Sample").waitFor();
  });

  it("leads by the keyboard from a connection to a column, an index and a foreign key", async ({
    openWindow,
    makeWorkspace,
  }) => {
    const folder = makeWorkspace({ "notes.txt": "nothing" });
    const file = makeShop(folder);
    const window = await openWindow(folder);
    const view = await ConnectionsView.open(window);
    await new Lanewise(window).openDatabase(file);
    await view.select("shop.db");
    const { keyboard } = window.page;
    const step = async (key: string, row: string | RegExp) => {
      await keyboard.press(key);
      await view.row(row).first().waitFor();
    };
    await step("ArrowRight", "Tables");
    await step("ArrowDown", "Tables");
    await step("ArrowRight", "customers");
    await step("ArrowDown", "customers");
    await step("ArrowDown", "orders");
    await step("ArrowRight", "customer");
    await vi.waitFor(async () => {
      expect(await view.texts()).toEqual([
        expect.stringMatching(/^shop\.db✓ active · connected/),
        "Tables",
        "customers",
        "orders",
        "idINTEGER · primary key · not null",
        "customerINTEGER · not null",
        "noteTEXT · nullable",
        "Indexes",
        "Foreign Keys",
        "Views",
      ]);
    }, patience);
    await view.expand("Indexes");
    await view.row("orders_by_customer").waitFor();
    await view.expand("Foreign Keys");
    await view.row("customer→ customers (id)").waitFor();
    await view.expand("Views");
    await view.row("rich").waitFor();
    // A key means what has the focus, though something else is selected.
    await keyboard.press("Home");
    await view.focused("shop.db").waitFor();
    await keyboard.press("F2");
    await window.quickInput.title.filter({ hasText: "Rename Connection" }).waitFor();
    await window.quickInput.escape();
    for (const theme of themes) {
      await window.useTheme(theme);
      await window.screenshot(`connections, ${theme}`);
    }
  });

  it("shows the first rows of a table, and gives a SELECT of it", async ({ openWindow, makeWorkspace }) => {
    const folder = makeWorkspace({ "scratch.sql": "" });
    const file = makeShop(folder);
    const window = await openWindow(folder);
    const { page } = window;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const view = await ConnectionsView.open(window);
    await new Lanewise(window).openDatabase(file);
    await view.select("shop.db");
    await view.expand("shop.db");
    await view.expand("Tables");
    await view.row("customers").first().waitFor();
    await view.choose("customers", "Copy SELECT");
    await window.editor.open("scratch.sql");
    await page.keyboard.press("Control+V");
    await page.locator(".view-line", { hasText: 'SELECT "id", "name", "odd ""name"' }).waitFor();

    await view.select("customers");
    await page.keyboard.press("Control+Enter");
    const grid = window.webview().getByRole("grid");
    await grid.waitFor();
    expect(await grid.getAttribute("aria-rowcount")).toBe("201");
    expect(await grid.getAttribute("aria-colcount")).toBe("3");
    await window.webview().getByText("The first 200 rows").waitFor();
    await window.webview().getByRole("gridcell", { name: "<b>not bold</b>" }).waitFor();
    await grid.focus();
    await page.keyboard.press("Control+End");
    await window.webview().getByRole("gridcell", { name: "200", exact: true }).waitFor();
    for (const theme of themes) {
      await window.useTheme(theme);
      await window.screenshot(`preview of rows, ${theme}`);
    }
  });

  it("says what happened to a database that is gone, and tries again", async ({
    openWindow,
    makeWorkspace,
  }) => {
    const folder = makeWorkspace({ "notes.txt": "nothing" });
    const file = makeShop(folder);
    const window = await openWindow(folder);
    const view = await ConnectionsView.open(window);
    await new Lanewise(window).openDatabase(file);
    await view.row("shop.db").waitFor();
    rmSync(file);
    await view.expand("shop.db");
    await view.row("There is no file").last().waitFor();
    await view.row(/✓ active · failed/).waitFor();
    await window.screenshot("connections, failed");
    makeShop(folder);
    await view.select(/^There is no file/);
    await window.page.keyboard.press("Enter");
    await window.notifications.press("There is no file", "Retry");
    await view.row("Tables").waitFor();
  });

  it("measures the reading of a table", async ({ openWindow, sampleWorkspace, useSettings }) => {
    useSettings(quickBenchmark);
    const window = await openWindow(sampleWorkspace);
    const view = await ConnectionsView.open(window);
    const lanewise = new Lanewise(window);
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await view.expand("christmas.db");
    await view.expand("Tables");
    await view.choose("files", "Benchmark Reading This Table");
    expect(await lanewise.panel.verdict()).not.toBe("");
  });

  it("shows many tables in pages, and narrows them to a name", async ({ openWindow, makeWorkspace }) => {
    const folder = makeWorkspace({ "notes.txt": "nothing" });
    const file = path.join(folder, "many.db");
    makeTables(file, 1200);
    const window = await openWindow(folder);
    const { keyboard } = window.page;
    const view = await ConnectionsView.open(window);
    await new Lanewise(window).openDatabase(file);
    await view.expand("many.db");
    await view.expand("Tables");
    await view.row("t000000").waitFor();
    await view.select("Tables");
    await view.expand("Tables");
    await view.row("t000001").waitFor();
    await keyboard.press("End");
    await view.row("Views").waitFor();
    await keyboard.press("ArrowUp");
    await view.row("Load more…").waitFor();
    await window.screenshot("connections, many tables");
    await keyboard.press("Enter");
    await view.focused("t000500").waitFor();

    await keyboard.press("Home");
    await view.focused("many.db").waitFor();
    await keyboard.press("ArrowDown");
    await view.focused("Tables").waitFor();
    await keyboard.press("Control+Alt+F");
    await window.quickInput.type("t00119");
    await window.quickInput.accept();
    await view.row("t001199").waitFor();
    await view.row("only “t00119”").waitFor();
    expect(await view.row(/^t0/).count()).toBe(10);
  });

  it("inserts the quoted name of a table that is dragged into an editor", async ({
    openWindow,
    makeWorkspace,
  }) => {
    const folder = makeWorkspace({ "scratch.sql": "" });
    const file = makeShop(folder);
    const window = await openWindow(folder);
    const view = await ConnectionsView.open(window);
    await new Lanewise(window).openDatabase(file);
    await window.editor.open("scratch.sql");
    await view.expand("shop.db");
    await view.expand("Tables");
    await view.drag("orders", window.page.locator(".monaco-editor .view-lines").first());
    await window.page.locator(".view-line", { hasText: '"orders"' }).waitFor();
  });

  it("takes a file from the Explorer, whatever it is called, and pins files to a connection", async ({
    openWindow,
    makeWorkspace,
    useSettings,
  }) => {
    useSettings({ "lanewise.connectionForFolder": { reports: "shop.store" } });
    const folder = makeWorkspace({ "notes.txt": "nothing", "reports/today.sql": "SELECT 1" });
    makeShop(folder, "shop.store");
    const window = await openWindow(folder);
    const { page } = window;
    const view = await ConnectionsView.open(window);
    await view.welcomeButton("Open the Sample").waitFor();
    await window.command("View: Show Explorer");
    const menu = page.locator(".monaco-menu .action-item");
    await window.explorerRow("notes.txt").click({ button: "right" });
    await menu.filter({ hasText: "Rename" }).first().waitFor();
    expect(await menu.filter({ hasText: "Open in Lanewise" }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await window.explorerRow("shop.store").click({ button: "right" });
    const entry = menu.filter({ hasText: "Open in Lanewise" }).first();
    await entry.hover();
    await entry.click();
    await view.row("Tables").waitFor();
    await window.statusBarItem(/^\s*shop\.store$/).waitFor();

    await window.editor.open("reports/today.sql");
    await page.locator(".statusbar-item[aria-label*='pinned to the connection shop.store']").waitFor();
  });
});
