import type { EventEmitter } from "node:events";
import type { Connection } from "mysql2";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import type { ParameterValue } from "../../../core/benchmark/plan.ts";
import type { RowValue } from "../../../core/benchmark/row-checksum.ts";
import { markParameters } from "../../../core/sql/parameter-marks.ts";
import { sqlTokens } from "../../../core/sql/sql-tokens.ts";
import { trimStatement } from "../../../core/sql/trim-statement.ts";
import type { Attempt, Work } from "../driver.ts";
import { bindPositions } from "../server/bind-positions.ts";
import { serverFailure } from "../server/server-failure.ts";
import type { MysqlLink } from "./connect.ts";
import { mysqlFailure } from "./mysql-failure.ts";

/** The part of mysql2's prepared statement that is used here. */
export interface Statement {
  readonly columns: readonly { readonly columnType: number }[];
  /** What the server says of the placeholders. mysql2 sends a whole number as one where it says so. */
  parameters: { columnType: number; flags: number }[];
  execute(values: ParameterValue[], done?: (error: Error | null, rows: RowValue[][]) => void): EventEmitter;
}

export interface PreparedWork {
  readonly work: Work;
  readonly statement: Statement;
  readonly bind: (operation: number) => ParameterValue[];
}

const BIGINT = 8;
const VECTOR = 242;
const GEOMETRY = 255;

/** Has the server compile the workload's statement for the operations of a session. */
export async function prepareWork(
  { connection, context }: MysqlLink,
  work: Work,
): Promise<Attempt<PreparedWork>> {
  const { parameters } = work.workload;
  const { sql, positions } = markParameters("mysql", trimStatement(work.workload.sql, "mysql"), parameters);
  try {
    const statement = await prepare(connection, sql);
    sendIntegers(statement);
    if (statement.columns.some(({ columnType }) => columnType === GEOMETRY || columnType === VECTOR))
      leaveAsBytes(connection);
    return { ok: true, value: { work, statement, bind: bindPositions(parameters, positions, work.seed) } };
  } catch (error) {
    return { ok: false, failure: mysqlFailure(context, error) };
  }
}

/** The first lock of design.md: what compiles both alone and inside a subquery reads, and is one statement. */
export async function compileBothWays(
  { connection, context }: MysqlLink,
  work: Work,
): Promise<Failure | undefined> {
  const { parameters } = work.workload;
  const trimmed = trimStatement(work.workload.sql, "mysql");
  const { sql } = markParameters("mysql", trimmed, parameters);
  if (sql.trim() === "") return serverFailure(context, "syntax-error", "There is no statement");
  try {
    const statement = await prepare(connection, sql);
    connection.unprepare(sql);
    if (statement.parameters.length !== parameters.length) {
      const words = `The statement has ${statement.parameters.length} placeholders`;
      return serverFailure(context, "parameters-mismatch", words, { given: parameters.length });
    }
  } catch (error) {
    const failure = mysqlFailure(context, error);
    // The server only says that it does not understand what follows the semicolon.
    const isSecond =
      failure.reason === "syntax-error" &&
      [...sqlTokens(sql, "mysql")].some(({ kind }) => kind === "semicolon");
    return isSecond ? { ...failure, reason: "several-statements" } : failure;
  }
  try {
    // Older servers want a table before a WHERE; DUAL is none.
    const inside = `SELECT 1 FROM DUAL WHERE EXISTS (${sql}\n)`;
    await prepare(connection, inside);
    connection.unprepare(inside);
  } catch (error) {
    const failure = mysqlFailure(context, error);
    if (failure.reason === "lost") return failure;
    return serverFailure(context, "not-read-only", failure.detail, { statement: trimmed.slice(0, 80) });
  }
  return undefined;
}

function prepare(connection: Connection, sql: string): Promise<Statement> {
  return new Promise((resolve, reject) => {
    connection.prepare(sql, (error, statement) => {
      if (error) reject(error);
      else resolve(statement as unknown as Statement);
    });
  });
}

/**
 * MariaDB does not say what a placeholder is for. mysql2 would send every number as a floating one, which a LIMIT refuses;
 * told that a whole number is wanted, it sends those as such, and all else as before.
 */
function sendIntegers(statement: Statement): void {
  statement.parameters = statement.parameters.map((parameter) => ({
    ...parameter,
    columnType: BIGINT,
    flags: 0,
  }));
}

/** Else mysql2 makes objects of points and arrays of vectors. */
function leaveAsBytes(connection: Connection): void {
  (connection.config as { typeCast?: unknown }).typeCast = (
    field: { readonly type: string; buffer(): Buffer | null },
    next: () => unknown,
  ) => (field.type === "GEOMETRY" || field.type === "VECTOR" ? field.buffer() : next());
}
