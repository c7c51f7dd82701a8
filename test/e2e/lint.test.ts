import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, vi } from "vitest";
import { CodeActions } from "./driver/code-actions.ts";
import { it } from "./driver/it.ts";
import { Marks } from "./driver/marks.ts";
import { themes } from "./driver/workbench-window.ts";
import { trustSettings } from "./driver/workspace-trust.ts";

const rule = "commit-in-loop";
const perRow = `from sqlalchemy.orm import Session


def load(session: Session, names):
    for name in names:
        print(name)
        session.commit()
`;
const commitLine = 7;

/** A handler that leaves a broken session behind, which a safe fix mends. */
const unmended = `from sqlalchemy import create_engine
from sqlalchemy.orm import Session


class Store:
    def __init__(self):
        self.session = Session(create_engine("sqlite:///store.db"))

    def save(self, thing):
        self.session.add(thing)
        try:
            self.session.commit()
        except Exception as error:
            print(error)
`;

/** The editor indents what is inserted as if it was typed. */
const asGiven = { "editor.autoIndent": "none" };

describe("the linter in the editor", () => {
  it("marks what is typed; a fix takes the mark away and an undo brings it back", async ({
    openWindow,
    makeWorkspace,
    useSettings,
  }) => {
    useSettings(asGiven);
    const window = await openWindow(makeWorkspace({ "app.py": "" }));
    const marks = new Marks(window);
    const actions = new CodeActions(window);
    await window.editor.open("app.py");
    await window.editor.insertAtStart(perRow);
    await marks.expect("session.commit()");
    await window.statusBarItem(/^Lanewise.*1$/).waitFor();

    await window.editor.goTo(commitLine, 12);
    const titles = await actions.open();
    expect(titles).toEqual(
      expect.arrayContaining([
        `Ignore ${rule} on this line`,
        `Ignore ${rule} in this file`,
        `Change severity of ${rule}…`,
        `Explain ${rule}`,
      ]),
    );
    await window.screenshot("lint quick fixes");
    await actions.pick(titles[0] ?? "");
    await marks.expect();
    await window.page.keyboard.press("Control+Z");
    await marks.expect("session.commit()");
  });

  it("says why, and opens the rule's page", async ({ openWindow, makeWorkspace }) => {
    const window = await openWindow(makeWorkspace({ "app.py": perRow }));
    const marks = new Marks(window);
    await window.editor.open("app.py");
    await marks.expect("session.commit()");
    await window.editor.goTo(commitLine, 12);
    const hover = await new CodeActions(window).showHover();
    await window.screenshot("lint hover");
    await hover.locator("a", { hasText: `More about ${rule}` }).click();
    await window.tab(`Preview ${rule}.md`).waitFor();
    await window.command("View: Close Editor");

    const problems = await window.problems();
    await problems.locator("a", { hasText: rule }).click();
    await window.tab(`Preview ${rule}.md`).waitFor();
    await window.screenshot("lint problems and a rule's page");
  });

  it("leaves no mark behind while one types fast", async ({ openWindow, makeWorkspace }) => {
    const window = await openWindow(makeWorkspace({ "app.py": perRow }));
    const marks = new Marks(window);
    await window.editor.open("app.py");
    await marks.expect("session.commit()");
    await window.editor.goTo(4, 1);
    for (let line = 0; line < 12; line++) {
      await window.page.keyboard.type(`rows_${line} = ${line}`);
      await window.page.keyboard.press("Enter");
      if (line % 3 === 0) await window.page.keyboard.press("Control+Z");
      if (line % 4 === 0) await marks.expect("session.commit()");
    }
    await marks.expect("session.commit()");
    await window.page.keyboard.press("Control+A");
    await window.page.keyboard.press("Delete");
    await marks.expect();
  });

  it("ignores a rule on a line and in a file, by code action", async ({ openWindow, makeWorkspace }) => {
    const window = await openWindow(makeWorkspace({ "app.py": perRow }));
    const marks = new Marks(window);
    const actions = new CodeActions(window);
    await window.editor.open("app.py");
    for (const [where, text] of [
      ["on this line", `session.commit()  # lanewise: ignore[${rule}]`],
      ["in this file", `# lanewise: ignore-file[${rule}]`],
    ] as const) {
      await marks.expect("session.commit()");
      await window.editor.goTo(commitLine, 12);
      await actions.apply(where);
      await marks.expect();
      await window.editor.line(text).waitFor();
      await window.page.keyboard.press("Control+Z");
    }
    await marks.expect("session.commit()");
  });

  it("changes a rule's severity at once", async ({ openWindow, makeWorkspace }) => {
    const folder = makeWorkspace({ "app.py": perRow });
    const window = await openWindow(folder);
    const marks = new Marks(window);
    await window.editor.open("app.py");
    await marks.expect("session.commit()");
    await window.editor.goTo(commitLine, 12);
    await new CodeActions(window).apply("Change severity");
    await window.quickInput.rows("Off").waitFor();
    await window.screenshot("lint severity");
    await window.quickInput.pick("Off");
    await marks.expect();
    const settings = JSON.parse(readFileSync(path.join(folder, ".vscode", "settings.json"), "utf8"));
    expect(settings).toEqual({ "lanewise.lint.rules": { [rule]: "off" } });
  });

  it("fixes all that is safe on save", async ({ openWindow, makeWorkspace, useSettings }) => {
    useSettings({ ...asGiven, "editor.codeActionsOnSave": { "source.fixAll.lanewise": "explicit" } });
    const folder = makeWorkspace({ "app.py": "" });
    const window = await openWindow(folder);
    await window.editor.open("app.py");
    await window.editor.insertAtStart(unmended);
    await window.page.keyboard.press("Control+S");
    const saved = () => readFileSync(path.join(folder, "app.py"), "utf8");
    await vi.waitFor(() => expect(saved()).toContain("session.rollback()"), { timeout: 10_000 });
  });

  it("works in a folder that is not trusted", async ({ openWindow, makeWorkspace, useSettings }) => {
    useSettings(trustSettings);
    const window = await openWindow(makeWorkspace({ "app.py": perRow }));
    await window.trust.refuse();
    await window.editor.open("app.py");
    await new Marks(window).expect("session.commit()");
    await window.screenshot("lint in a folder that is not trusted");
  });

  it("reads well in every theme", async ({ openWindow, makeWorkspace }) => {
    const window = await openWindow(makeWorkspace({ "app.py": perRow }));
    await window.editor.open("app.py");
    await new Marks(window).expect("session.commit()");
    for (const theme of themes) {
      await window.useTheme(theme);
      await window.editor.goTo(commitLine, 12);
      await new CodeActions(window).showHover();
      await window.screenshot(`lint, ${theme}`);
      await window.page.keyboard.press("Escape");
    }
    await window.page.locator(".statusbar-item[id='status.languageStatus']").click();
    await window.screenshot("lint language status");
  });
});

