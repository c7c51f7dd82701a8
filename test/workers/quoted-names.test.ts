import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteIdentifier, type SqlText, selectText } from "../../src/core/sql/dialect.ts";

describe("the text that reads a table", () => {
  it("reads what a real SQLite made under a hostile name", () => {
    const db = new Database(":memory:");
    const names = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" });
    fc.assert(
      fc.property(names, names, (table, column) => {
        fc.pre(!(table + column).includes("\u0000") && !/^sqlite_/i.test(table));
        const [quotedTable, quotedColumn] = [table, column].map((one) =>
          written(quoteIdentifier("sqlite", one)),
        );
        db.exec(`CREATE TEMP TABLE ${quotedTable} (${quotedColumn})`);
        db.exec(`INSERT INTO temp.${quotedTable} VALUES (7)`);
        const sql = written(selectText("sqlite", { columns: [column], from: ["temp", table], limit: 1 }));
        expect(db.prepare(sql).all()).toEqual([{ [column]: 7 }]);
        db.exec(`DROP TABLE temp.${quotedTable}`);
      }),
      { seed: 9 },
    );
    db.close();
  });
});

function written(text: SqlText): string {
  if (text.status === "refused") throw new Error(text.reason);
  return text.sql;
}
