import type Database from "better-sqlite3";
import type { ObjectName } from "../sql/ast.ts";
import { parseBatch } from "../sql/parse-batch.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import { readTypeText, types } from "../sql/sql-type.ts";
import { type FoundTable, quoteName, type TableColumn } from "../sql/translator.ts";

type Sqlite = Database.Database;

/**
 * What SQLite does not keep of a table: the declared types, identities, names of keys. One set of tables in each
 * database file and one for the session's temporary tables; their names start with $, which no client can write.
 */
const schema = (prefix: string): string => `
  CREATE TABLE IF NOT EXISTS ${prefix}"$schemas" (schema_id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE);
  CREATE TABLE IF NOT EXISTS ${prefix}"$objects" (object_id INTEGER PRIMARY KEY, schema_id INTEGER, name TEXT COLLATE NOCASE,
    type TEXT, definition TEXT, created TEXT, sqlite_name TEXT, UNIQUE (schema_id, name));
  CREATE TABLE IF NOT EXISTS ${prefix}"$columns" (object_id INTEGER, column_id INTEGER, name TEXT COLLATE NOCASE, type TEXT,
    is_nullable INTEGER, is_identity INTEGER, seed INTEGER, increment INTEGER, default_text TEXT,
    PRIMARY KEY (object_id, column_id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ${prefix}"$indexes" (object_id INTEGER, index_id INTEGER, name TEXT, is_clustered INTEGER,
    is_unique INTEGER, is_primary_key INTEGER, is_unique_constraint INTEGER, PRIMARY KEY (object_id, index_id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ${prefix}"$index_columns" (object_id INTEGER, index_id INTEGER, index_column_id INTEGER,
    column_id INTEGER, is_descending INTEGER, PRIMARY KEY (object_id, index_id, index_column_id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ${prefix}"$foreign_keys" (object_id INTEGER PRIMARY KEY, name TEXT, parent_object_id INTEGER,
    referenced_object_id INTEGER, on_delete TEXT, on_update TEXT);
  CREATE TABLE IF NOT EXISTS ${prefix}"$foreign_key_columns" (constraint_object_id INTEGER, constraint_column_id INTEGER,
    parent_column_id INTEGER, referenced_column_id INTEGER, PRIMARY KEY (constraint_object_id, constraint_column_id)) WITHOUT ROWID;
  INSERT OR IGNORE INTO ${prefix}"$schemas" VALUES (1, 'dbo'), (2, 'guest'), (3, 'INFORMATION_SCHEMA'), (4, 'sys');`;

/** `prefix`: the database's name in SQLite with a dot, or nothing for a file that is opened by itself. */
export function createCatalog(db: Sqlite, prefix: string): void {
  db.exec(schema(prefix));
}

/** Which database and schema a name means. Temporary tables live in `temp`. */
export interface Place {
  /** SQLite's name of the database, quoted. */
  readonly prefix: string;
  readonly database: string;
  readonly schema: string;
  readonly name: string;
}

export function placeOf({ parts }: ObjectName, database: string): Place {
  const name = parts.at(-1) ?? "";
  if (name.startsWith("#")) return { prefix: "temp", database: "tempdb", schema: "dbo", name };
  const where = parts.at(-3) || database;
  return { prefix: quoteName(where.toLowerCase()), database: where, schema: parts.at(-2) || "dbo", name };
}

interface ObjectRow {
  readonly object_id: number;
  readonly type: string;
  readonly definition: string | null;
  readonly sqlite_name: string;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly is_nullable: number;
  readonly is_identity: number;
  readonly default_text: string | null;
}

/** Reads tables and views, and remembers them until a schema changes. */
export class CatalogStore {
  readonly #db: Sqlite;
  readonly #known = new Map<string, { readonly version: string; readonly found: FoundTable | undefined }>();

  constructor(db: Sqlite) {
    this.#db = db;
  }

  find(place: Place): FoundTable | undefined {
    const key = `${place.prefix}\0${place.schema}\0${place.name}`.toLowerCase();
    const version = this.version([place.prefix]);
    const known = this.#known.get(key);
    if (known?.version === version) return known.found;
    const found = this.#read(place);
    this.#known.set(key, { version, found });
    return found;
  }

  /** Changes when a schema does. */
  version(prefixes: readonly string[]): string {
    return prefixes.map((prefix) => this.#db.pragma(`${prefix}.schema_version`, { simple: true })).join(".");
  }

  object(place: Place): ObjectRow | undefined {
    const sql = `SELECT o.object_id, o.type, o.definition, o.sqlite_name FROM ${place.prefix}."$objects" o
      JOIN ${place.prefix}."$schemas" s USING (schema_id) WHERE s.name = ? COLLATE NOCASE AND o.name = ?`;
    return this.#db.prepare<unknown[], ObjectRow>(sql).get(place.schema, place.name);
  }

  schemaId(place: Place): number {
    const sql = `SELECT schema_id FROM ${place.prefix}."$schemas" WHERE name = ?`;
    const row = this.#db.prepare<unknown[], { schema_id: number }>(sql).get(place.schema);
    if (row) return row.schema_id;
    const message = `The specified schema name "${place.schema}" either does not exist or you do not have permission to use it.`;
    throw new SqlFailure(2760, message, { reach: "batch" });
  }

  #read(place: Place): FoundTable | undefined {
    const object = this.object(place);
    if (!object) return undefined;
    const sql = `SELECT name, type, is_nullable, is_identity, default_text FROM ${place.prefix}."$columns"
      WHERE object_id = ? ORDER BY column_id`;
    const columns = this.#db.prepare<unknown[], ColumnRow>(sql).all(object.object_id);
    if (object.type === "V") return viewOf(object.definition ?? "", columns);
    return {
      kind: "table",
      id: object.object_id,
      database: place.database,
      schema: place.schema,
      name: place.name,
      columns: columns.map(columnOf),
      sql: `${place.prefix}.${quoteName(object.sqlite_name)}`,
    };
  }
}

function viewOf(definition: string, columns: readonly ColumnRow[]): FoundTable | undefined {
  const [statement] = parseBatch(definition);
  if (statement?.kind !== "select") return undefined;
  return { kind: "view", query: statement.query, columns: columns.map(({ name }) => name) };
}

function columnOf(row: ColumnRow): TableColumn {
  return {
    name: row.name,
    type: row.type === "" ? types.int : readTypeText(row.type),
    isNullable: row.is_nullable !== 0,
    isIdentity: row.is_identity !== 0,
    defaultText: row.default_text ?? undefined,
  };
}

/** SQLite keeps names that start with `sqlite_` for itself, and `$` is ours. */
export function sqliteTableName({ schema, name }: Place): string {
  const safe = /^(?:sqlite_|\$)/i.test(name) ? `$t ${name}` : name;
  return schema.toLowerCase() === "dbo" ? safe : `${schema}.${safe}`;
}