describe("a session that another file makes", () => {
  const shared = `from sqlalchemy import create_engine
from sqlalchemy.orm import Session

session = Session(create_engine("sqlite:///shop.db"))
`;
  const registry = shared
    .replace("import Session", "import scoped_session, sessionmaker")
    .replace("Session(create_engine", "scoped_session(sessionmaker(create_engine")
    .replace('db"))', 'db")))');
  const worker = `from threading import Thread

from db import session


def work(number):
    session.add(number)
    session.commit()


for number in range(4):
    Thread(target=work, args=(number,)).start()
`;

  it("is marked where threads share it, and no more when that file changes", async ({
    openWindow,
    makeWorkspace,
    useSettings,
  }) => {
    useSettings(asGiven);
    const folder = makeWorkspace({ "db.py": shared, "worker.py": worker });
    const window = await openWindow(folder);
    await window.editor.open("worker.py");
    const problems = await window.problems();
    const found = problems.filter({ hasText: "session-shared-across-threads" });
    await vi.waitFor(async () => expect(await found.count()).toBeGreaterThan(0), { timeout: 15_000 });
    await window.screenshot("lint across files");

    // On the disk, by another program.
    writeFileSync(path.join(folder, "db.py"), registry);
    await vi.waitFor(async () => expect(await found.count()).toBe(0), { timeout: 15_000 });
    writeFileSync(path.join(folder, "db.py"), shared);
    await vi.waitFor(async () => expect(await found.count()).toBeGreaterThan(0), { timeout: 15_000 });

    // In the editor, before it is saved.
    await window.editor.open("db.py");
    await window.editor.replaceAll(registry);
    await vi.waitFor(async () => expect(await found.count()).toBe(0), { timeout: 15_000 });
    await window.editor.replaceAll(shared);
    await vi.waitFor(async () => expect(await found.count()).toBeGreaterThan(0), { timeout: 15_000 });

    await window.command("Lanewise: Restart Linter");
    await window.editor.replaceAll(registry);
    await vi.waitFor(async () => expect(await found.count()).toBe(0), { timeout: 15_000 });
  });
});

