import { expect, it } from "vitest";
import { trimStatement } from "../../../src/core/sql/trim-statement.ts";

it.each([
  ["SELECT 1", "SELECT 1"],
  ["SELECT 1;", "SELECT 1"],
  ["SELECT 1 ; ;\n", "SELECT 1"],
  ["SELECT 1 -- last words", "SELECT 1"],
  ["SELECT 1; /* a ; b */ -- c", "SELECT 1"],
  ["SELECT 1 /* never closed", "SELECT 1"],
  ["SELECT ';' ;", "SELECT ';'"],
  ["SELECT 'it''s; -- no comment'", "SELECT 'it''s; -- no comment'"],
  ['SELECT ";" FROM [a;b];', 'SELECT ";" FROM [a;b]'],
  ["SELECT 1; SELECT 2;", "SELECT 1; SELECT 2"],
  ["SELECT 5 - -1", "SELECT 5 - -1"],
  ["  -- only words", ""],
  ["", ""],
])("cuts %j to %j", (sql, expected) => {
  expect(trimStatement(sql)).toBe(expected);
});

it.each([
  ["mysql", "SELECT 1 # last words", "SELECT 1"],
  ["mysql", "SELECT 1 /* words */ ;", "SELECT 1"],
  ["mysql", "SELECT 1 /*! INTO OUTFILE 'x' */ ;", "SELECT 1 /*! INTO OUTFILE 'x' */"],
  ["mysql", "SELECT 1 /*M!100000 , 2 */", "SELECT 1 /*M!100000 , 2 */"],
  ["postgres", "SELECT $$ ; -- $$ ;", "SELECT $$ ; -- $$"],
  ["postgres", "SELECT E'\\'; --' ; -- end", "SELECT E'\\'; --'"],
  ["mssql", "SELECT [a;b] ; -- end", "SELECT [a;b]"],
] as const)("reads %s as that engine does: %j", (engine, sql, expected) => {
  expect(trimStatement(sql, engine)).toBe(expected);
});
