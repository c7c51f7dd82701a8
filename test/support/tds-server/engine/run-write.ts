import type { Statement } from "../sql/ast.ts";
import { makeTranslator, type Translation } from "../sql/make-translator.ts";
import type { SqlValue } from "../sql/sql-type.ts";
import {
  baseTable,
  type TranslatedWrite,
  translateDelete,
  translateInsert,
  translateUpdate,
} from "../sql/translate-write.ts";
import { commands } from "./output.ts";
import { prepared, resultColumns } from "./run-query.ts";
import type { Session } from "./session.ts";
import { asFailure, isBusy, isStaleSnapshot } from "./sqlite-errors.ts";

type Write = Statement & { kind: "insert" | "update" | "delete" | "truncate" };

interface Compiled extends TranslatedWrite {
  readonly bound: readonly string[];
}

export function compileWrite(session: Session, statement: Write): Compiled {
  const t = makeTranslator(session.environment);
  return { ...translate(session, t, statement), bound: t.bound };
}

function translate(session: Session, t: Translation, statement: Write): TranslatedWrite {
  if (statement.kind === "update") return translateUpdate(t, statement);
  if (statement.kind === "delete") return translateDelete(t, statement);
  if (statement.kind === "truncate") {
    const table = baseTable(t, statement.table);
    return { sql: `DELETE FROM ${table.sql}`, table, output: [] };
  }
  const { with: ctes, source } = statement;
  const query =
    source.kind === "query" && ctes.length > 0
      ? { ...source.query, with: [...ctes, ...source.query.with] }
      : undefined;
  const whole = query ? { ...statement, source: { kind: "query" as const, query } } : statement;
  return translateInsert(t, whole, ({ name }) => session.options.identityInsert === name.toLowerCase());
}

export function runWrite(session: Session, statement: Write): void {
  const { sql, table, output, bound } = session.translated(statement, () => compileWrite(session, statement));
  if (sql.includes("tds_object_")) session.loadObjects();
  session.transactions.beforeWrite();
  const command = {
    insert: commands.insert,
    update: commands.update,
    delete: commands.delete,
    truncate: commands.none,
  }[statement.kind];
  const values = session.bindings(bound);
  const compiled = prepared(session, sql);
  const run = () => {
    if (output.length > 0) {
      const rows = compiled
        .raw(true)
        .safeIntegers(true)
        .all(...values) as SqlValue[][];
      return { rows, changes: rows.length, identity: undefined };
    }
    const { changes, lastInsertRowid } = compiled.run(...values);
    return { rows: [], changes, identity: BigInt(lastInsertRowid) };
  };
  try {
    const { rows, changes, identity } = session.transactions.retried(run);
    if (statement.kind === "insert" && table.columns.some(({ isIdentity }) => isIdentity)) {
      session.lastIdentity = identity ?? lastRowid(session);
    }
    if (statement.kind === "truncate") resetIdentity(session, table.sql);
    session.rowCount = changes;
    if (output.length > 0) {
      session.output.columns(resultColumns(output));
      for (const row of rows) session.output.row(row);
    }
    const counts = statement.kind !== "truncate" && !session.options.noCount;
    session.output.statementDone(command, counts || output.length > 0 ? changes : undefined);
  } catch (error) {
    if (isBusy(error) || isStaleSnapshot(error)) throw asFailure(error);
    throw asFailure(error, {
      verb: statement.kind.toUpperCase(),
      table: `${table.database}.${table.schema}.${table.name}`,
      keyName: (columns) => keyName(session, table, columns),
    });
  }
}

function lastRowid(session: Session): bigint {
  const row = session.db.prepare<unknown[], { id: number }>("SELECT last_insert_rowid() AS id").get();
  return BigInt(row?.id ?? 0);
}

/** `"db"."name"` → the name's count starts anew. */
function resetIdentity(session: Session, sql: string): void {
  const at = sql.indexOf(".");
  const name = sql.slice(at + 2, -1).replaceAll('""', '"');
  const prefix = sql.slice(0, at);
  const has = session.db
    .prepare(`SELECT 1 FROM ${prefix}.sqlite_schema WHERE name = 'sqlite_sequence'`)
    .get();
  if (has) session.db.prepare(`DELETE FROM ${prefix}.sqlite_sequence WHERE name = ?`).run(name);
}

interface IndexRow {
  readonly name: string;
  readonly is_primary_key: bigint;
  readonly is_unique_constraint: bigint;
  readonly columns: string;
}

/** The unique index over these columns. */
function keyName(
  session: Session,
  table: { readonly id: number; readonly sql: string },
  columns: readonly string[],
) {
  const prefix = table.sql.slice(0, table.sql.indexOf("."));
  const sql = `SELECT i.name, i.is_primary_key, i.is_unique_constraint,
      (SELECT group_concat(c.name, '|') FROM ${prefix}."$index_columns" k JOIN ${prefix}."$columns" c USING (object_id, column_id)
        WHERE k.object_id = i.object_id AND k.index_id = i.index_id) AS columns
    FROM ${prefix}."$indexes" i WHERE i.object_id = ? AND i.is_unique = 1`;
  const wanted = [...columns]
    .map((name) => name.toLowerCase())
    .sort()
    .join("|");
  const rows = session.db.prepare<unknown[], IndexRow>(sql).all(table.id);
  const found = rows.find((row) => row.columns.toLowerCase().split("|").sort().join("|") === wanted);
  if (!found) return undefined;
  const isPrimary = Number(found.is_primary_key) === 1;
  return { name: found.name, isPrimary, isConstraint: isPrimary || Number(found.is_unique_constraint) === 1 };
}
