import type Database from "better-sqlite3";
import type { ColumnDefinition, IndexColumn, TableConstraint } from "../sql/ast.ts";
import { emptyScope, inner, same } from "../sql/scope.ts";
import { SqlFailure, unsupported } from "../sql/sql-failure.ts";
import { familyOf, type SqlType, typeText } from "../sql/sql-type.ts";
import { quoteName, type Translator } from "../sql/translator.ts";
import { type CatalogStore, type Place, placeOf, sqliteTableName } from "./catalog-store.ts";

type Sqlite = Database.Database;

export interface TableDefinition {
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly TableConstraint[];
}

/** How SQLite stores a value of the type (`sql-type.ts` says which values those are). */
function storage(type: SqlType): string {
  switch (familyOf(type)) {
    case "integer":
      return "INTEGER";
    case "float":
      return "REAL";
    case "binary":
    case "variant":
      return "BLOB";
    case "text":
      return "TEXT COLLATE NOCASE";
    default:
      return "TEXT";
  }
}

/** CREATE TABLE, in SQLite and in the catalog. */
export function createTable(
  db: Sqlite,
  store: CatalogStore,
  t: Translator,
  place: Place,
  table: TableDefinition,
): void {
  if (store.object(place)) {
    throw new SqlFailure(2714, `There is already an object named '${place.name}' in the database.`, {
      state: 6,
      reach: "batch",
    });
  }
  const schemaId = store.schemaId(place);
  const name = sqliteTableName(place);
  const identities = table.columns.filter(({ identity }) => identity);
  if (identities.length > 1) {
    throw new SqlFailure(
      2744,
      `Multiple identity columns specified for table '${place.name}'. Only one identity column per table is allowed.`,
      { state: 2 },
    );
  }
  const columns = completed(table);
  const [identity] = columns.filter((column) => column.identity);
  if (identity?.identity && identity.identity.increment !== 1n)
    throw unsupported("an identity with an increment other than 1");
  const rowid = identity ?? soleIntegerKey(table, columns);
  const parts = columns.map((column) => {
    if (column === rowid)
      return `${quoteName(column.name)} INTEGER PRIMARY KEY${identity ? " AUTOINCREMENT" : ""}`;
    return `${quoteName(column.name)} ${storage(column.type)}${column.isNullable ? "" : " NOT NULL"}`;
  });
  for (const constraint of table.constraints)
    parts.push(...constraintSql(t, store, place, constraint, columns, rowid));
  db.exec(`CREATE TABLE ${place.prefix}.${quoteName(name)} (${parts.join(", ")})`);
  if (identity?.identity && identity.identity.seed !== 1n) {
    db.prepare(`INSERT INTO ${place.prefix}.sqlite_sequence (name, seq) VALUES (?, ?)`).run(
      name,
      identity.identity.seed - 1n,
    );
  }
  const id = describeTable(db, place, schemaId, name, columns);
  describeKeys(db, store, place, id, table, columns);
}

/** A column of a primary key is never NULL; otherwise it may be unless it says so. */
function completed({
  columns,
  constraints,
}: TableDefinition): (ColumnDefinition & { isNullable: boolean })[] {
  const keys = constraints.flatMap((one) =>
    one.kind === "primary" ? one.columns.map(({ name }) => name) : [],
  );
  return columns.map((column) => {
    const isKey = keys.some((key) => same(key, column.name));
    if (isKey && column.isNullable === true) {
      throw new SqlFailure(8111, "Cannot define PRIMARY KEY constraint on nullable column in table.", {
        reach: "batch",
      });
    }
    return { ...column, isNullable: isKey || column.identity ? false : (column.isNullable ?? true) };
  });
}

/** A key that can be SQLite's rowid: point reads then need one search, as in a clustered index. */
function soleIntegerKey<T extends ColumnDefinition>(
  table: TableDefinition,
  columns: readonly T[],
): T | undefined {
  const primary = table.constraints.find(({ kind }) => kind === "primary");
  if (primary?.kind !== "primary" || primary.columns.length !== 1) return undefined;
  const column = columns.find(({ name }) => same(name, primary.columns[0]?.name ?? ""));
  return column && familyOf(column.type) === "integer" ? column : undefined;
}

