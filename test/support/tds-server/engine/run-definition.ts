import path from "node:path";
import Database from "better-sqlite3";
import type { ObjectName, Statement } from "../sql/ast.ts";
import { makeTranslator } from "../sql/make-translator.ts";
import { emptyScope, same } from "../sql/scope.ts";
import { SqlFailure, unsupported } from "../sql/sql-failure.ts";
import { typeText } from "../sql/sql-type.ts";
import { baseTable, findColumn } from "../sql/translate-write.ts";
import { quoteName } from "../sql/translator.ts";
import { createCatalog, type Place, placeOf } from "./catalog-store.ts";
import { addIndex, createTable, newObjectId } from "./define-table.ts";
import { atomically } from "./run-query.ts";
import type { Session } from "./session.ts";
import { asFailure } from "./sqlite-errors.ts";
import { systemView } from "./system-views.ts";

type Definition = Statement & {
  kind:
    | "create-table"
    | "create-index"
    | "create-view"
    | "create-schema"
    | "create-database"
    | "drop"
    | "drop-index";
};

export function runDefinition(session: Session, statement: Definition): void {
  if (statement.kind === "create-database") {
    createDatabase(session, statement.name);
    return;
  }
  session.transactions.beforeWrite();
  try {
    atomically(session, () => define(session, statement));
  } catch (error) {
    throw asFailure(error);
  }
}

function place(session: Session, name: ObjectName): Place {
  const found = placeOf(name, session.database);
  if (found.prefix !== "temp") session.attach(found.database);
  return found;
}

function define(session: Session, statement: Exclude<Definition, { kind: "create-database" }>): void {
  const { db, store } = session;
  switch (statement.kind) {
    case "create-table": {
      const at = place(session, statement.table);
      createTable(db, store, makeTranslator(session.environment), at, statement);
      if (at.prefix === "temp") session.scopedTables.push(at.name);
      return;
    }
    case "create-index": {
      const at = place(session, statement.table);
      const table = baseTable(makeTranslator(session.environment), statement.table);
      const columns = statement.columns.map(
        ({ name, isDescending }) =>
          `${quoteName(findColumn(table, name).name)}${isDescending ? " DESC" : ""}`,
      );
      const [prefix, name] = split(table.sql);
      const index = quoteName(`${unquoted(name)}.${statement.name}`);
      db.exec(
        `CREATE ${statement.isUnique ? "UNIQUE " : ""}INDEX ${prefix}.${index} ON ${name} (${columns.join(", ")})`,
      );
      addIndex(db, at, table.id, { ...statement, isPrimary: false, isConstraint: false });
      return;
    }
    case "create-view":
      createView(session, statement);
      return;
    case "create-schema": {
      const prefix = quoteName(session.database.toLowerCase());
      if (db.prepare(`SELECT 1 FROM ${prefix}."$schemas" WHERE name = ?`).get(statement.name)) {
        throw new SqlFailure(2714, `There is already an object named '${statement.name}' in the database.`, {
          state: 6,
        });
      }
      db.prepare(`INSERT INTO ${prefix}."$schemas" (name) VALUES (?)`).run(statement.name);
      touch(session, prefix);
      return;
    }
    case "drop":
      for (const name of statement.names) drop(session, statement.what, name, statement.ifExists);
      return;
    case "drop-index": {
      const at = place(session, statement.table);
      const table = baseTable(makeTranslator(session.environment), statement.table);
      const [prefix, name] = split(table.sql);
      const changes = db
        .prepare(
          `DELETE FROM ${at.prefix}."$indexes" WHERE object_id = ? AND name = ? COLLATE NOCASE AND is_primary_key = 0`,
        )
        .run(table.id, statement.name).changes;
      if (changes === 0 && !statement.ifExists) throw cannotDrop("index", `${at.name}.${statement.name}`);
      db.exec(`DROP INDEX IF EXISTS ${prefix}.${quoteName(`${unquoted(name)}.${statement.name}`)}`);
    }
  }
}

function split(sql: string): [string, string] {
  const at = sql.indexOf(".");
  return [sql.slice(0, at), sql.slice(at + 1)];
}

function unquoted(name: string): string {
  return name.slice(1, -1).replaceAll('""', '"');
}

/** Changes of the catalog's own rows move SQLite's schema version, which caches look at, by a table that comes and goes. */
function touch(session: Session, prefix: string): void {
  session.db.exec(`CREATE TABLE ${prefix}."$touch" (unused INTEGER); DROP TABLE ${prefix}."$touch"`);
}

