import path from "node:path";
import Database from "better-sqlite3";
import { CatalogStore, placeOf } from "./engine/catalog-store.ts";
import { createTable } from "./engine/define-table.ts";
import { makeTranslator } from "./sql/make-translator.ts";
import { parseBatch } from "./sql/parse-batch.ts";
import { quoteName } from "./sql/translator.ts";

export interface TableSeed {
  readonly folder: string;
  readonly database: string;
  readonly table: string;
  readonly rows: number;
}

/** `id int PRIMARY KEY, label nvarchar(40), amount decimal(18,2), made datetime2(3)`: the same values every time. */
export function seedTable({ folder, database, table, rows }: TableSeed): void {
  inFile(folder, database, (db, create) => {
    create(
      `CREATE TABLE ${bracketed(table)} (id int NOT NULL PRIMARY KEY, label nvarchar(40) NOT NULL, amount decimal(18,2) NULL, made datetime2(3) NOT NULL)`,
    );
    db.prepare(`INSERT INTO main.${quoteName(table)}
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      SELECT i, 'label ' || (i * 7919 % 100003), CASE WHEN i % 10 = 0 THEN NULL ELSE (i % 1000) || '.' || printf('%02d', i % 100) END,
        '2024-01-01 00:00:00.' || printf('%03d', i % 1000) FROM n LIMIT ?`).run(rows, rows);
  });
}

/**
 * Many tables at once, `prefix1` … `prefix<count>`, for whoever lists them: `id int PRIMARY KEY, name nvarchar(50)`.
 * All are one table in SQLite, which takes minutes to make so many; who writes into one, writes into all.
 */
export function seedManyTables(seed: {
  readonly folder: string;
  readonly database: string;
  readonly prefix: string;
  readonly count: number;
}): void {
  const { folder, database, prefix, count } = seed;
  inFile(folder, database, (db, create) => {
    const first = `${prefix}1`;
    create(`CREATE TABLE ${bracketed(first)} (id int NOT NULL PRIMARY KEY, name nvarchar(50) NULL)`);
    const { id } = db.prepare('SELECT object_id AS id FROM "$objects" WHERE name = ?').get(first) as {
      id: number;
    };
    const copy = (table: string, columns: string) =>
      db
        .prepare(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @last)
          INSERT INTO "${table}" SELECT object_id + i, ${columns} FROM n CROSS JOIN "${table}" WHERE object_id = @id AND @last > 0`)
        .run({ last: count - 1, id });
    copy("$columns", "column_id, name, type, is_nullable, is_identity, seed, increment, default_text");
    copy("$indexes", "index_id, name, is_clustered, is_unique, is_primary_key, is_unique_constraint");
    copy("$index_columns", "index_id, index_column_id, column_id, is_descending");
    db.prepare(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @last)
      INSERT INTO "$objects" SELECT object_id + i, schema_id, @prefix || (i + 1), type, definition, created, sqlite_name
      FROM n CROSS JOIN "$objects" WHERE object_id = @id AND @last > 0`).run({ last: count - 1, id, prefix });
  });
}

function bracketed(name: string): string {
  return `[${name.replaceAll("]", "]]")}]`;
}

/** Works on a database's file by itself, in one transaction. */
function inFile(
  folder: string,
  database: string,
  work: (db: Database.Database, create: (sql: string) => void) => void,
): void {
  const db = new Database(path.join(folder, `${database.toLowerCase()}.db`));
  try {
    const store = new CatalogStore(db);
    const t = makeTranslator({
      findTable: () => undefined,
      variableType: () => undefined,
      findFunction: () => undefined,
      systemVariableType: () => undefined,
    });
    const create = (sql: string) => {
      const [statement] = parseBatch(sql);
      if (statement?.kind !== "create-table") throw new Error(`no table: ${sql}`);
      createTable(db, store, t, { ...placeOf(statement.table, database), prefix: "main" }, statement);
    };
    db.pragma("synchronous = OFF");
    db.transaction(() => work(db, create))();
  } finally {
    db.close();
  }
}