function constraintSql(
  t: Translator,
  store: CatalogStore,
  place: Place,
  constraint: TableConstraint,
  columns: readonly ColumnDefinition[],
  rowid: ColumnDefinition | undefined,
): string[] {
  const list = (names: readonly string[]) => names.map(quoteName).join(", ");
  switch (constraint.kind) {
    case "primary":
    case "unique": {
      const names = constraint.columns.map(({ name }) => name);
      for (const name of names) {
        if (!columns.some((column) => same(column.name, name))) throw missingKeyColumn(name);
      }
      if (names.length === 1 && rowid && same(names[0] ?? "", rowid.name)) return [];
      return [`UNIQUE (${list(names)})`];
    }
    case "foreign": {
      const target = placeOf(constraint.target, place.database);
      const found = same(target.name, place.name)
        ? { sqlite_name: sqliteTableName(place) }
        : store.object(target);
      if (!found)
        throw new SqlFailure(
          1767,
          `Foreign key references invalid table '${constraint.target.parts.join(".")}'.`,
        );
      const to = constraint.targetColumns.length > 0 ? ` (${list(constraint.targetColumns)})` : "";
      return [
        `FOREIGN KEY (${list(constraint.columns)}) REFERENCES ${quoteName(found.sqlite_name)}${to} ON DELETE ${constraint.onDelete} ON UPDATE ${constraint.onUpdate}`,
      ];
    }
    case "check": {
      const own = columns.map((column) => ({
        ...column,
        isNullable: true,
        isUpdatable: true,
        sql: quoteName(column.name),
      }));
      return [
        `CHECK (${t.condition(constraint.condition, inner(emptyScope, [{ alias: place.name, tick: undefined, columns: own }]))})`,
      ];
    }
  }
}

function missingKeyColumn(name: string): SqlFailure {
  return new SqlFailure(1911, `Column name '${name}' does not exist in the target table or view.`, {
    reach: "batch",
  });
}

