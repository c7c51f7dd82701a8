import { mkdtempSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type Findings, LintEditor } from "./lint-editor.ts";

const base = temporaryFolder();
const db = `from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
engine = create_engine("sqlite:///x.db")
Session = sessionmaker(bind=engine)
session = Session()
`;
const worker = `import threading
from db import session

def work(row):
    session.add(row)

def main(rows):
    for row in rows:
        threading.Thread(target=work, args=(row,)).start()
`;
const perRow = `from sqlalchemy.orm import Session

def load(session: Session, rows):
    for row in rows:
        session.add(row)
        session.commit()
`;

let editor: LintEditor;

beforeEach(() => {
  editor = new LintEditor(mkdtempSync(path.join(base, "w-")));
});

describe("LintService, with open documents", () => {
  it("says what is wrong with a document, by its version", async () => {
    editor.open("load.py", 3, perRow);
    const { version, findings } = await editor.answer("load.py", 3);
    expect(version).toBe(3);
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: "commit-in-loop",
        span: { start: { line: 5, character: 8 }, end: { line: 5, character: 24 } },
      }),
    );
  });

  it("checks only the newest of several edits", async () => {
    editor.open("load.py", 1, perRow);
    await editor.answer("load.py", 1);
    const from = editor.said.length;
    for (let version = 2; version <= 6; version++) editor.edit("load.py", version, 0, 0, "# more\n");
    const { findings } = await editor.answer("load.py", 6);
    expect(findings.find(({ rule }) => rule === "commit-in-loop")?.span.start.line).toBe(10);
    expect(editor.said.slice(from).filter(({ type }) => type === "findings")).toHaveLength(1);
  });

  it("applies the edits of a message one after the other", async () => {
    editor.open("load.py", 1, perRow);
    await editor.answer("load.py", 1);
    const at = perRow.indexOf("session.commit()");
    const length = "session.commit()".length;
    editor.send({
      type: "change-document",
      file: editor.name("load.py"),
      version: 2,
      edits: [
        { start: at, end: at + length, text: "pass" },
        { start: at, end: at + 4, text: "session.commit()" },
        { start: 0, end: 0, text: "\n" },
      ],
    });
    const { findings } = await editor.answer("load.py", 2);
    expect(findings.find(({ rule }) => rule === "commit-in-loop")?.span.start).toEqual({
      line: 6,
      character: 8,
    });
  });

  it("finds the same after an edit as in a new document", async () => {
    editor.open("load.py", 1, perRow.replace("session.commit()", "pass"));
    expect(rulesOf(await editor.answer("load.py", 1))).not.toContain("commit-in-loop");
    const at = perRow.indexOf("session.commit()");
    editor.edit("load.py", 2, at, at + 4, "session.commit()");
    const edited = await editor.answer("load.py", 2);
    editor.open("copy.py", 1, perRow);
    const { findings } = await editor.answer("copy.py", 1);
    expect(edited.findings.map(({ rule, span }) => ({ rule, span }))).toEqual(
      findings.map(({ rule, span }) => ({ rule, span })),
    );
  });

  it("says nothing of a document after it was closed", async () => {
    editor.open("load.py", 1, perRow);
    editor.send({ type: "close-document", file: editor.name("load.py") });
    await editor.quiet();
    expect(editor.said.filter(({ type }) => type === "findings")).toEqual([]);
  });

  it("checks again what is open when settings change", async () => {
    editor.open("load.py", 1, perRow);
    await editor.answer("load.py", 1);
    editor.said.length = 0;
    editor.configure({ rules: { "commit-in-loop": "off" } });
    expect(rulesOf(await editor.answer("load.py", 1))).not.toContain("commit-in-loop");
  });

  it("says why a file was not checked wholly", async () => {
    editor.configure({ budgetMs: 0 });
    editor.open("load.py", 1, perRow);
    expect((await editor.answer("load.py", 1)).note?.args).toEqual({ ms: 0 });
    editor.open("huge.py", 1, `${perRow}#${"x".repeat(2_000_000)}`);
    expect((await editor.answer("huge.py", 1)).note?.message).toMatch(/^Not checked/);
  });
});

