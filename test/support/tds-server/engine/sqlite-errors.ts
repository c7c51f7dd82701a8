import { Cancelled, SqlFailure } from "../sql/sql-failure.ts";

interface SqliteError extends Error {
  readonly code: string;
}

export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code === "SQLITE_BUSY" ||
    code === "SQLITE_BUSY_TIMEOUT" ||
    code === "SQLITE_BUSY_RECOVERY" ||
    code === "SQLITE_LOCKED"
  );
}

/** Somebody else wrote since this transaction read: waiting does not help. */
export function isStaleSnapshot(error: unknown): boolean {
  return codeOf(error) === "SQLITE_BUSY_SNAPSHOT";
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? (error as SqliteError).code : undefined;
}

export interface Statement {
  readonly verb: string;
  /** `database.schema.table` */
  readonly table: string;
  readonly keyName: (
    columns: readonly string[],
  ) => { readonly name: string; readonly isConstraint: boolean; readonly isPrimary: boolean } | undefined;
}

/** SQLite's complaint in SQL Server's words; anything that is no complaint is thrown on. */
export function asFailure(error: unknown, statement?: Statement): SqlFailure {
  if (error instanceof SqlFailure) return error;
  if (error instanceof Cancelled) throw error;
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error)) throw error;
  const { message } = error;
  const detail = message.slice(message.indexOf(": ") + 2);
  const table = statement?.table ?? "";
  const verb = statement?.verb ?? "INSERT";
  switch (code) {
    case "SQLITE_CONSTRAINT_PRIMARYKEY":
    case "SQLITE_CONSTRAINT_ROWID":
    case "SQLITE_CONSTRAINT_UNIQUE":
      return duplicate(detail, table, statement);
    case "SQLITE_CONSTRAINT_NOTNULL": {
      const column = detail.slice(detail.lastIndexOf(".") + 1);
      const text = `Cannot insert the value NULL into column '${column}', table '${table}'; column does not allow nulls. ${verb} fails.`;
      return new SqlFailure(515, text, { state: 2 });
    }
    case "SQLITE_CONSTRAINT_FOREIGNKEY":
      return conflict(verb, verb === "DELETE" ? "REFERENCE" : "FOREIGN KEY", table);
    case "SQLITE_CONSTRAINT_CHECK":
      return conflict(verb, "CHECK", table);
    case "SQLITE_TOOBIG":
      return new SqlFailure(7119, "Attempting to grow LOB beyond maximum allowed size of 2147483647 bytes.");
    case "SQLITE_FULL":
      return new SqlFailure(1105, "Could not allocate space for an object because the filegroup is full.", {
        class: 17,
        state: 2,
      });
    case "SQLITE_BUSY_SNAPSHOT":
      return new SqlFailure(
        1205,
        "Transaction was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.",
        { class: 13, state: 51, reach: "transaction" },
      );
    default:
      // The translation let through what SQLite refuses: a gap of the stand-in, and it says so.
      return new SqlFailure(49_998, `The stand-in for SQL Server could not run this statement: ${message}`, {
        reach: "batch",
      });
  }
}

function duplicate(detail: string, table: string, statement: Statement | undefined): SqlFailure {
  const columns = detail.split(", ").map((name) => name.slice(name.lastIndexOf(".") + 1));
  const short = table.slice(table.indexOf(".") + 1);
  const key = statement?.keyName(columns);
  if (key && !key.isConstraint) {
    return new SqlFailure(
      2601,
      `Cannot insert duplicate key row in object '${short}' with unique index '${key.name}'.`,
      { class: 14 },
    );
  }
  const kind = key && !key.isPrimary ? "UNIQUE KEY" : "PRIMARY KEY";
  const name = key?.name ?? "PK";
  return new SqlFailure(
    2627,
    `Violation of ${kind} constraint '${name}'. Cannot insert duplicate key in object '${short}'.`,
    { class: 14 },
  );
}

function conflict(verb: string, kind: string, table: string): SqlFailure {
  const [database = "", ...rest] = table.split(".");
  const text = `The ${verb} statement conflicted with the ${kind} constraint. The conflict occurred in database "${database}", table "${rest.join(".")}".`;
  return new SqlFailure(547, text, { state: 0 });
}
