import { beforeEach, describe, expect, it } from "vitest";
import { filesWith } from "../../../../src/core/lint/search/files.ts";
import { ImportGraph } from "../../../../src/core/lint/search/import-graph.ts";
import { ModuleResolver } from "../../../../src/core/lint/search/resolve-module.ts";
import { scanImports } from "../../../../src/core/lint/search/scan-imports.ts";

/** Files by name: a text, where `DB` stands for the import of a database's package, `SQL` for other evidence and `THREAD` for what
 * may matter. */
type Files = Readonly<Record<string, string>>;

let graph: ImportGraph;
let files: Record<string, string>;

beforeEach(() => {
  files = {};
});

describe("ImportGraph", () => {
  it("wants what has evidence, and nothing else", () => {
    build({ "db.py": "DB", "other.py": "import db", "unrelated.py": "x = 1" });
    expect(graph.takeWanted()).toEqual(["/w/db.py"]);
    expect(graph.takeWanted()).toEqual([]);
  });

  it("wants a file that imports a name that matters", () => {
    build({ "db.py": "DB", "one.py": "from db import session", "two.py": "from db import URL" });
    graph.takeWanted();
    graph.addExports("/w/db.py", ["session"]);
    expect(graph.takeWanted()).toEqual(["/w/one.py"]);
    expect(graph.isChecked("/w/one.py")).toBe(true);
    expect(graph.isChecked("/w/two.py")).toBe(false);
  });

  it.each([
    ["a module as a whole", "import db\ndb.session.add(x)"],
    ["a module under another name", "import db as d\nwith d.session: pass"],
    ["a module, to hand it on", "import db as d"],
    ["a module, to give it another name", "import db as d\nother = d"],
    ["all names", "from db import *"],
    ["a name under another", "from db import session as s"],
  ])("wants a file that imports %s", (_, text) => {
    build({ "db.py": "DB", "one.py": text });
    graph.addExports("/w/db.py", ["session"]);
    expect(graph.isChecked("/w/one.py")).toBe(true);
  });

  it.each<[string, Files]>([
    [
      "through a package",
      { "app/__init__.py": "from .db import session", "one.py": "from app import session" },
    ],
    [
      "under another name",
      { "app/__init__.py": "from .db import session as s", "one.py": "from app import s" },
    ],
    ["by a star", { "app/__init__.py": "from .db import *", "one.py": "from app import session" }],
    ["as a module", { "app/__init__.py": "from . import db as d", "one.py": "from app import d" }],
    ["from a package's module", { "app/__init__.py": "", "one.py": "from app import db" }],
    ["by a dotted name", { "app/__init__.py": "", "one.py": "import app.db\napp.db.session" }],
  ])("follows a name that is handed on %s", (_, more) => {
    build({ "app/db.py": "DB", ...more });
    graph.addExports("/w/app/db.py", ["session"]);
    expect(graph.isChecked("/w/one.py")).toBe(true);
  });

  it("follows names around a cycle of imports", () => {
    build({ "a.py": "from b import y\nDB", "b.py": "from a import x", "c.py": "from b import x" });
    graph.addExports("/w/a.py", ["x"]);
    expect(graph.isChecked("/w/c.py")).toBe(true);
  });

  it("wants what may matter to a file that it wants", () => {
    build({
      "db.py": "DB\nimport jobs, other",
      "jobs.py": "THREAD\nimport pool",
      "pool.py": "THREAD",
      "other.py": "",
    });
    expect(graph.takeWanted().sort()).toEqual(["/w/db.py", "/w/jobs.py", "/w/pool.py"]);
    expect(graph.isChecked("/w/jobs.py")).toBe(false);
  });

  it("wants what may matter to a file with other evidence when that does something to a database", () => {
    build({ "load.py": "SQL\nimport jobs", "jobs.py": "THREAD" });
    expect(graph.takeWanted()).toEqual(["/w/load.py"]);
    graph.follow("/w/load.py");
    expect(graph.takeWanted()).toEqual(["/w/jobs.py"]);
  });

  it("wants what may matter to a file that imports what matters", () => {
    build({ "db.py": "DB", "jobs.py": "THREAD", "one.py": "from db import session\nimport jobs" });
    graph.addExports("/w/db.py", ["session"]);
    expect(graph.takeWanted().sort()).toEqual(["/w/db.py", "/w/jobs.py", "/w/one.py"]);
  });

  it("wants what makes something of what may matter, and what hands it on", () => {
    build({
      "db.py": "DB\nfrom app import start, other",
      "app/__init__.py": "from .jobs import start\nfrom .unrelated import other",
      "app/jobs.py": "from .pool import make\nstart = make()",
      "app/pool.py": "THREAD",
      "app/unrelated.py": "import app.more",
      "app/more.py": "",
    });
    expect(graph.takeWanted().sort()).toEqual(["/w/app/pool.py", "/w/db.py"]);
    graph.addOffers("/w/app/pool.py", ["make"]);
    expect(graph.takeWanted()).toEqual(["/w/app/jobs.py"]);
    graph.addOffers("/w/app/jobs.py", ["start"]);
    expect(graph.takeWanted()).toEqual(["/w/app/__init__.py"]);
  });

  it("asks for the files that it knows nothing of", () => {
    files = { "db.py": "DB\nfrom app import start", "app.py": "from jobs import start", "jobs.py": "THREAD" };
    graph = new ImportGraph(resolver());
    scan("db.py");
    expect(graph.takeUnscanned()).toEqual(["/w/app.py"]);
    scan("app.py");
    expect(graph.takeUnscanned()).toEqual(["/w/jobs.py"]);
    scan("jobs.py");
    expect(graph.takeUnscanned()).toEqual([]);
    expect(graph.takeWanted()).toContain("/w/jobs.py");
  });

  it("wants an open file whatever it holds", () => {
    build({ "one.py": "x = 1" });
    graph.want("/w/one.py");
    expect(graph.takeWanted()).toEqual(["/w/one.py"]);
  });

  it("knows new imports of a file that has changed", () => {
    build({ "db.py": "DB", "one.py": "" });
    graph.addExports("/w/db.py", ["session"]);
    files["one.py"] = "from db import session";
    scan("one.py");
    expect(graph.isChecked("/w/one.py")).toBe(true);
    expect([...graph.importersOf("/w/db.py")]).toEqual(["/w/one.py"]);
  });

  it("finds the importers of a file that went and came again", () => {
    build({ "db.py": "DB", "one.py": "from db import session" });
    graph.delete("/w/db.py");
    scan("db.py");
    graph.addExports("/w/db.py", ["session"]);
    expect(graph.isChecked("/w/one.py")).toBe(true);
  });

  it("finds what imports mean after a file was added", () => {
    build({ "one.py": "from db import session" });
    files["db.py"] = "DB";
    graph.relink(resolver());
    scan("db.py");
    graph.addExports("/w/db.py", ["session"]);
    expect(graph.isChecked("/w/one.py")).toBe(true);
  });
});

function build(given: Files): void {
  files = { ...given };
  graph = new ImportGraph(resolver());
  for (const name of Object.keys(files)) scan(name);
}

function scan(name: string): void {
  const text = files[name] ?? "";
  const [hasEvidence, mayMatter] = [text.includes("DB"), text.includes("THREAD")];
  graph.setScan(`/w/${name}`, {
    hasEvidence: hasEvidence || text.includes("SQL"),
    importsDatabase: hasEvidence,
    mayMatter,
    imports: scanImports(text),
  });
}

function resolver(): ModuleResolver {
  return new ModuleResolver(
    filesWith(() => Object.keys(files).map((name) => `/w/${name}`)),
    ["/w"],
  );
}
