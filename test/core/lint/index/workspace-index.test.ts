import { describe, expect, it } from "vitest";
import { summarize } from "../../../../src/core/lint/index/summarize.ts";
import { WorkspaceIndex } from "../../../../src/core/lint/index/workspace-index.ts";
import { buildModel } from "../../../../src/core/lint/model/build-model.ts";
import { isDatabaseValue } from "../../../../src/core/lint/model/value.ts";
import { filesWith } from "../../../../src/core/lint/search/files.ts";
import { ModuleResolver } from "../../../../src/core/lint/search/resolve-module.ts";
import { readPython } from "../../../support/parse-python.ts";

type Files = Readonly<Record<string, string>>;

function indexOf(files: Files): WorkspaceIndex {
  const resolver = new ModuleResolver(
    filesWith(() => Object.keys(files)),
    ["/w"],
  );
  const index = new WorkspaceIndex((from, module) => resolver.resolve(from, module));
  for (const [path, text] of Object.entries(files)) {
    const summary = summarize(readPython(text, { path }));
    // What is kept on disk and sent between threads is plain data.
    index.set(path, structuredClone(summary));
  }
  return index;
}

function modelOf(files: Files, path: string) {
  return buildModel(readPython(files[path] ?? "", { path }), indexOf(files).surroundingsOf(path));
}

/** The database values of the receivers in a file, with where they were made. */
function receivers(files: Files, path: string): readonly string[] {
  return modelOf(files, path).operations.map(
    ({ method, session: { kind, weak, origin } }) =>
      `${method} on ${weak ? "weak " : ""}${kind}${origin.file === undefined ? "" : ` of ${origin.file}`}`,
  );
}

const db =
  "from sqlalchemy.orm import Session, sessionmaker\nSessionLocal = sessionmaker()\nsession = SessionLocal()\n";

describe("the index of a workspace", () => {
  it("knows a session of another file", () => {
    const files = { "/w/db.py": db, "/w/worker.py": "from db import session\nsession.commit()" };
    expect(receivers(files, "/w/worker.py")).toEqual(["commit on session of /w/db.py"]);
  });

  it("knows what another file's factory makes", () => {
    const files = {
      "/w/db.py": db,
      "/w/worker.py": "from db import SessionLocal as Make\ns = Make()\ns.commit()",
    };
    expect(receivers(files, "/w/worker.py")).toEqual(["commit on session"]);
  });

  it("follows relative imports and re-exports", () => {
    const files = {
      "/w/app/__init__.py": "",
      "/w/app/store/__init__.py": "from .db import session",
      "/w/app/store/db.py": db,
      "/w/app/jobs/__init__.py": "",
      "/w/app/jobs/work.py": "from ..store import session\nsession.commit()",
    };
    expect(receivers(files, "/w/app/jobs/work.py")).toEqual(["commit on session of /w/app/store/db.py"]);
  });

  it("follows a module's name and a star", () => {
    const files = {
      "/w/db.py": db,
      "/w/all.py": "from db import *",
      "/w/a.py": "import db\ndb.session.commit()",
      "/w/b.py": "from all import *\nsession.commit()",
    };
    expect(receivers(files, "/w/a.py")).toEqual(["commit on session of /w/db.py"]);
    expect(receivers(files, "/w/b.py")).toEqual(["commit on session of /w/db.py"]);
  });

  it("knows what functions of other files return and yield", () => {
    const files = {
      "/w/db.py": db,
      "/w/deps.py":
        "from contextlib import contextmanager\nfrom db import SessionLocal\ndef make():\n    return SessionLocal()\n@contextmanager\ndef scope():\n    s = SessionLocal()\n    yield s",
      "/w/a.py": "from deps import make, scope\nx = make()\nx.commit()\nwith scope() as y:\n    y.flush()",
    };
    expect(receivers(files, "/w/a.py")).toEqual([
      "commit on session of /w/db.py",
      "flush on session of /w/db.py",
    ]);
  });

  it("ends with imports that go in a circle", () => {
    const files = {
      "/w/a.py": "from b import session\nsession.commit()",
      "/w/b.py": "from a import session\nfrom a import *",
    };
    const model = modelOf(files, "/w/a.py");
    expect(model.operations.every(({ weak }) => weak)).toBe(true);
  });

  it("tells what an imported function does, and what it shares", () => {
    const files = {
      "/w/db.py": db,
      "/w/jobs.py": "from db import session\ndef save(row):\n    session.add(row)\n    session.commit()",
      "/w/main.py": "from jobs import save\nfor row in rows:\n    save(row)",
    };
    const model = modelOf(files, "/w/main.py");
    const [call] = model.callsNamed("save");
    const [found] = call ? model.importedCalleesOf(call) : [];
    expect(found?.file).toBe("/w/jobs.py");
    expect(found?.effects.map(({ action }) => action)).toEqual(["add", "commit"]);
    expect(found?.sharedUses.map(({ name, value }) => `${name} ${value.kind} ${value.origin.file}`)).toEqual([
      "session session /w/db.py",
    ]);
  });

  it("tells where a module's session is used elsewhere, and what runs that", () => {
    const files = {
      "/w/db.py": db,
      "/w/web.py":
        "from flask import Flask\nfrom db import session\napp = Flask(__name__)\n@app.route('/')\ndef index():\n    session.commit()",
    };
    expect(modelOf(files, "/w/db.py").usesElsewhere("session")).toMatchObject([
      { file: "/w/web.py", context: "request" },
    ]);
  });

  it("knows relationships and engines of other files", () => {
    const files = {
      "/w/models.py":
        "from sqlalchemy.orm import relationship\nclass User(Base):\n    __tablename__ = 'u'\n    posts = relationship('Post')",
      "/w/db.py": "from sqlalchemy import create_engine\nengine = create_engine('postgresql://h/d')",
      "/w/a.py": "from db import engine\nfrom models import User",
    };
    const model = modelOf(files, "/w/a.py");
    expect(model.relationshipsOf("User")).toEqual(["posts"]);
    expect([...model.databases]).toEqual(["postgresql"]);
  });

  it("names the files that depend on one, through others too", () => {
    const files = {
      "/w/db.py": db,
      "/w/deps.py": "from db import session",
      "/w/a.py": "from deps import session",
      "/w/other.py": "import json",
    };
    expect([...indexOf(files).dependentsOf("/w/db.py")].sort()).toEqual(["/w/a.py", "/w/deps.py"]);
  });

  it("forgets a file that vanished", () => {
    const files = { "/w/db.py": db, "/w/worker.py": "from db import session\nsession.commit()" };
    const index = indexOf(files);
    index.delete("/w/db.py");
    const model = buildModel(
      readPython(files["/w/worker.py"], { path: "/w/worker.py" }),
      index.surroundingsOf("/w/worker.py"),
    );
    expect(model.operations.filter(({ receiver }) => isDatabaseValue(receiver) && !receiver.weak)).toEqual(
      [],
    );
  });
});
