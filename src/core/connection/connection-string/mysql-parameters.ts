import type { Draft } from "./draft.ts";
import {
  applyParameters,
  asText,
  asTimeout,
  asTlsMode,
  lastValue,
  type Parameter,
  type ParameterTable,
  readPort,
  readSwitch,
} from "./parameters.ts";

const modes = ["DISABLED", "PREFERRED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"];
const nothing = () => {};

/** As MySQL's and MariaDB's own clients, PyMySQL, mysqlclient, Connector/J, Connector/NET and mysql2 name them. */
const table: ParameterTable = {
  host: asText("host"),
  server: asText("host"),
  datasource: asText("host"),
  port: readPort,
  user: asText("user"),
  username: asText("user"),
  userid: asText("user"),
  uid: asText("user"),
  password: asText("password"),
  passwd: asText("password"),
  pwd: asText("password"),
  database: asText("database"),
  db: asText("database"),
  dbname: asText("database"),
  initialcatalog: asText("database"),
  unixsocket: asText("host"),
  socket: asText("host"),
  socketpath: asText("host"),
  localsocket: asText("host"),
  charset: asText("charset"),
  sslmode: asTlsMode("ssl-mode", modes),
  sslca: asText("caFile"),
  serversslcert: asText("caFile"),
  sslcert: asText("certificateFile"),
  sslkey: asText("keyFile"),
  connecttimeout: asTimeout("connect_timeout", "seconds"),
  connectiontimeout: asTimeout("connection_timeout", "seconds"),
  programname: asText("applicationName"),
  applicationname: asText("applicationName"),
  driver: nothing,
  // Read together, below.
  ssl: nothing,
  sslaccept: nothing,
  ssldisabled: nothing,
  sslcheckhostname: nothing,
  sslverifycert: nothing,
  sslverifyidentity: nothing,
  usessl: nothing,
  requiressl: nothing,
  verifyservercertificate: nothing,
};

/** Of Connector/J, where time-outs are milliseconds (dev.mysql.com/doc/connector-j/en/connector-j-connp-props-networking.html). */
const jdbcTable: ParameterTable = { ...table, connecttimeout: asTimeout("connectTimeout", "milliseconds") };

export function applyMysqlParameters(
  draft: Draft,
  parameters: readonly Parameter[],
  origin: "url" | "jdbc" = "url",
): void {
  applyParameters(draft, parameters, origin === "jdbc" ? jdbcTable : table);
  const mode = readSwitches(parameters, draft.caFile) ?? readSsl(parameters);
  if (mode !== undefined) draft.tlsMode ??= mode;
}

/** What the older switches say together. */
function readSwitches(parameters: readonly Parameter[], caFile: string | undefined): Draft["tlsMode"] {
  const isOn = (name: string) => {
    const value = lastValue(parameters, name);
    return value === undefined ? undefined : readSwitch(value);
  };
  if (isOn("ssldisabled") || isOn("usessl") === false) return "disable";
  const checksName = isOn("sslverifyidentity") ?? isOn("sslcheckhostname");
  const checksCertificate = isOn("sslverifycert") ?? isOn("verifyservercertificate");
  if (checksName) return "verify-full";
  if (checksCertificate || (caFile && checksName === false)) return "verify-ca";
  // PyMySQL encrypts as soon as one of its switches is given.
  if (isOn("requiressl") || isOn("sslverifycert") === false) return "require";
  return isOn("usessl") ? "prefer" : undefined;
}

/** mysql2 takes `ssl={"rejectUnauthorized":…}` or a switch, Prisma `sslaccept=strict`. */
function readSsl(parameters: readonly Parameter[]): Draft["tlsMode"] {
  const accept = lastValue(parameters, "sslaccept");
  if (accept !== undefined) return accept === "strict" ? "verify-full" : "require";
  const ssl = lastValue(parameters, "ssl");
  if (ssl === undefined) return undefined;
  if (/"rejectUnauthorized"\s*:\s*false/.test(ssl)) return "require";
  if (ssl.trim().startsWith("{")) return "verify-full";
  const on = readSwitch(ssl);
  return on === undefined ? undefined : on ? "require" : "disable";
}
