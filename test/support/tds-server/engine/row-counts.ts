import path from "node:path";
import Database from "better-sqlite3";
import { quoteName } from "../sql/translator.ts";

/** Rows of tables as they are committed, read on a link of its own: SQLite allows no query inside a function. */
export class RowCounts {
  readonly #folder: string;
  readonly #open = new Map<string, Database.Database>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  rows(database: string, table: string): bigint | null {
    if (database === "") return null;
    const db =
      this.#open.get(database) ?? new Database(path.join(this.#folder, `${database}.db`), { readonly: true });
    this.#open.set(database, db);
    const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?").get(table);
    if (!exists) return 0n;
    const row = db.prepare<unknown[], { n: number }>(`SELECT count(*) AS n FROM ${quoteName(table)}`).get();
    return BigInt(row?.n ?? 0);
  }
}
