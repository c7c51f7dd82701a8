import { describe, expect, it } from "vitest";
import { scanImports } from "../../../../src/core/lint/search/scan-imports.ts";
import { withBacktracks } from "../../../support/backtracks.ts";

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

  it.each(["import a, ", "from a import b, "])("finds each of many imports on one line once: %s", (piece) => {
    expect(scanImports(piece.repeat(500))).toHaveLength(500);
  });

  it("takes no sentence for the name of a module", () => {
    expect(
      scanImports("# import all... and from here import what/ever; 'import eggs as spam)'"),
    ).toMatchObject([{ level: 0, module: "here", form: "names", names: [] }]);
  });

  it.each([
    ["parentheses that do not close", "from a import (".repeat(20_000)],
    ["a module's name without an end", `from ${"a.".repeat(50_000)}`],
    ["imports that do not begin", "from ".repeat(50_000)],
    ["lines that go on", `from a \\\n${" \\\n".repeat(20_000)}`],
  ])("goes through %s in steps that grow with the text alone", (_, text) => {
    const found = withBacktracks(8 * text.length, () => scanImports(`${text}\nimport sqlite3\n`));
    expect(found.at(-1)).toMatchObject(whole("sqlite3"));
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
