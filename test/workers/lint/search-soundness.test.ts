import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultLintConfig } from "../../../src/core/lint/config.ts";
import { searchEvidence } from "../../../src/core/lint/evidence.ts";
import { summarize } from "../../../src/core/lint/index/summarize.ts";
import { WorkspaceIndex } from "../../../src/core/lint/index/workspace-index.ts";
import { lintSource } from "../../../src/core/lint/lint-source.ts";
import { methodNames } from "../../../src/core/lint/model/libraries/actions.ts";
import { databasePackages } from "../../../src/core/lint/model/operations.ts";
import { rules } from "../../../src/core/lint/rules/index.ts";
import { filesWith } from "../../../src/core/lint/search/files.ts";
import { ModuleResolver } from "../../../src/core/lint/search/resolve-module.ts";
import type { LintLanes } from "../../../src/node/lint-lanes.ts";
import { LintWorkspace } from "../../../src/node/lint-workspace.ts";
import { readPython } from "../../support/parse-python.ts";

type Files = Readonly<Record<string, string>>;

const root = "/w";
/** Also those that are off by default. */
const config = { ...defaultLintConfig, select: rules.map(({ id }) => id) };
const evidence = rules.flatMap((rule) => rule.evidence ?? []);

const db = `from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
engine = create_engine("sqlite:///x.db")
SessionLocal = sessionmaker(bind=engine)
session = SessionLocal()
def get_db():
    with SessionLocal() as fresh:
        yield fresh
def save(row):
    session.add(row)
    session.commit()
`;
const thread = (name: string, from: string) => `import threading
${from}
def work(row):
    ${name}.add(row)
def main(rows):
    for row in rows:
        threading.Thread(target=work, args=(row,)).start()
`;

