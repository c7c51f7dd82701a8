import { describe, expect, it } from "vitest";
import { placeholders } from "../../../src/core/sql/placeholders.ts";

describe("placeholders", () => {
  it("counts every positional one", () => {
    expect(placeholders("SELECT * FROM t WHERE a = ? AND b < ?", "sqlite")).toEqual({
      kind: "found",
      names: [null, null],
    });
  });

  it("names each named one once, in the order of first use", () => {
    expect(placeholders("SELECT :b, @a, $c FROM t WHERE x = :b", "sqlite")).toEqual({
      kind: "found",
      names: ["b", "a", "c"],
    });
    expect(placeholders("SELECT ?1, ?2, ?1", "sqlite")).toEqual({ kind: "found", names: ["1", "2"] });
  });

  it("does not see one in a string, a name, a comment or a cast", () => {
    expect(placeholders(`SELECT '?', ":a", [b?], x::int -- ?\n/* :c */ FROM t`, "sqlite")).toEqual({
      kind: "none",
    });
    expect(placeholders("SELECT 'it''s ?'", "sqlite")).toEqual({ kind: "none" });
  });

  it("says when positional and named ones are mixed", () => {
    expect(placeholders("SELECT ?, :a", "sqlite")).toEqual({ kind: "mixed" });
  });
});

describe("the placeholders of servers", () => {
  const found = (...names: (string | null)[]) => ({ kind: "found", names });

  it.each([
    ["SELECT * FROM t WHERE a = $1 AND b = $2 AND c = $1", found(null, null)],
    ["SELECT ARRAY[$1, $3]", found(null, null, null)],
    ["SELECT * FROM t WHERE a = :id AND b = ANY(ARRAY[:id, :other])", found("id", "other")],
    ["SELECT a::int, E'it\\'s ?', $$ :no ? $$, $q$ $1 $q$ FROM t -- ?", { kind: "none" }],
    ['SELECT @x, a @> b, "odd ? name"', { kind: "none" }],
    ["SELECT $1, :id", { kind: "mixed" }],
  ])("finds PostgreSQL's in %s", (sql, expected) => {
    expect(placeholders(sql, "postgres")).toEqual(expected);
  });

  it.each([
    ["SELECT ?, ? FROM t", found(null, null)],
    ["SELECT :id, :id", found("id")],
    ["SELECT @user, @@version, 'it\\'s ?', \"a \\\" ?\", `odd ?` # ?", { kind: "none" }],
  ])("finds MySQL's in %s", (sql, expected) => {
    expect(placeholders(sql, "mysql")).toEqual(expected);
  });

  it.each([
    ["SELECT * FROM t WHERE a = @id AND b = @id AND c = @other", found("id", "other")],
    ["SELECT @@version, [odd ]] ? @name] FROM t -- @no", { kind: "none" }],
    ["SELECT ? FROM [t]", found(null)],
  ])("finds SQL Server's in %s", (sql, expected) => {
    expect(placeholders(sql, "mssql")).toEqual(expected);
  });
});