describe("LintService, across files", () => {
  it("finds a session that another file makes, with its place", async () => {
    editor.write("db.py", db);
    editor.open("worker.py", 1, worker);
    const { findings } = await editor.answer("worker.py", 1);
    const shared = findings.find(({ rule }) => rule === "session-shared-across-threads");
    expect(shared?.related).toContainEqual(
      expect.objectContaining({
        file: editor.name("db.py"),
        span: { start: { line: 4, character: 10 }, end: { line: 4, character: 19 } },
      }),
    );
  });

  it("finds no more when the other file's open document makes no session any more, and finds it again", async () => {
    editor.write("db.py", db);
    editor.open("worker.py", 1, worker);
    await editor.until(() => isSharing("worker.py"));
    editor.open("db.py", 1, db);
    const at = db.indexOf("session = Session()");
    editor.edit("db.py", 2, at, at + "session = Session()".length, "session = None");
    await editor.until(() => !isSharing("worker.py"));
    editor.edit("db.py", 3, at, at + "session = None".length, "session = Session()");
    await editor.until(() => isSharing("worker.py"));
    // Closed without being saved, as on the disk, which holds the same: the finding stays.
    editor.send({ type: "close-document", file: editor.name("db.py") });
    await editor.quiet();
    expect(isSharing("worker.py")).toBe(true);
  });

  it("goes back to the disk when a document is closed", async () => {
    editor.write("db.py", "session = None\n");
    editor.open("db.py", 1, db);
    editor.open("worker.py", 1, worker);
    await editor.until(() => isSharing("worker.py"));
    editor.send({ type: "close-document", file: editor.name("db.py") });
    await editor.until(() => !isSharing("worker.py"));
  });

  it("follows files as they change, go and come on the disk", async () => {
    editor.open("worker.py", 1, worker);
    await editor.until(() => editor.has("worker.py") && !isSharing("worker.py"));
    editor.write("db.py", db);
    editor.changed(["db.py"], []);
    await editor.until(() => isSharing("worker.py"));
    editor.write("db.py", "session = None\n");
    editor.changed(["db.py"], []);
    await editor.until(() => !isSharing("worker.py"));
    editor.write("db.py", db);
    editor.changed(["db.py"], []);
    await editor.until(() => isSharing("worker.py"));
    rmSync(editor.name("db.py"));
    editor.changed([], ["db.py"]);
    await editor.until(() => !isSharing("worker.py"));
  });

  it("follows a file to its new name", async () => {
    editor.write("db.py", db);
    editor.open("worker.py", 1, worker.replace("from db", "from data"));
    await editor.until(() => editor.has("worker.py") && !isSharing("worker.py"));
    renameSync(editor.name("db.py"), editor.name("data.py"));
    editor.changed(["data.py"], ["db.py"]);
    await editor.until(() => isSharing("worker.py"));
  });

  it("knows of uses elsewhere although nobody opened or named those files", async () => {
    editor.write("worker.py", worker);
    editor.open("db.py", 1, db);
    await editor.until(() => editor.rulesIn("db.py").includes("module-level-session"));
  });

  it("knows the versions that a lock file names, and hears of new ones", async () => {
    editor.write("requirements.txt", "flask-sqlalchemy==2.5.1\nsqlalchemy==1.4.54\n");
    editor.open("load.py", 1, perRow);
    await editor.answer("load.py", 1);
    editor.said.length = 0;
    editor.write("requirements.txt", "sqlalchemy==2.0.30\n");
    editor.changed(["requirements.txt"], []);
    await editor.answer("load.py", 1);
  });
});