describe("Check Workspace", () => {
  it("fills the Problems view, follows the disk, and is cleared", async ({ openWindow, makeWorkspace }) => {
    const folder = makeWorkspace({
      "app.py": perRow,
      "jobs/load.py": perRow,
      "venv/lib/thing.py": perRow,
      "clean.py": "print(1)\n",
    });
    const window = await openWindow(folder);
    await window.command("Lanewise: Check Workspace");
    const problems = await window.problems();
    const found = problems.filter({ hasText: rule });
    await vi.waitFor(async () => expect(await found.count()).toBe(2), { timeout: 15_000 });
    await window.screenshot("lint check workspace");

    writeFileSync(path.join(folder, "jobs", "load.py"), "print(2)\n");
    await vi.waitFor(async () => expect(await found.count()).toBe(1), { timeout: 15_000 });

    await window.editor.open("app.py");
    await new Marks(window).expect("session.commit()");
    await window.command("View: Close Editor");
    expect(await found.count()).toBe(1);
    await window.command("Lanewise: Clear Workspace Results");
    await vi.waitFor(async () => expect(await found.count()).toBe(0), { timeout: 15_000 });
  });
});

describe("a file that the project leaves out", () => {
  it("is not checked, neither open nor with the workspace, until it is no longer left out", async ({
    openWindow,
    makeWorkspace,
  }) => {
    const project = '[tool.lanewise]\nexclude = ["legacy/"]\n';
    const folder = makeWorkspace({ "app.py": perRow, "legacy/old.py": perRow, "pyproject.toml": project });
    const window = await openWindow(folder);
    await window.command("Lanewise: Check Workspace");
    const problems = await window.problems();
    const found = problems.filter({ hasText: rule });
    await vi.waitFor(async () => expect(await found.count()).toBe(1), { timeout: 15_000 });
    await window.editor.open("legacy/old.py");
    await window.editor.open("app.py");
    const marks = new Marks(window);
    await marks.expect("session.commit()");
    expect(await found.count()).toBe(1);

    writeFileSync(path.join(folder, "pyproject.toml"), "");
    await window.editor.open("legacy/old.py");
    await marks.expect("session.commit()");
    writeFileSync(path.join(folder, "pyproject.toml"), project);
    await marks.expect();
  });

  it("is the nearest pyproject.toml's to leave out, and to judge", async ({ openWindow, makeWorkspace }) => {
    const folder = makeWorkspace({
      "app.py": perRow,
      "pyproject.toml": '[tool.lanewise]\nexclude = ["old.py"]\n',
      "packages/till/app.py": perRow,
      "packages/till/old.py": perRow,
      "packages/till/pyproject.toml": '[tool.lanewise]\nexclude = ["app.py"]\n',
    });
    const window = await openWindow(folder);
    const marks = new Marks(window);
    await window.editor.open("packages/till/old.py");
    await marks.expect("session.commit()");
    await window.editor.open("packages/till/app.py");
    await marks.expect();

    writeFileSync(
      path.join(folder, "packages/till/pyproject.toml"),
      '[tool.lanewise.severity]\ncommit-in-loop = "off"\nper-row-write = "off"\n',
    );
    await window.editor.open("packages/till/old.py");
    await marks.expect();
    await window.editor.open("app.py");
    await marks.expect("session.commit()");
  });
});

describe("a notebook", () => {
  it("shows the findings of each cell in it", async ({ openWindow, makeWorkspace }) => {
    const cell = (source: string) => ({
      cell_type: "code",
      source,
      metadata: {},
      outputs: [],
      execution_count: null,
    });
    const cells = [
      cell("from sqlalchemy.orm import Session\nsession = Session()\nnames = input().split()"),
      cell("for name in names:\n    print(name)\n    session.commit()"),
    ];
    const metadata = { language_info: { name: "python" } };
    const window = await openWindow(
      makeWorkspace({ "book.ipynb": JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }) }),
    );
    await window.editor.open("book.ipynb");
    await new Marks(window).expect("session.commit()");
    await window.screenshot("lint notebook");
  });
});
