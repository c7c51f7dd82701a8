import type Database from "better-sqlite3";
import type { Query, SelectCore, Statement } from "../sql/ast.ts";
import { coerce } from "../sql/coerce.ts";
import { convertValue } from "../sql/convert-value.ts";
import { makeTranslator } from "../sql/make-translator.ts";
import { emptyScope } from "../sql/scope.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import { familyOf, type SqlType, type SqlValue, types } from "../sql/sql-type.ts";
import { columnsForTable } from "../sql/translate-write.ts";
import { type OutputColumn, quoteName } from "../sql/translator.ts";
import type { ResultColumn } from "../wire/tokens.ts";
import { placeOf } from "./catalog-store.ts";
import { createTable } from "./define-table.ts";
import { commands } from "./output.ts";
import type { Session } from "./session.ts";
import { asFailure } from "./sqlite-errors.ts";

export interface CompiledQuery {
  readonly columns: readonly OutputColumn[];
  readonly bound: readonly string[];
  readonly sql: string;
}

/** Translates and lets SQLite compile; nothing runs. */
export function compileQuery(session: Session, query: Query): CompiledQuery {
  const t = makeTranslator(session.environment);
  const { sql, columns } = t.query(query, emptyScope, true);
  return { sql, columns, bound: t.bound };
}

export function resultColumns(columns: readonly OutputColumn[]): ResultColumn[] {
  return columns.map(({ name, type, isNullable, isIdentity = false, isUpdatable = false }) => ({
    name,
    type: type ?? types.int,
    isNullable,
    isIdentity,
    isUpdatable,
  }));
}

/** Integers up to 32 bits come as numbers, which is faster; longer ones need bigint. */
function needsBigint(columns: readonly { readonly type: SqlType | undefined }[]): boolean {
  return columns.some(({ type }) => type?.name === "bigint" || type?.name === "sql_variant");
}

export function runSelect(session: Session, statement: Statement & { kind: "select" }): void {
  const core = firstCore(statement.query);
  if (core?.into) {
    selectInto(session, statement, core);
    return;
  }
  if (core?.items.some(({ kind }) => kind === "assignment")) {
    assign(session, statement, core);
    return;
  }
  const { sql, columns, bound } = session.translated(statement, () => compileQuery(session, statement.query));
  if (sql.includes("tds_object_") || sql.includes("tds_schema_")) session.loadObjects();
  const rows = prepared(session, sql).raw(true).safeIntegers(needsBigint(columns));
  const values = session.bindings(bound);
  session.output.columns(resultColumns(columns));
  let count = 0;
  for (const row of failing(() => rows.iterate(...values) as IterableIterator<SqlValue[]>)) {
    session.link.check();
    session.output.row(row);
    count++;
  }
  session.rowCount = count;
  session.output.statementDone(commands.select, count);
}

/** Turns SQLite's errors, also those of later rows, into the server's. */
function* failing(rows: () => IterableIterator<SqlValue[]>): Generator<SqlValue[]> {
  try {
    yield* rows();
  } catch (error) {
    throw asFailure(error);
  }
}

export function prepared(session: Session, sql: string): Database.Statement<unknown[], unknown> {
  try {
    return session.db.prepare<unknown[], unknown>(sql);
  } catch (error) {
    throw asFailure(error);
  }
}

function firstCore({ body }: Query): SelectCore | undefined {
  return body.kind === "select" ? body : undefined;
}

/** `SELECT @a = …`: the last row decides; without rows the variable stays. */
function assign(session: Session, statement: Statement & { kind: "select" }, core: SelectCore): void {
  if (core.items.some(({ kind }) => kind !== "assignment")) {
    const message =
      "A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.";
    throw new SqlFailure(141, message, { class: 15, reach: "batch" });
  }
  const { sql, columns, bound } = compileQuery(session, statement.query);
  if (sql.includes("tds_object_")) session.loadObjects();
  const rows = prepared(session, sql).raw(true).safeIntegers(true);
  let count = 0;
  for (const row of failing(() => rows.iterate(...session.bindings(bound)) as IterableIterator<SqlValue[]>)) {
    count++;
    for (const [i, { name, type }] of columns.entries()) setVariable(session, name, row[i] ?? null, type);
  }
  session.rowCount = count;
  if (!session.output.isInProcedure) session.output.statementDone(commands.select);
}

