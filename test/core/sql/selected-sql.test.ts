import { describe, expect, it } from "vitest";
import { selectedSql } from "../../../src/core/sql/selected-sql.ts";

function sqlOf(selection: string, language = "python"): string {
  const selected = selectedSql(selection, language);
  return selected.kind === "sql" ? selected.sql : `(${selected.kind})`;
}

describe("selectedSql", () => {
  it("takes bare SQL as it is, without the semicolon", () => {
    expect(sqlOf("SELECT * FROM files;\n", "sql")).toBe("SELECT * FROM files");
    expect(sqlOf("  SELECT 1  ")).toBe("SELECT 1");
  });

  it.each([
    [`"SELECT * FROM files"`, "python", "SELECT * FROM files"],
    [`'SELECT "date" FROM files'`, "python", `SELECT "date" FROM files`],
    [`"""\n  SELECT id\n  FROM files\n"""`, "python", "SELECT id\n  FROM files"],
    ["`SELECT id FROM files`", "typescript", "SELECT id FROM files"],
    [`r"SELECT '\\d'"`, "python", "SELECT '\\d'"],
    [`"SELECT \\"date\\" FROM files"`, "java", `SELECT "date" FROM files`],
    [`@"SELECT 1"`, "csharp", "SELECT 1"],
    [`"SELECT * FROM files;"`, "python", "SELECT * FROM files"],
  ])("strips the quotes of a host language: %s", (selection, language, sql) => {
    expect(sqlOf(selection, language)).toBe(sql);
  });

  it("joins literals that the language would join", () => {
    expect(sqlOf(`"SELECT id "\n    "FROM files"`)).toBe("SELECT id FROM files");
    expect(sqlOf(`("SELECT id " + "FROM files")`, "java")).toBe("SELECT id FROM files");
  });

  it("leaves alone what only begins and ends with a quote", () => {
    const selection = `'a' || name || 'b'`;
    expect(sqlOf(selection)).toBe(selection);
  });

  it("keeps the quotes in an SQL file, where they are the statement's own", () => {
    expect(sqlOf(`'SELECT 1'`, "sql")).toBe(`'SELECT 1'`);
    expect(sqlOf(`'SELECT 1'`, "plsql")).toBe(`'SELECT 1'`);
  });

  it("does not run a statement that is put together at run time", () => {
    expect(sqlOf(`f"SELECT * FROM {table}"`)).toBe("(interpolated)");
    expect(sqlOf(`\`SELECT * FROM \${table}\``, "javascript")).toBe("(interpolated)");
    expect(sqlOf(`$"SELECT * FROM {table}"`, "csharp")).toBe("(interpolated)");
  });

  it("says when nothing is left", () => {
    expect(sqlOf("  \n")).toBe("(empty)");
    expect(sqlOf(`""`)).toBe("(empty)");
    expect(sqlOf("-- only a comment", "sql")).toBe("(empty)");
  });
});
