import { finishDraft, startDraft } from "../connection-string/draft.ts";
import { applyMssqlParameters } from "../connection-string/mssql-parameters.ts";
import { applyMysqlParameters } from "../connection-string/mysql-parameters.ts";
import type { Parameter } from "../connection-string/parameters.ts";
import { parseConnectionString } from "../connection-string/parse-connection-string.ts";
import { sqliteProfile } from "../connection-string/parse-sqlite.ts";
import type { ParsedConnection } from "../connection-string/parsed-connection.ts";
import { applyPostgresParameters } from "../connection-string/postgres-parameters.ts";
import type { Engine } from "../engine.ts";
import { isObject } from "../field-reader.ts";
import { type ForeignObject, objectOf, parametersOf, textOf } from "./foreign-settings.ts";
import { findingOf, type ImportFinding, unreadable } from "./import-candidate.ts";

/** The drivers that SQLTools itself publishes and that speak an engine's protocol (`driver` in its settings). */
const engines: Readonly<Record<string, Engine>> = {
  postgresql: "postgres",
  cockroachdb: "postgres",
  mysql: "mysql",
  mariadb: "mysql",
  tidb: "mysql",
  mssql: "mssql",
  azure: "mssql",
  sqlite: "sqlite",
};

/** The setting `sqltools.connections` (the `connection.schema.json` of each driver in mtxr/vscode-sqltools). */
export function readSqltoolsConnections(setting: unknown): readonly ImportFinding[] {
  if (!Array.isArray(setting)) return [];
  return setting.map((value: unknown, index): ImportFinding => {
    if (!isObject(value))
      return unreadable({ source: "sqltools", index, name: undefined }, { problem: "not-a-connection" });
    const connection = value as ForeignObject;
    const name = textOf(connection, "name");
    const origin = { source: "sqltools", index, name } as const;
    const driver = textOf(connection, "driver") ?? "";
    const engine = Object.hasOwn(engines, driver.toLowerCase()) ? engines[driver.toLowerCase()] : undefined;
    if (engine === undefined) return unreadable(origin, { problem: "unknown-driver", driver });
    const group = textOf(connection, "group");
    const parsed = parse(engine, connection);
    return findingOf(origin, parsed, { name, group: group === undefined ? undefined : [group] });
  });
}

function parse(engine: Engine, connection: ForeignObject): ParsedConnection {
  const pasted = textOf(connection, "connectString");
  if (pasted !== undefined) return parseConnectionString(pasted);
  if (engine === "sqlite") return sqliteProfile(textOf(connection, "database") ?? "");
  const draft = startDraft();
  const parameters = parametersOf(connection, { server: "host", socketPath: "host" }, notOurs);
  if (engine === "postgres") applyPostgresParameters(draft, [...parameters, ...postgresOptions(connection)]);
  else if (engine === "mysql") applyMysqlParameters(draft, [...parameters, ...mysqlOptions(connection)]);
  else applyMssqlParameters(draft, [...parameters, ...mssqlOptions(connection)]);
  return finishDraft(engine, draft);
}

/** How SQLTools itself shows and asks; `ssh` is left in, and so named as something that we do not do. */
const notOurs = [
  "name",
  "group",
  "driver",
  "previewLimit",
  "askForPassword",
  "usePassword",
  "connectionMethod",
  "id",
];

function postgresOptions(connection: ForeignObject): Parameter[] {
  const options = objectOf(connection, "pgOptions");
  return nodeTls(options, (checked) => [["sslmode", checked ? "verify-full" : "require"]], "sslrootcert");
}

function mysqlOptions(connection: ForeignObject): Parameter[] {
  const options = objectOf(connection, "mysqlOptions");
  return nodeTls(options, (checked) => [["ssl-mode", checked ? "VERIFY_IDENTITY" : "REQUIRED"]], "ssl-ca");
}

/** `ssl` is `true` or the options of Node's TLS, which checks unless it is told not to. */
function nodeTls(
  options: ForeignObject,
  mode: (checked: boolean) => Parameter[],
  caName: string,
): Parameter[] {
  const { ssl } = options;
  if (ssl !== true && !isObject(ssl)) return options["enableSsl"] === "Enabled" ? mode(true) : [];
  const details = objectOf(options, "ssl");
  const ca = textOf(details, "ca");
  return [
    ...mode(details["rejectUnauthorized"] !== false),
    ...(ca === undefined ? [] : [[caName, ca] as const]),
  ];
}

function mssqlOptions(connection: ForeignObject): Parameter[] {
  return parametersOf(objectOf(connection, "mssqlOptions"), { appName: "app" }, [
    "useUTC",
    "abortTransactionOnError",
  ]);
}