export function setVariable(
  session: Session,
  name: string,
  value: SqlValue,
  from: SqlType | undefined,
): void {
  const variable = session.variables.get(name);
  if (!variable) {
    throw new SqlFailure(137, `Must declare the scalar variable "${name}".`, {
      class: 15,
      state: 1,
      reach: "batch",
    });
  }
  const converted = from ? convertValue(value, from, variable.type) : value;
  session.variables.set(name, { type: variable.type, value: converted });
}

function selectInto(session: Session, statement: Statement & { kind: "select" }, core: SelectCore): void {
  const target = core.into;
  if (!target) return;
  const query = { ...statement.query, body: { ...core, into: undefined } };
  const { sql, columns, bound } = compileQuery(session, query);
  const place = placeOf(target, session.database);
  const definitions = columnsForTable(columns).map(({ name, type, isNullable, isIdentity }) => ({
    name,
    type,
    isNullable,
    identity: isIdentity ? { seed: 1n, increment: 1n } : undefined,
    defaultTo: undefined,
    defaultText: undefined,
  }));
  session.transactions.beforeWrite();
  const t = makeTranslator(session.environment);
  const count = atomically(session, () => {
    createTable(session.db, session.store, t, place, { columns: definitions, constraints: [] });
    if (place.prefix === "temp") session.scopedTables.push(place.name);
    const found = session.environment.findTable(target);
    const into = found?.kind === "table" ? found.sql : "";
    const list = definitions.map(({ name }) => quoteName(name)).join(", ");
    const insert = prepared(session, `INSERT INTO ${into} (${list}) SELECT * FROM (${sql}) WHERE true`);
    return insert.run(...session.bindings(bound)).changes;
  });
  session.rowCount = count;
  session.output.statementDone(commands.select, count);
}

/** All or nothing, whether or not a transaction is open. Waits for other writers. */
export function atomically<T>(session: Session, run: () => T): T {
  const { db, transactions } = session;
  return transactions.retried(() => {
    db.exec('SAVEPOINT "$statement"');
    try {
      const result = run();
      db.exec('RELEASE "$statement"');
      return result;
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK TO "$statement"; RELEASE "$statement"');
      throw error;
    }
  });
}

/** The value of an expression outside any query. */
export function evaluate(
  session: Session,
  expression: Parameters<ReturnType<typeof makeTranslator>["value"]>[0],
  as?: SqlType,
): { value: SqlValue; type: SqlType } {
  const t = makeTranslator(session.environment);
  const typed = t.value(expression, emptyScope);
  const wanted = as ? coerce(typed, as) : typed;
  const type = wanted.type ?? types.int;
  if (wanted.constant !== undefined) return { value: wanted.constant, type };
  if (wanted.sql.includes("tds_object_") || wanted.sql.includes("tds_schema_")) session.loadObjects();
  const statement = prepared(session, `SELECT ${wanted.sql}`).raw(true).safeIntegers(true);
  try {
    const row = statement.get(...session.bindings(t.bound)) as SqlValue[];
    return { value: asStored(row[0] ?? null, type), type };
  } catch (error) {
    throw asFailure(error);
  }
}

export function isTrue(
  session: Session,
  condition: Parameters<ReturnType<typeof makeTranslator>["condition"]>[0],
): boolean {
  const t = makeTranslator(session.environment);
  const sql = t.condition(condition, emptyScope);
  if (sql.includes("tds_object_") || sql.includes("tds_schema_")) session.loadObjects();
  try {
    const row = prepared(session, `SELECT ${sql}`)
      .raw(true)
      .safeIntegers(false)
      .get(...session.bindings(t.bound)) as SqlValue[];
    return row[0] === 1;
  } catch (error) {
    throw asFailure(error);
  }
}

function asStored(value: SqlValue, type: SqlType): SqlValue {
  return familyOf(type) === "float" && typeof value === "bigint" ? Number(value) : value;
}
