import { expect, it } from "vitest";
import { markParameters } from "../../../src/core/sql/parameter-marks.ts";

const named = (...names: (string | null)[]) => names.map((name) => ({ name }));

it.each([
  ["postgres", "SELECT * FROM t WHERE a = $1 AND b = $2", [0, 1]],
  ["mysql", "SELECT * FROM t WHERE a = ? AND b = ?", [0, 1]],
  ["mssql", "SELECT * FROM t WHERE a = @p1 AND b = @p2", [0, 1]],
] as const)("numbers what stands in a row for %s", (engine, sql, positions) => {
  const written = "SELECT * FROM t WHERE a = ? AND b = ?";
  expect(markParameters(engine, written, named(null, null))).toEqual({ sql, positions });
});

it.each([
  ["postgres", "SELECT $2, $1, $2", [0, 1]],
  ["mysql", "SELECT ?, ?, ?", [1, 0, 1]],
  ["mssql", "SELECT @p2, @p1, @p2", [0, 1]],
] as const)("finds names again, in whatever order, for %s", (engine, sql, positions) => {
  expect(markParameters(engine, "SELECT :b, :a, :b", named("a", "b"))).toEqual({ sql, positions });
});

it("takes SQL Server's own names for what they are", () => {
  expect(markParameters("mssql", "SELECT @id, @@SPID", named("id"))).toEqual({
    sql: "SELECT @p1, @@SPID",
    positions: [0],
  });
});

it("leaves PostgreSQL's own numbers, casts, operators and texts alone", () => {
  const own = "SELECT $1::int, a ? 'key', ':name', $tag$ :name $tag$ FROM t -- :name";
  expect(markParameters("postgres", own, [])).toEqual({ sql: own, positions: [] });
  const cast = "SELECT :name::int, '12:name'";
  expect(markParameters("postgres", cast, named("name")).sql).toBe("SELECT $1::int, '12:name'");
  expect(markParameters("postgres", "SELECT $1", named(null))).toEqual({ sql: "SELECT $1", positions: [0] });
});

it("leaves names that no parameter has", () => {
  expect(markParameters("mysql", "SELECT :a, :other", named("a"))).toEqual({
    sql: "SELECT ?, :other",
    positions: [0],
  });
});
