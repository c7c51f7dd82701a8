import { describe, expect, it } from "vitest";
import { scanImports } from "../../../../src/core/lint/search/scan-imports.ts";

describe("scanImports", () => {
  it.each([
    ["import sqlite3", [whole("sqlite3")]],
    ["import a.b, c as d", [whole("a.b"), whole("c", "d")]],
    ["from app.db import session", [from("app.db", ["session"])]],
    ["from app.db import session as s, engine", [from("app.db", ["session", "s"], ["engine"])]],
    ["from app import *", [star("app")]],
    ["from . import db", [from("", ["db"], 1)]],
    ["from.import db", [from("", ["db"], 1)]],
    ["from ..db import(session)", [from("db", ["session"], 2)]],
    ["from . . db import x", [from("db", ["x"], 2)]],
    ["from a . b import x", [from("a.b", ["x"])]],
    ["import a . b", [whole("a.b")]],
    ["from a \\\n  import b, \\\n c", [from("a", ["b"], ["c"])]],
    ["from a import (\n  b,  # not c)\n  d as e,\n)", [from("a", ["b"], ["d", "e"])]],
    ["x = 1; import a; from b import c", [whole("a"), from("b", ["c"])]],
    ["try: import a\nexcept: a = None", [whole("a")]],
    ["def f():\n\tfrom a import b", [from("a", ["b"])]],
    ["from a import (b,\n  c", [from("a", ["b"], ["c"])]],
    ["import a\r\nfrom b import c\r\n", [whole("a"), from("b", ["c"])]],
    ["from größe import maß", [from("größe", ["maß"])]],
  ])("finds those of %j", (text, expected) => {
    expect(scanImports(text)).toMatchObject(expected);
  });

  it("finds imports after a text that looks like one without an end", () => {
    const text = '"""\nfrom x import (this is prose\n"""\nimport sqlite3\nfrom app import db\n';
    expect(scanImports(text)).toEqual(
      expect.arrayContaining([part(whole("sqlite3")), part(from("app", ["db"]))]),
    );
  });

  it("finds an import on a line that names one in a string", () => {
    expect(scanImports('if "import x": import sqlite3')).toContainEqual(part(whole("sqlite3")));
  });

  it("takes no sentence for the name of a module", () => {
    expect(
      scanImports("# import all... and from here import what/ever; 'import eggs as spam)'"),
    ).toMatchObject([{ level: 0, module: "here", form: "names", names: [] }]);
  });

  it("finds what is taken of a module that is imported as a whole", () => {
    const attributes = (text: string) => scanImports(text).map(({ taken }) => taken && [...taken]);
    expect(attributes("import numpy as np\nnp.array(1)\nnp . linalg.norm(x)\nnpx.more")).toEqual([
      ["array", "linalg", "norm"],
    ]);
    expect(attributes("import app.db\napp.db.session.add(x)")).toEqual([["db", "session", "add"]]);
    expect(attributes("import db\nother = db\nother.session")).toEqual([undefined]);
    expect(attributes("from app import db\ndb.session")).toEqual([undefined]);
  });

  it("takes no longer than the text is long", () => {
    const started = performance.now();
    scanImports("from a import (".repeat(20_000));
    scanImports(`from ${"a.".repeat(50_000)}`);
    scanImports("from ".repeat(50_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

function part(scanned: object): unknown {
  return expect.objectContaining(scanned);
}

function whole(module: string, alias?: string) {
  return { level: 0, module, form: "whole", names: alias ? [{ name: module, alias }] : [] };
}

function star(module: string) {
  return { level: 0, module, form: "star", names: [] };
}

function from(module: string, ...rest: (string[] | number)[]) {
  const names = rest.filter((part) => typeof part !== "number");
  const level = rest.find((part) => typeof part === "number") ?? 0;
  return {
    level,
    module,
    form: "names",
    names: names.map(([name, alias = name]) => ({ name, alias })),
  };
}
