import { fail, finishDraft, startDraft } from "./draft.ts";
import { readDataSource } from "./mssql-data-source.ts";
import { applyMssqlParameters } from "./mssql-parameters.ts";
import { applyMysqlParameters } from "./mysql-parameters.ts";
import { parseSqliteUrl, sqliteProfile } from "./parse-sqlite.ts";
import { invalid, type ParsedConnection } from "./parsed-connection.ts";
import { decodePercent } from "./percent.ts";
import { applyPostgresParameters } from "./postgres-parameters.ts";
import { readSemicolonPairs } from "./semicolon-pairs.ts";
import { readAuthority, readQuery, splitUrl } from "./url.ts";

/** `jdbc:` and what follows, in the notation of each driver. */
export function parseJdbc(text: string): ParsedConnection {
  const [, scheme = "", rest = ""] = /^jdbc:((?:jtds:)?[a-z][\w+-]*):(.*)$/is.exec(text) ?? [];
  switch (scheme.toLowerCase()) {
    case "sqlserver":
    case "jtds:sqlserver":
      return parseSqlServer(rest);
    case "postgresql":
      return parsePostgres(rest);
    case "mysql":
    case "mariadb":
      return parseMysql(rest);
    case "sqlite":
      return rest.startsWith("//")
        ? parseSqliteUrl(`sqlite:${rest}`)
        : sqliteProfile(rest.split("?", 1)[0] ?? "");
    case "":
      return invalid({ problem: "not-recognized" });
    default:
      return invalid({ problem: "unknown-scheme", scheme: `jdbc:${scheme}` });
  }
}

/** `//server\instance:port;property=value` (learn.microsoft.com/sql/connect/jdbc/building-the-connection-url); jTDS has `/database` after the port. */
function parseSqlServer(rest: string): ParsedConnection {
  const [, server = "", database = "", properties = ""] =
    /^\/\/([^;/]*)(?:\/([^;]*))?(.*)$/s.exec(rest) ?? [];
  const pairs = readSemicolonPairs(properties, "odbc");
  if ("problem" in pairs) return invalid(pairs);
  const draft = startDraft();
  readDataSource(draft, server);
  if (database !== "") draft.database = decodePercent(database);
  applyMssqlParameters(draft, pairs);
  return finishDraft("mssql", draft);
}

/** `//host:port/database?name=value`, `database` or `/` (jdbc.postgresql.org/documentation/use). */
function parsePostgres(rest: string): ParsedConnection {
  const [, database = "", query = ""] = /^\/?([^/?][^?]*)?(?:\?(.*))?$/s.exec(rest) ?? [];
  const url = rest.startsWith("//") ? `postgresql:${rest}` : `postgresql:///${database}?${query}`;
  const parts = splitUrl(url);
  if (!parts) return invalid({ problem: "not-recognized" });
  const draft = startDraft();
  readAuthority(draft, parts);
  applyPostgresParameters(draft, readQuery(parts.query, "form"), "jdbc");
  return finishDraft("postgres", draft);
}

/** `//host:port/database?name=value` (dev.mysql.com/doc/connector-j/en/connector-j-reference-jdbc-url-format.html). */
function parseMysql(rest: string): ParsedConnection {
  const parts = splitUrl(`mysql:${rest}`);
  if (!parts) return invalid({ problem: "jdbc-address" });
  const draft = startDraft();
  readAuthority(draft, parts);
  if (/[()=]/.test(parts.address)) {
    delete draft.problem;
    fail(draft, { problem: "jdbc-address" });
  }
  applyMysqlParameters(draft, readQuery(parts.query, "form"), "jdbc");
  return finishDraft("mysql", draft);
}
