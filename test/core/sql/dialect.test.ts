import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Engine } from "../../../src/core/connection/engine.ts";
import {
  quoteIdentifier,
  quoteQualifiedName,
  type SelectOrder,
  type SqlText,
  selectText,
} from "../../../src/core/sql/dialect.ts";

const engines: readonly Engine[] = ["sqlite", "mssql", "postgres", "mysql"];
const closing: Readonly<Record<Engine, string>> = { sqlite: '"', postgres: '"', mssql: "]", mysql: "`" };

describe("the quotes of a name", () => {
  it.each<[Engine, string, string]>([
    ["sqlite", "order", '"order"'],
    ["postgres", 'a"b', '"a""b"'],
    ["postgres", "a\\'b", '"a\\\'b"'],
    ["mssql", "a]b[c", "[a]]b[c]"],
    ["mssql", 'a"b', '[a"b]'],
    ["mysql", "a`b", "`a``b`"],
    ["mysql", "a\\`", "`a\\```"],
    ["mysql", "two\nlines 😀", "`two\nlines 😀`"],
    ["sqlite", "", '""'],
  ])("of %s around %j are %j", (engine, name, sql) => {
    expect(quoteIdentifier(engine, name)).toEqual({ status: "written", sql });
  });

  it.each(engines)("of %s end only where the name does", (engine) => {
    const close = closing[engine];
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (name) => {
        fc.pre(!name.includes("\u0000"));
        const quoted = quoteIdentifier(engine, name);
        const inside = written(quoted).slice(1, -1);
        expect(inside.replaceAll(close + close, "")).not.toContain(close);
        expect(inside.replaceAll(close + close, close)).toBe(name);
      }),
      { seed: 7 },
    );
  });

  it.each(engines)("of %s cannot hold a NUL or half a character", (engine) => {
    expect(quoteIdentifier(engine, "a\u0000b")).toEqual({
      status: "refused",
      reason: "nul",
      name: "a\u0000b",
    });
    expect(quoteIdentifier(engine, "\ud83d")).toMatchObject({ status: "refused", reason: "half-character" });
  });

  it("refuse an empty name on servers", () => {
    expect(quoteQualifiedName("postgres", ["public", ""])).toMatchObject({ reason: "empty" });
  });

  it("stand around each part of a qualified name", () => {
    expect(written(quoteQualifiedName("mssql", ["shop.eu", "dbo", "or]der"]))).toBe(
      "[shop.eu].[dbo].[or]]der]",
    );
  });
});

describe("the text that reads a table", () => {
  const order: SelectOrder = { columns: ["id", 'na"me'], from: ["main", "order"] };

  it("names columns and table", () => {
    expect(written(selectText("postgres", order))).toBe('SELECT "id", "na""me"\nFROM "main"."order"');
    expect(written(selectText("mysql", { columns: [], from: ["t"] }))).toBe("SELECT *\nFROM `t`");
  });

  it("limits the rows in each engine's words", () => {
    expect(written(selectText("mssql", { ...order, limit: 200 }))).toBe(
      'SELECT TOP (200) [id], [na"me]\nFROM [main].[order]',
    );
    expect(written(selectText("mssql", { columns: [], from: ["t"], limit: 5, offset: 10 }))).toBe(
      "SELECT *\nFROM [t]\nORDER BY (SELECT NULL)\nOFFSET 10 ROWS FETCH NEXT 5 ROWS ONLY",
    );
    for (const engine of ["sqlite", "postgres", "mysql"] as const) {
      expect(written(selectText(engine, { ...order, limit: 5 }))).toMatch(/\nLIMIT 5$/);
      expect(written(selectText(engine, { ...order, limit: 5, offset: 7 }))).toMatch(/\nLIMIT 5 OFFSET 7$/);
    }
  });

  it("is refused with the name that cannot be said", () => {
    expect(selectText("mysql", { columns: ["a\u0000"], from: ["t"] })).toMatchObject({
      reason: "nul",
      name: "a\u0000",
    });
    expect(selectText("mysql", { columns: ["a"], from: ["t", ""] })).toMatchObject({
      reason: "empty",
      name: "",
    });
  });
});

function written(text: SqlText): string {
  if (text.status === "refused") throw new Error(text.reason);
  return text.sql;
}