describe("LintService, checking the workspace", () => {
  it("says what is wrong in files, how far it is, and when it is done", async () => {
    editor.write("load.py", perRow);
    editor.write("fine.py", "x = 1\n");
    editor.check(1, ["load.py", "fine.py", "missing.py"]);
    await editor.until(() => editor.finished(1));
    expect(editor.rulesIn("load.py")).toContain("commit-in-loop");
    expect(editor.said.find(({ type }) => type === "check-finished")).toMatchObject({
      id: 1,
      outcome: "completed",
      files: 2,
      unreadable: [{ file: editor.name("missing.py") }],
    });
  });

  it("ends when it is cancelled", async () => {
    const files = Array.from({ length: 400 }, (_, index) => `file${index}.py`);
    for (const file of files) editor.write(file, perRow);
    editor.check(1, files);
    await editor.until(() => editor.said.some(({ type }) => type === "check-progress"));
    editor.send({ type: "cancel-check", id: 1 });
    await editor.until(() => editor.finished(1));
    expect(editor.said.find(({ type }) => type === "check-finished")).toMatchObject({ outcome: "cancelled" });
  });

  it("answers for an edit while it goes on", async () => {
    editor.open("load.py", 1, perRow);
    await editor.answer("load.py", 1);
    const files = Array.from({ length: 300 }, (_, index) => `file${index}.py`);
    for (const file of files) editor.write(file, perRow);
    editor.check(1, files);
    editor.edit("load.py", 2, 0, 0, "\n");
    await editor.answer("load.py", 2);
    expect(editor.finished(1)).toBe(false);
    await editor.until(() => editor.finished(1));
  });

  it("tells of files that it checked when what they rest on changes", async () => {
    editor.write("db.py", db);
    editor.write("worker.py", worker);
    editor.check(1, ["db.py", "worker.py"]);
    await editor.until(() => editor.finished(1) && isSharing("worker.py"));
    editor.write("db.py", "session = None\n");
    editor.changed(["db.py"], []);
    await editor.until(() => !isSharing("worker.py"));
    expect(editor.rulesIn("db.py")).toEqual([]);
  });

  it("takes back what it said of a file that is gone", async () => {
    editor.write("load.py", perRow);
    editor.check(1, ["load.py"]);
    await editor.until(() => editor.finished(1));
    rmSync(editor.name("load.py"));
    editor.changed([], ["load.py"]);
    await editor.until(() => editor.rulesIn("load.py").length === 0);
  });
});

describe("LintService, with notebooks", () => {
  const cells = (...texts: string[]) =>
    texts.map((text, index) => ({ cell: `cell:${index}`, version: 1, text }));

  it("reads the cells in their order as one file, and answers for each", async () => {
    editor.notebook(
      cells("%pip install sqlalchemy\nfrom sqlalchemy.orm import Session", "session = Session()", perRowCell),
    );
    await editor.until(() => editor.has("cell:2"));
    expect(editor.latest("cell:0")?.findings).toEqual([]);
    expect(
      editor.latest("cell:2")?.findings.find(({ rule }) => rule === "commit-in-loop")?.span.start,
    ).toEqual({
      line: 2,
      character: 4,
    });
  });

  it("lets a broken cell disturb no other", async () => {
    editor.notebook(
      cells("from sqlalchemy.orm import Session\nsession = Session()", 'text = """ and no end (', perRowCell),
    );
    await editor.until(() => editor.has("cell:2"));
    expect(editor.rulesIn("cell:2")).toContain("commit-in-loop");
  });

  it("moves findings with their cells", async () => {
    const [first, ...rest] = cells(
      "from sqlalchemy.orm import Session\nsession = Session()",
      "x = 1",
      perRowCell,
    );
    if (!first) throw new Error("no cell");
    editor.notebook([first, ...rest]);
    await editor.until(() => editor.has("cell:2"));
    const before = editor.latest("cell:2")?.findings;
    editor.said.length = 0;
    editor.notebook([first, { cell: "cell:9", version: 1, text: "y = 2\nz = 3" }, ...rest]);
    await editor.until(() => editor.has("cell:2"));
    expect(editor.latest("cell:2")?.findings).toEqual(before);
    expect(editor.latest("cell:9")?.findings).toEqual([]);
  });

  const perRowCell = "for row in rows:\n    session.add(row)\n    session.commit()";
});

function rulesOf({ findings }: Findings): string[] {
  return findings.map(({ rule }) => rule);
}

function isSharing(file: string): boolean {
  return editor.rulesIn(file).includes("session-shared-across-threads");
}
