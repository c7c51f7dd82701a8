import { tlsModeOfWord } from "../tls.ts";
import { type Draft, fail } from "./draft.ts";
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

const modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/** postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS, and what JDBC, .NET and Node call the same. */
const table: ParameterTable = {
  host: readHost,
  server: readHost,
  hostaddr: () => {},
  port: readPort,
  dbname: asText("database"),
  database: asText("database"),
  user: asText("user"),
  username: asText("user"),
  userid: asText("user"),
  uid: asText("user"),
  password: asText("password"),
  pwd: asText("password"),
  sslmode: asTlsMode("sslmode", modes),
  ssl: () => {},
  sslrootcert: readRootCertificate,
  rootcertificate: asText("caFile"),
  sslcert: asText("certificateFile"),
  sslcertificate: asText("certificateFile"),
  sslkey: asText("keyFile"),
  connecttimeout: asTimeout("connect_timeout", "seconds"),
  connectiontimeout: asTimeout("connection timeout", "seconds"),
  logintimeout: asTimeout("loginTimeout", "seconds"),
  timeout: asTimeout("timeout", "seconds"),
  applicationname: asText("applicationName"),
  passfile: "not-read",
  service: "not-read",
  servicefile: "not-read",
  sslcrl: "not-read",
  // Which ODBC driver the user's program loads does not matter to ours.
  driver: () => {},
};

/** In pgjdbc `ssl=true` verifies fully (jdbc.postgresql.org/documentation/ssl); elsewhere it is `require`. */
export function applyPostgresParameters(
  draft: Draft,
  parameters: readonly Parameter[],
  origin: "libpq" | "jdbc" = "libpq",
): void {
  applyParameters(draft, parameters, table);
  const ssl = lastValue(parameters, "ssl");
  if (ssl !== undefined && draft.tlsMode === undefined) readSsl(draft, ssl, origin);
  applyHostAddress(draft, lastValue(parameters, "hostaddr"));
}

function readHost(draft: Draft, value: string): void {
  draft.host = value.replace(/^\[(.*)\]$/, "$1");
}

/** `system` means the system's authorities, and then libpq verifies fully. */
function readRootCertificate(draft: Draft, value: string): void {
  if (value === "system") draft.tlsMode ??= "verify-full";
  else draft.caFile = value;
}

function readSsl(draft: Draft, value: string, origin: "libpq" | "jdbc"): void {
  const on = value === "" ? true : readSwitch(value);
  const mode = on === undefined ? tlsModeOfWord(value) : undefined;
  if (on === false) draft.tlsMode = "disable";
  else if (on) draft.tlsMode = origin === "jdbc" ? "verify-full" : "require";
  else if (mode === undefined) fail(draft, { problem: "bad-value", name: "ssl", allowed: ["true", "false"] });
  else draft.tlsMode = mode;
}

/** `hostaddr` is where to connect, `host` then only what the certificate must say. */
function applyHostAddress(draft: Draft, address: string | undefined): void {
  if (!address) return;
  if (draft.host && draft.host !== address && !draft.host.startsWith("/")) draft.serverName = draft.host;
  draft.host = address;
}