function createView(session: Session, statement: Statement & { kind: "create-view" }): void {
  const { db, store } = session;
  const at = place(session, statement.view);
  if (store.object(at))
    throw new SqlFailure(2714, `There is already an object named '${at.name}' in the database.`, {
      state: 6,
    });
  const t = makeTranslator(session.environment);
  const { columns } = t.query(statement.query, emptyScope);
  const id = newObjectId(db, at);
  const created = new Date().toISOString().replace("T", " ").slice(0, 23);
  db.prepare(`INSERT INTO ${at.prefix}."$objects" VALUES (?, ?, ?, 'V', ?, ?, '')`).run(
    id,
    store.schemaId(at),
    at.name,
    statement.text,
    created,
  );
  const insert = db.prepare(
    `INSERT INTO ${at.prefix}."$columns" VALUES (?, ?, ?, ?, ?, 0, NULL, NULL, NULL)`,
  );
  columns.forEach(({ name, type, isNullable }, i) => {
    insert.run(id, i + 1, statement.columns?.[i] ?? name, type ? typeText(type) : "int", isNullable ? 1 : 0);
  });
  touch(session, at.prefix);
}

const kinds = { TABLE: "U", VIEW: "V" } as const;

function drop(
  session: Session,
  what: "TABLE" | "VIEW" | "SCHEMA" | "DATABASE",
  name: ObjectName,
  ifExists: boolean,
): void {
  const { db, store } = session;
  const text = name.parts.join(".");
  if (what === "DATABASE") throw unsupported("DROP DATABASE", name.line);
  if (what === "SCHEMA") {
    const prefix = quoteName(session.database.toLowerCase());
    const changes = db
      .prepare(`DELETE FROM ${prefix}."$schemas" WHERE name = ? AND schema_id > 4`)
      .run(text).changes;
    if (changes === 0 && !ifExists) throw cannotDrop("schema", text);
    touch(session, prefix);
    return;
  }
  const at = place(session, name);
  if (systemView(session, at)) throw cannotDrop(what.toLowerCase(), text);
  const object = store.object(at);
  if (!object || object.type !== kinds[what]) {
    if (ifExists) return;
    throw cannotDrop(what.toLowerCase(), text);
  }
  const id = object.object_id;
  const referenced = db
    .prepare(
      `SELECT 1 FROM ${at.prefix}."$foreign_keys" WHERE referenced_object_id = ? AND parent_object_id <> ?`,
    )
    .get(id, id);
  if (referenced)
    throw new SqlFailure(
      3726,
      `Could not drop object '${text}' because it is referenced by a FOREIGN KEY constraint.`,
    );
  if (what === "TABLE") db.exec(`DROP TABLE ${at.prefix}.${quoteName(object.sqlite_name)}`);
  forget(session, at.prefix, id);
  if (what === "VIEW") touch(session, at.prefix);
}

function forget(session: Session, prefix: string, id: number | bigint): void {
  session.db
    .prepare(`DELETE FROM ${prefix}."$foreign_key_columns" WHERE constraint_object_id IN
    (SELECT object_id FROM ${prefix}."$foreign_keys" WHERE parent_object_id = ?)`)
    .run(id);
  session.db.prepare(`DELETE FROM ${prefix}."$foreign_keys" WHERE parent_object_id = ?`).run(id);
  for (const table of ["$index_columns", "$indexes", "$columns", "$objects"]) {
    session.db.prepare(`DELETE FROM ${prefix}.${quoteName(table)} WHERE object_id = ?`).run(id);
  }
}

/** The temporary tables of a procedure that has ended. */
export function dropScoped(session: Session, names: readonly string[]): void {
  for (const name of names) drop(session, "TABLE", { parts: [name], line: 0 }, true);
}

function cannotDrop(what: string, name: string): SqlFailure {
  const message = `Cannot drop the ${what} '${name}', because it does not exist or you do not have permission.`;
  return new SqlFailure(3701, message, { class: 11, state: 5 });
}

function createDatabase(session: Session, name: string): void {
  if (session.databases().some((one) => same(one, name))) {
    throw new SqlFailure(1801, `Database '${name}' already exists. Choose a different database name.`, {
      state: 3,
    });
  }
  createDatabaseFile(session.start.folder, name);
  session.addDatabase(name);
}

/** A database's file with an empty catalog. */
export function createDatabaseFile(folder: string, name: string): void {
  const db = new Database(path.join(folder, `${name.toLowerCase()}.db`));
  try {
    db.pragma("journal_mode = WAL");
    createCatalog(db, "");
  } finally {
    db.close();
  }
}
