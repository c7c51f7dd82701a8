import { type Encryption, tlsModeOfEncryption } from "../tls.ts";
import { type Draft, fail } from "./draft.ts";
import { readDataSource } from "./mssql-data-source.ts";
import {
  applyParameters,
  asText,
  asTimeout,
  lastValue,
  type Parameter,
  type ParameterTable,
  readPort,
  readSwitch,
} from "./parameters.ts";

const timeout = asTimeout("connect timeout", "seconds");
const nothing = () => {};

/**
 * The keywords of ADO.NET, ODBC and JDBC with their synonyms (learn.microsoft.com: SqlConnection.ConnectionString,
 * "DSN and Connection String Keywords and Attributes", "Setting the connection properties"). No two of them mean
 * different things by one name.
 */
const table: ParameterTable = {
  server: readDataSource,
  datasource: readDataSource,
  addr: readDataSource,
  address: readDataSource,
  networkaddress: readDataSource,
  servername: readDataSource,
  host: readDataSource,
  port: readPort,
  portnumber: readPort,
  instance: asText("instance"),
  instancename: asText("instance"),
  database: asText("database"),
  databasename: asText("database"),
  initialcatalog: asText("database"),
  user: asText("user"),
  username: asText("user"),
  userid: asText("user"),
  uid: asText("user"),
  password: asText("password"),
  pwd: asText("password"),
  hostnameincertificate: asText("serverName"),
  applicationname: asText("applicationName"),
  app: asText("applicationName"),
  connecttimeout: timeout,
  connectiontimeout: timeout,
  logintimeout: timeout,
  timeout,
  applicationintent: (draft, value) => {
    if (/^readonly$/i.test(value)) draft.readOnlyIntent = true;
  },
  integratedsecurity: refuseIntegrated,
  trustedconnection: refuseIntegrated,
  authentication: readAuthentication,
  driver: nothing,
  // Read together, below.
  encrypt: nothing,
  trustservercertificate: nothing,
};

export function applyMssqlParameters(draft: Draft, parameters: readonly Parameter[]): void {
  applyParameters(draft, parameters, table);
  const encrypt = lastValue(parameters, "encrypt");
  const trust = lastValue(parameters, "trustservercertificate");
  const mode = tlsModeOfEncryption(
    encrypt === undefined ? undefined : readEncrypt(draft, encrypt),
    trust === undefined ? undefined : readSwitch(trust),
  );
  if (mode !== undefined) draft.tlsMode = mode;
  if (draft.authentication === "entra" && draft.password !== undefined) {
    delete draft.password;
    draft.notes.push({ note: "secret-dropped", name: "password" });
  }
}

function readEncrypt(draft: Draft, value: string): Encryption["encrypt"] | undefined {
  const word = value.trim().toLowerCase();
  if (word === "strict") return "strict";
  if (word === "mandatory") return "true";
  if (word === "optional") return "false";
  const on = readSwitch(word);
  if (on === undefined)
    fail(draft, { problem: "bad-value", name: "Encrypt", allowed: ["true", "false", "strict"] });
  return on === undefined ? undefined : on ? "true" : "false";
}

/** Windows' own sign-in, which a client outside Windows and its domain cannot do. */
function refuseIntegrated(draft: Draft, value: string): void {
  if (/^sspi$/i.test(value.trim()) || readSwitch(value)) fail(draft, { problem: "integrated-security" });
}

/** Every way to sign in to Microsoft Entra becomes VS Code's own. */
function readAuthentication(draft: Draft, value: string): void {
  const word = value.toLowerCase().replaceAll(/\s/g, "");
  if (word === "" || word === "sqlpassword" || word === "notspecified") return;
  if (word === "windowsintegrated" || word === "ntlm" || word === "kerberos") {
    fail(draft, { problem: "integrated-security" });
    return;
  }
  draft.authentication = "entra";
  if (word !== "activedirectoryinteractive")
    draft.notes.push({ note: "sign-in-changed", given: value.trim() });
}
