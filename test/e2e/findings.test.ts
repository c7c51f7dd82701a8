import { describe, expect } from "vitest";
import { it } from "./driver/it.ts";
import { Lanewise } from "./driver/lanewise.ts";
import { themes } from "./driver/workbench-window.ts";

const db = `from sqlalchemy import create_engine
from sqlalchemy.orm import Session

engine = create_engine("sqlite:///app.db")
session = Session(engine)
`;

const worker = `from concurrent.futures import ThreadPoolExecutor

from db import session


def load(row):
    session.execute("SELECT 1")


def run(rows):
    with ThreadPoolExecutor(8) as pool:
        for row in rows:
            pool.submit(load, row)
`;

const importer = `import sqlite3


def copy(rows):
    connection = sqlite3.connect("app.db")
    for row in rows:
        connection.execute("INSERT INTO t VALUES (?)", row)
        connection.commit()
    connection.close()
`;

const workspace = { "db.py": db, "worker.py": worker, "importer.py": importer, "clean.py": "print(1)\n" };

describe("the findings page", () => {
  it("fills as the workspace is checked, opens lines, and follows what is typed", async ({
    openWindow,
    makeWorkspace,
  }) => {
    const window = await openWindow(makeWorkspace(workspace));
    const { panel } = new Lanewise(window);
    await window.editor.open("clean.py");
    await window.command("Lanewise: Show Findings");
    await panel.heading("Which lines use database sessions wrongly?").waitFor();
    await panel.button("Check Workspace").click();
    const commits = panel.row("Commits").first();
    await commits.waitFor();
    await panel.row("session-shared-across-threads").first().waitFor();
    await panel.document.getByText("Whole workspace, 4 files").waitFor();

    // The panel stays in sight; the line opens in the other group.
    await commits.click();
    await window.tab("importer.py").waitFor();
    await window.page.getByText(/^Ln 8, Col 9/).waitFor();
    await panel.main.waitFor();

    await window.page.keyboard.press("Control+A");
    await window.page.keyboard.press("Delete");
    await commits.waitFor({ state: "detached" });
    expect(await panel.row("worker.py").count()).toBeGreaterThan(0);
    await window.page.keyboard.press("Control+Z");
    await commits.waitFor();
  });

  it("explains a rule, goes back to the benchmark, and is there again after a reload", async ({
    openWindow,
    makeWorkspace,
  }) => {
    const window = await openWindow(makeWorkspace(workspace));
    const { panel } = new Lanewise(window);
    await window.editor.open("importer.py");
    await window.command("Lanewise: Show Findings");
    await panel.row("Commits").first().waitFor();
    await window.reload();
    await panel.row("Commits").first().waitFor();
    await window.command("Lanewise: Show Results");
    await panel.heading(/in parallel help/).waitFor();
    await panel.tab("Findings").click();
    await panel.row("Explain this rule").first().click();
    await window.page.getByRole("tab", { name: /^Preview / }).waitFor();
  });

  it("is readable in every theme, narrow and wide", async ({ openWindow, makeWorkspace }) => {
    const window = await openWindow(makeWorkspace(workspace), { width: 1400, height: 1000 });
    const { panel } = new Lanewise(window);
    await window.editor.open("importer.py");
    await window.command("Lanewise: Show Findings");
    await panel.row("Commits").first().waitFor();
    await panel.button("Check Workspace").click();
    await panel.document.getByText("Whole workspace, 4 files").waitFor();
    await window.command("View: Toggle Primary Side Bar Visibility");
    const looksRight = async () => {
      const { page, content } = await panel.widths();
      expect(content).toBeLessThanOrEqual(page);
    };
    for (const theme of themes) {
      await window.useTheme(theme);
      await panel.row("Commits").first().waitFor();
      await looksRight();
      await window.screenshot(`findings, ${theme}`);
    }
    await window.page.setViewportSize({ width: 640, height: 1000 });
    await looksRight();
    await window.screenshot("findings, narrow");
  });
});
