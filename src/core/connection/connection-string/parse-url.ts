import type { ServerEngine } from "../engine.ts";
import { type Draft, fail, finishDraft, startDraft } from "./draft.ts";
import { readDataSource } from "./mssql-data-source.ts";
import { applyMssqlParameters } from "./mssql-parameters.ts";
import { applyMysqlParameters } from "./mysql-parameters.ts";
import { type Parameter, plainName } from "./parameters.ts";
import { parseJdbc } from "./parse-jdbc.ts";
import { parseOdbc } from "./parse-semicolons.ts";
import { parseSqliteUrl } from "./parse-sqlite.ts";
import { invalid, type ParsedConnection } from "./parsed-connection.ts";
import { decodePercent } from "./percent.ts";
import { applyPostgresParameters } from "./postgres-parameters.ts";
import { readAuthority, readQuery, splitUrl, type UrlParts } from "./url.ts";

/** The first part of a scheme, before SQLAlchemy's `+driver`: also as Heroku, Django, Rails and Go write it. */
const engines: Readonly<Record<string, ServerEngine | "sqlite">> = {
  sqlite: "sqlite",
  sqlite3: "sqlite",
  postgres: "postgres",
  postgresql: "postgres",
  postgis: "postgres",
  psql: "postgres",
  pgsql: "postgres",
  mysql: "mysql",
  mysql2: "mysql",
  mariadb: "mysql",
  mssql: "mssql",
  mssqlms: "mssql",
  sqlserver: "mssql",
  azuresql: "mssql",
};

/** SQLAlchemy URLs (docs.sqlalchemy.org/core/engines), libpq's (postgresql.org/docs/current/libpq-connect) and kin. */
export function parseUrl(text: string): ParsedConnection {
  const parts = splitUrl(text);
  if (!parts) return invalid({ problem: "not-recognized" });
  const [family = "", driver] = parts.scheme.split("+");
  const engine = Object.hasOwn(engines, family) ? engines[family] : undefined;
  switch (engine) {
    case undefined:
      return invalid({ problem: "unknown-scheme", scheme: parts.scheme });
    case "sqlite":
      return parseSqliteUrl(text);
    case "mssql":
      // Prisma writes JDBC's properties behind its own scheme.
      return /^[^/?]*;/.test(parts.address) ? parseJdbc(`jdbc:${text}`) : parseMssqlUrl(parts);
    case "postgres":
      return parsePostgresUrl(parts, driver);
    case "mysql":
      return parseMysqlUrl(parts);
  }
}

function parsePostgresUrl(parts: UrlParts, driver: string | undefined): ParsedConnection {
  const draft = startDraft();
  readAuthority(draft, parts);
  const parameters = readQuery(parts.query, driver === undefined ? "literal" : "form");
  if (namesSeveralHosts(parameters)) fail(draft, { problem: "multiple-hosts" });
  applyPostgresParameters(draft, parameters.map(splitHostAndPort));
  return finishDraft("postgres", draft);
}

/** SQLAlchemy repeats `host=` for several, as psycopg then tries them in turn. */
function namesSeveralHosts(parameters: readonly Parameter[]): boolean {
  return parameters.filter(([name]) => name === "host").length > 1;
}

function splitHostAndPort([name, value]: Parameter): Parameter {
  const alone = name === "host" && /^[^:/]+:\d+$/.test(value) ? value.split(":")[0] : undefined;
  return [name, alone ?? value];
}

function parseMysqlUrl(parts: UrlParts): ParsedConnection {
  const draft = startDraft();
  readAuthority(draft, parts);
  applyMysqlParameters(draft, readQuery(parts.query, "form"));
  return finishDraft("mysql", draft);
}

function parseMssqlUrl(parts: UrlParts): ParsedConnection {
  const parameters = readQuery(parts.query, "form");
  const odbc = parameters.find(([name]) => plainName(name) === "odbcconnect");
  if (odbc) return parseOdbc(odbc[1]);
  const draft = startDraft();
  readAuthority(draft, { ...parts, address: "" });
  readDataSource(draft, decodePercent(parts.address));
  if (parts.scheme === "sqlserver" && draft.database !== undefined) {
    // In Go's URLs the path is the instance.
    draft.instance = draft.database;
    delete draft.database;
  }
  if (parts.scheme === "mssql+pyodbc") judgePyodbc(draft, parameters);
  applyMssqlParameters(draft, parameters);
  return finishDraft("mssql", draft);
}

/** SQLAlchemy takes a host without a database for an ODBC data source, and a login without a user for Windows' own. */
function judgePyodbc(draft: Draft, parameters: readonly Parameter[]): void {
  const has = (name: string) => parameters.some(([given]) => plainName(given) === name);
  if (draft.host && !draft.database && !has("driver")) fail(draft, { problem: "data-source-name" });
  else if (!draft.user && !has("uid") && !has("authentication"))
    fail(draft, { problem: "integrated-security" });
}