describe("The search for evidence", () => {
  it.each<[string, Files]>([
    ["a session of another file", { "db.py": db, "a.py": thread("session", "from db import session") }],
    ["a session under another name", { "db.py": db, "a.py": thread("s", "from db import session as s") }],
    ["a session of a module", { "db.py": db, "a.py": thread("db.session", "import db") }],
    [
      "a session of a module under another name",
      { "db.py": db, "a.py": thread("d.session", "import db as d") },
    ],
    ["a session by a star", { "db.py": db, "a.py": thread("session", "from db import *") }],
    [
      "a session through packages",
      {
        "app/core/db.py": db,
        "app/core/__init__.py": "from .db import session as current",
        "app/__init__.py": "from .core import *",
        "a.py": thread("current", "from app import current"),
      },
    ],
    [
      "a session that a file makes with another one's factory",
      {
        "db.py": db,
        "store.py": "from db import SessionLocal\nstore = SessionLocal()",
        "a.py": thread("store", "from store import store"),
      },
    ],
    [
      "an executor of another file",
      {
        "db.py": db,
        "pools.py": "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor()\n",
        "a.py":
          "from db import session\nfrom pools import pool\ndef work(row):\n    session.add(row)\nfor row in open('x'):\n    pool.submit(work, row)\n",
      },
    ],
    [
      "a helper that commits, in a loop",
      { "db.py": db, "a.py": "from db import save\nfor row in open('x'):\n    save(row)\n" },
    ],
    [
      "a module's session, used in a thread elsewhere",
      { "db.py": db, "a.py": thread("session", "from db import session"), "b.py": "import a" },
    ],
    [
      "models and their relationships",
      {
        "models.py":
          "from sqlalchemy.orm import DeclarativeBase, relationship\nclass Base(DeclarativeBase): pass\nclass User(Base):\n    orders = relationship('Order')\n",
        "a.py":
          "from db import SessionLocal\nfrom models import User\ndef f():\n    with SessionLocal() as s:\n        for user in s.query(User):\n            print(user.orders)\n",
        "db.py": db,
      },
    ],
    [
      "SQL without an import",
      {
        "a.py":
          "def f(cur, rows):\n    for row in rows:\n        cur.execute('INSERT INTO t VALUES (?)', row)\n",
      },
    ],
    [
      "add and commit without an import",
      {
        "a.py":
          "def f(session, rows):\n    for row in rows:\n        session.add(row)\n        session.commit()\n",
      },
    ],
    ["a suppression of nothing", { "a.py": "x = 1  # lanewise: ignore[commit-in-loop]\n" }],
    [
      "an import cycle",
      {
        "a.py": thread("session", "from b import session"),
        "b.py": "from a import work\nfrom db import session",
        "db.py": db,
      },
    ],
  ])("keeps what is found of %s", async (_, files) => {
    const { all, searched } = await both(files);
    expect(all.length).toBeGreaterThan(0);
    expect(searched).toEqual(all);
  });

  it.each<[string, Files]>([
    [
      "a helper's helper",
      {
        "db.py": db,
        "help.py": "from db import session\ndef keep(row):\n    session.add(row)\n    session.flush()\n",
        "a.py": "import help\nfor row in open('x'):\n    help.keep(row)\n",
      },
    ],
    [
      "threads that another file starts",
      {
        "pool.py": "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(8)\n",
        "app/__init__.py": "from pool import pool",
        "a.py":
          "from db import session\nfrom app import pool\ndef work(x):\n    session.add(x)\nfor x in open('x'):\n    pool.submit(work, x)\n",
        "db.py": db,
      },
    ],
    [
      "a library's names through another file",
      {
        "compat.py": "from threading import Thread\nfrom sqlalchemy.orm import sessionmaker\n",
        "a.py":
          "from compat import Thread, sessionmaker\nsession = sessionmaker()()\ndef work(x):\n    session.add(x)\nfor x in open('x'):\n    Thread(target=work, args=(x,)).start()\n",
      },
    ],
  ])("parses the files that say something of %s", async (_, files) => {
    const { parsed } = await search(files);
    expect([...parsed].sort()).toEqual(Object.keys(files).sort());
    const { all, searched } = await both(files);
    expect(searched).toEqual(all);
  });

  it("keeps what is found in workspaces of any shape", async () => {
    const modules = ["a", "b", "c", "d"] as const;
    const statement = fc.constantFrom(
      ...modules.flatMap((name) => [
        `from ${name} import session`,
        `from ${name} import *`,
        `import ${name}`,
        `from ${name} import SessionLocal as Maker\nsession = Maker()`,
        `from ${name} import save, pool`,
      ]),
      "from sqlalchemy.orm import sessionmaker\nSessionLocal = sessionmaker()\nsession = SessionLocal()",
      "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(4)",
      "def save(row):\n    session.add(row)\n    session.commit()",
      "def save(row):\n    a.session.add(row)",
      "for row in open('rows'):\n    save(row)",
      "for row in open('rows'):\n    pool.submit(save, row)",
      "for row in open('rows'):\n    session.add(row)",
      "for row in open('rows'):\n    b.save(row)",
    );
    const text = fc.array(statement, { minLength: 1, maxLength: 5 }).map((lines) => `${lines.join("\n")}\n`);
    const workspace = fc
      .tuple(text, text, text, text)
      .map((texts) => Object.fromEntries(modules.map((name, at) => [`${name}.py`, texts[at] ?? ""])));
    await fc.assert(
      fc.asyncProperty(workspace, async (files) => {
        const { all, searched } = await both(files);
        expect(searched).toEqual(all);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it("takes every package and every method that the model knows for evidence, or leaves it to what else it needs", () => {
    for (const name of databasePackages) {
      expect(searchEvidence(`import ${name}`, []).hasEvidence, name).toBe(true);
      expect(searchEvidence(`from ${name}.some import x`, []).hasEvidence, name).toBe(true);
    }
    for (const method of methodNames) {
      const text = `def f(conn, cursor, session, rows):\n    for row in rows:\n        conn.${method}("INSERT INTO t VALUES (1)")\n        cursor.${method}("INSERT INTO t VALUES (1)")\n        session.${method}("INSERT INTO t VALUES (1)")\n`;
      if (searchEvidence(text, evidence).hasEvidence) continue;
      expect(findingsOf({ "a.py": text }, ["a.py"]), method).toEqual([]);
    }
  });
});

/** What is found with every file parsed, and with only those that the search lets through. */
async function both(files: Files) {
  const names = Object.keys(files);
  const { checked, parsed } = await search(files);
  const searched = findingsOf(
    files,
    names.filter((name) => parsed.has(name)),
    checked,
  );
  return { all: findingsOf(files, names), searched };
}

async function search(files: Files) {
  const pathOf = (name: string) => `${root}/${name}`;
  const textOf = (file: string) => files[file.slice(root.length + 1)] ?? "";
  const parsed = new Set<string>();
  const workspace = new LintWorkspace(filesIn(files), [root]);
  const lanes: LintLanes = {
    search: async (list, take) =>
      take(list.map((file) => ({ file, scan: searchEvidence(textOf(file), evidence) }))),
    summarise: async (list, take) => {
      for (const file of list) parsed.add(file.slice(root.length + 1));
      take(list.map((file) => ({ file, summary: summarize(readPython(textOf(file), { path: file })) })));
    },
    check: async () => {},
  };
  await workspace.complete(Object.keys(files).map(pathOf), lanes);
  const checked = Object.keys(files).filter((name) => workspace.canHaveFindings(pathOf(name)));
  return { checked, parsed };
}

function filesIn(files: Files) {
  return filesWith(() => Object.keys(files).map((name) => `${root}/${name}`));
}

function findingsOf(files: Files, parsed: readonly string[], checked: readonly string[] = parsed): string[] {
  const resolver = new ModuleResolver(filesIn(files), [root]);
  const index = new WorkspaceIndex((from, module) => resolver.resolve(from, module));
  const sources = parsed.map((name) => readPython(files[name] ?? "", { path: `${root}/${name}` }));
  for (const source of sources) index.set(source.path, summarize(source));
  return sources
    .filter(({ path }) => checked.includes(path.slice(root.length + 1)))
    .flatMap((source) =>
      lintSource({ source, rules, config, index }).findings.map(
        ({ rule, range, severity }) => `${source.path} ${range.start} ${rule} ${severity}`,
      ),
    )
    .sort();
}
