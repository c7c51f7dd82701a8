import type { ServerEngine } from "../engine.ts";
import { finishDraft, startDraft } from "./draft.ts";
import { applyMssqlParameters } from "./mssql-parameters.ts";
import { applyMysqlParameters } from "./mysql-parameters.ts";
import { lastValue, type Parameter, plainName } from "./parameters.ts";
import { sqliteProfile } from "./parse-sqlite.ts";
import { invalid, type ParsedConnection } from "./parsed-connection.ts";
import { applyPostgresParameters } from "./postgres-parameters.ts";
import { readSemicolonPairs } from "./semicolon-pairs.ts";

/** ADO.NET: SQL Server's, and those of Npgsql (`Host=…`) and of MySQL's connector (`SslMode=…`), told by their names. */
export function parseAdo(text: string): ParsedConnection {
  const pairs = readSemicolonPairs(text, "ado");
  if ("problem" in pairs) return invalid(pairs);
  const path = lastValue(pairs, "datasource", "filename");
  const names = pairs.map(([name]) => plainName(name));
  // Microsoft.Data.Sqlite and System.Data.SQLite name a file as their data source.
  if (path !== undefined && /\.(?:db3?|sqlite3?)$|^:memory:$/i.test(path)) return sqliteProfile(path);
  if (names.includes("host")) return finish("postgres", pairs);
  return finish(names.includes("sslmode") ? "mysql" : "mssql", pairs);
}

/** ODBC, whatever the engine. The first of a name counts, as the driver manager has it. */
export function parseOdbc(text: string): ParsedConnection {
  const pairs = readSemicolonPairs(text, "odbc");
  if ("problem" in pairs) return invalid(pairs);
  const driver = lastValue(pairs, "driver");
  if (driver === undefined)
    return lastValue(pairs, "dsn", "filedsn") === undefined
      ? finish("mssql", pairs.toReversed())
      : invalid({ problem: "data-source-name" });
  if (/sqlite/i.test(driver)) return sqliteProfile(lastValue(pairs, "database") ?? "");
  const engine = engineOfDriver(driver);
  return engine === undefined
    ? invalid({ problem: "unknown-odbc-driver" })
    : finish(engine, pairs.toReversed());
}

/** By the name under which it is registered: "ODBC Driver 18 for SQL Server", "FreeTDS", "PostgreSQL Unicode". */
function engineOfDriver(driver: string): ServerEngine | undefined {
  if (/sql server|sql native client|freetds|tds|msodbcsql/i.test(driver)) return "mssql";
  if (/postgres|psqlodbc/i.test(driver)) return "postgres";
  return /mysql|mariadb|myodbc|maodbc/i.test(driver) ? "mysql" : undefined;
}

function finish(engine: ServerEngine, pairs: readonly Parameter[]): ParsedConnection {
  const draft = startDraft();
  if (engine === "mssql") applyMssqlParameters(draft, pairs);
  else if (engine === "postgres") applyPostgresParameters(draft, pairs);
  else applyMysqlParameters(draft, pairs);
  return finishDraft(engine, draft);
}
