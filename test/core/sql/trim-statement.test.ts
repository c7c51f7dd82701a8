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
