import type { Engine } from "../connection/engine.ts";

export type SqlText =
  | { readonly status: "written"; readonly sql: string }
  | { readonly status: "refused"; readonly reason: NameProblem; readonly name: string };

/**
 * Why no quoting can say a name: no engine takes a NUL, none but SQLite an empty name, and half a character would
 * become another name on its way to the server.
 */
export type NameProblem = "nul" | "empty" | "half-character";

/** Without a limit the rows are all; an offset needs a limit. */
export interface SelectOrder {
  /** The names of the columns; none: `*`. */
  readonly columns: readonly string[];
  /** The table's name with what qualifies it, the outermost first: schema and table, database and table. */
  readonly from: readonly string[];
  readonly limit?: number;
  /** Rows to leave out. Which they are is the engine's choice: there is no order. */
  readonly offset?: number;
}

/**
 * The quotes of identifiers, of which the closing one is doubled inside: standard SQL's, T-SQL's brackets, which no
 * session setting (QUOTED_IDENTIFIER) turns into strings, and MySQL's backticks, which ANSI_QUOTES leaves alone.
 */
const quotes: Readonly<Record<Engine, readonly [open: string, close: string]>> = {
  sqlite: ['"', '"'],
  postgres: ['"', '"'],
  mssql: ["[", "]"],
  mysql: ["`", "`"],
};

/** A name as it stands in a statement, whatever it holds: nothing but the closing quote has a meaning inside. */
export function quoteIdentifier(engine: Engine, name: string): SqlText {
  const reason = problemOf(engine, name);
  if (reason !== undefined) return { status: "refused", reason, name };
  const [open, close] = quotes[engine];
  return { status: "written", sql: `${open}${name.replaceAll(close, close + close)}${close}` };
}

/** `"schema"."table"`. T-SQL's omitted schema (`db..table`) is not written: name it. */
export function quoteQualifiedName(engine: Engine, parts: readonly string[]): SqlText {
  return joined(
    parts.map((part) => quoteIdentifier(engine, part)),
    ".",
  );
}

/** A statement that reads a table, over as many lines as it has clauses. */
export function selectText(engine: Engine, { columns, from, limit, offset }: SelectOrder): SqlText {
  const names = joined(
    columns.map((column) => quoteIdentifier(engine, column)),
    ", ",
  );
  if (names.status === "refused") return names;
  const table = quoteQualifiedName(engine, from);
  if (table.status === "refused") return table;
  const top = engine === "mssql" && limit !== undefined && !offset ? `TOP (${limit}) ` : "";
  const clauses = [`SELECT ${top}${names.sql || "*"}`, `FROM ${table.sql}`];
  if (limit !== undefined && top === "") clauses.push(...limitClauses(engine, limit, offset ?? 0));
  return { status: "written", sql: clauses.join("\n") };
}

/** T-SQL skips rows only behind an ORDER BY, which this one leaves open. */
function limitClauses(engine: Engine, limit: number, offset: number): readonly string[] {
  if (engine === "mssql")
    return ["ORDER BY (SELECT NULL)", `OFFSET ${offset} ROWS FETCH NEXT ${limit} ROWS ONLY`];
  return [offset === 0 ? `LIMIT ${limit}` : `LIMIT ${limit} OFFSET ${offset}`];
}

function problemOf(engine: Engine, name: string): NameProblem | undefined {
  if (name.includes("\u0000")) return "nul";
  if (name === "" && engine !== "sqlite") return "empty";
  return name.isWellFormed() ? undefined : "half-character";
}

function joined(texts: readonly SqlText[], separator: string): SqlText {
  const parts: string[] = [];
  for (const text of texts) {
    if (text.status === "refused") return text;
    parts.push(text.sql);
  }
  return { status: "written", sql: parts.join(separator) };
}