function describeTable(
  db: Sqlite,
  place: Place,
  schemaId: number,
  sqliteName: string,
  columns: readonly (ColumnDefinition & { isNullable: boolean })[],
): number {
  const id = newObjectId(db, place);
  const created = new Date().toISOString().replace("T", " ").slice(0, 23);
  db.prepare(`INSERT INTO ${place.prefix}."$objects" VALUES (?, ?, ?, 'U', NULL, ?, ?)`).run(
    id,
    schemaId,
    place.name,
    created,
    sqliteName,
  );
  const insert = db.prepare(`INSERT INTO ${place.prefix}."$columns" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  columns.forEach(({ name, type, isNullable, identity, defaultText }, i) => {
    const { seed = null, increment = null } = identity ?? {};
    insert.run(
      id,
      i + 1,
      name,
      typeText(type),
      isNullable ? 1 : 0,
      identity ? 1 : 0,
      seed,
      increment,
      defaultText ?? null,
    );
  });
  return id;
}

/** Ids of objects and of foreign keys come from one row of numbers. */
export function newObjectId(db: Sqlite, place: Place): number {
  const sql = `SELECT max(ifnull((SELECT max(object_id) FROM ${place.prefix}."$objects"), 0),
    ifnull((SELECT max(object_id) FROM ${place.prefix}."$foreign_keys"), 0), 245575912) + 16 AS id`;
  return db.prepare<unknown[], { id: number }>(sql).get()?.id ?? 0;
}

function describeKeys(
  db: Sqlite,
  store: CatalogStore,
  place: Place,
  id: number,
  table: TableDefinition,
  columns: readonly ColumnDefinition[],
): void {
  for (const constraint of table.constraints) {
    if (constraint.kind === "foreign") describeForeignKey(db, store, place, id, constraint, columns);
    else if (constraint.kind !== "check") {
      const isPrimary = constraint.kind === "primary";
      const suffix = constraint.columns.map(({ name }) => name).join("_");
      const name = constraint.name ?? (isPrimary ? `PK__${place.name}` : `UQ__${place.name}__${suffix}`);
      addIndex(db, place, id, {
        name,
        columns: constraint.columns,
        isUnique: true,
        isClustered: constraint.isClustered,
        isPrimary,
        isConstraint: true,
      });
    }
  }
}

export interface IndexDescription {
  readonly name: string;
  readonly columns: readonly IndexColumn[];
  readonly isUnique: boolean;
  readonly isClustered: boolean;
  readonly isPrimary: boolean;
  readonly isConstraint: boolean;
}

/** The clustered index has id 1; the others follow. */
export function addIndex(db: Sqlite, place: Place, tableId: number, index: IndexDescription): void {
  const sql = `SELECT max(1, ifnull(max(index_id), 0)) + 1 AS id FROM ${place.prefix}."$indexes" WHERE object_id = ?`;
  const id = index.isClustered ? 1 : (db.prepare<unknown[], { id: number }>(sql).get(tableId)?.id ?? 2);
  db.prepare(`INSERT INTO ${place.prefix}."$indexes" VALUES (?, ?, ?, ?, ?, ?, ?)`).run(
    tableId,
    id,
    index.name,
    Number(index.isClustered),
    Number(index.isUnique),
    Number(index.isPrimary),
    Number(index.isConstraint && !index.isPrimary),
  );
  const insert = db.prepare(`INSERT INTO ${place.prefix}."$index_columns" VALUES (?, ?, ?, ?, ?)`);
  index.columns.forEach(({ name, isDescending }, i) => {
    insert.run(tableId, id, i + 1, columnId(db, place, tableId, name), Number(isDescending));
  });
}

function columnId(db: Sqlite, place: Place, tableId: number, name: string): number {
  const sql = `SELECT column_id AS id FROM ${place.prefix}."$columns" WHERE object_id = ? AND name = ?`;
  const row = db.prepare<unknown[], { id: number }>(sql).get(tableId, name);
  if (!row) throw missingKeyColumn(name);
  return row.id;
}

function describeForeignKey(
  db: Sqlite,
  store: CatalogStore,
  place: Place,
  id: number,
  key: TableConstraint & { kind: "foreign" },
  columns: readonly ColumnDefinition[],
): void {
  const target = placeOf(key.target, place.database);
  const targetId = store.object(target)?.object_id ?? id;
  const own = newObjectId(db, place);
  const name = key.name ?? `FK__${place.name}__${key.columns.join("_")}`;
  const action = (text: string) => text.replace(" ", "_");
  db.prepare(`INSERT INTO ${place.prefix}."$foreign_keys" VALUES (?, ?, ?, ?, ?, ?)`).run(
    own,
    name,
    id,
    targetId,
    action(key.onDelete),
    action(key.onUpdate),
  );
  const insert = db.prepare(`INSERT INTO ${place.prefix}."$foreign_key_columns" VALUES (?, ?, ?, ?)`);
  const targets = key.targetColumns.length > 0 ? key.targetColumns : primaryKey(db, place, targetId);
  key.columns.forEach((column, i) => {
    const parent = columns.findIndex((one) => same(one.name, column)) + 1;
    insert.run(own, i + 1, parent, columnId(db, target, targetId, targets[i] ?? ""));
  });
}

function primaryKey(db: Sqlite, place: Place, tableId: number): string[] {
  const sql = `SELECT c.name FROM ${place.prefix}."$indexes" i JOIN ${place.prefix}."$index_columns" k USING (object_id, index_id)
    JOIN ${place.prefix}."$columns" c ON c.object_id = k.object_id AND c.column_id = k.column_id
    WHERE i.object_id = ? AND i.is_primary_key = 1 ORDER BY k.index_column_id`;
  return db
    .prepare<unknown[], { name: string }>(sql)
    .all(tableId)
    .map(({ name }) => name);
}
