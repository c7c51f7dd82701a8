import type { MssqlProfile } from "../profile.ts";
import { encryptionOf } from "../tls.ts";
import type { Notation } from "./notation.ts";
import { quoteSemicolonValue, type SemicolonQuoting } from "./semicolon-pairs.ts";
import { type Field, urlText } from "./url-text.ts";

export function formatMssql(
  profile: MssqlProfile,
  notation: Notation,
  password: string | undefined,
): string | undefined {
  switch (notation) {
    case "ado":
      return pairsText(adoFields(profile, password), "ado");
    case "odbc":
      return pairsText(odbcFields(profile, password), "odbc");
    case "jdbc":
      return jdbcText(profile, password);
    case "sqlalchemy":
      return sqlalchemyText(profile, password);
    default:
      return undefined;
  }
}

/** Microsoft.Data.SqlClient. */
function adoFields(profile: MssqlProfile, password: string | undefined): Field[] {
  const { database, user, tls, authentication, connectTimeoutSeconds, applicationName } = profile;
  const encryption = tls && encryptionOf(tls.mode);
  return [
    ["Server", dataSource(profile)],
    ["Initial Catalog", database],
    ["User ID", user],
    ["Password", password],
    ["Authentication", authentication === "entra" ? "Active Directory Interactive" : undefined],
    ["Encrypt", encryption && { false: "False", true: "True", strict: "Strict" }[encryption.encrypt]],
    ["TrustServerCertificate", encryption && (encryption.trustServerCertificate ? "True" : "False")],
    ["Host Name In Certificate", tls?.serverName],
    ["Connect Timeout", connectTimeoutSeconds],
    ["Application Name", applicationName],
    ["Application Intent", profile.readOnlyIntent ? "ReadOnly" : undefined],
  ];
}

const odbcDriver = "ODBC Driver 18 for SQL Server";

/** Microsoft's driver has no keyword for the time to connect. */
function odbcFields(profile: MssqlProfile, password: string | undefined): Field[] {
  const { database, user } = profile;
  return [
    ["Driver", `{${odbcDriver}}`],
    ["Server", dataSource(profile)],
    ["Database", database],
    ["UID", user],
    ["PWD", password],
    ...odbcOptions(profile),
  ];
}

function odbcOptions({ tls, authentication, applicationName, readOnlyIntent }: MssqlProfile): Field[] {
  const encryption = tls && encryptionOf(tls.mode);
  return [
    ["Authentication", authentication === "entra" ? "ActiveDirectoryInteractive" : undefined],
    ["Encrypt", encryption && { false: "no", true: "yes", strict: "strict" }[encryption.encrypt]],
    ["TrustServerCertificate", encryption && (encryption.trustServerCertificate ? "yes" : "no")],
    ["HostnameInCertificate", tls?.serverName],
    ["APP", applicationName],
    ["ApplicationIntent", readOnlyIntent ? "ReadOnly" : undefined],
  ];
}

/** A colon needs the protocol before it, or the part before the colon would be taken for one. */
function dataSource({ host, instance, port }: MssqlProfile): string {
  const server = `${host.includes(":") ? "tcp:" : ""}${host}`;
  if (port !== undefined) return `${server},${port}`;
  return instance === undefined ? server : `${server}\\${instance}`;
}

function pairsText(fields: readonly Field[], quoting: SemicolonQuoting): string {
  return fields
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        `${name}=${name === "Driver" ? value : quoteSemicolonValue(String(value), quoting)};`,
    )
    .join("");
}

/** An IPv6 address has to be a property, since its colons would end the server's name. */
function jdbcText(profile: MssqlProfile, password: string | undefined): string {
  const { host, port, instance, database, user, tls, authentication } = profile;
  const encryption = tls && encryptionOf(tls.mode);
  const isAddress = host.includes(":");
  const server = isAddress ? "" : `${host}${instance === undefined ? "" : `\\${instance}`}`;
  const properties: Field[] = [
    ["serverName", isAddress ? host : undefined],
    ["instanceName", isAddress ? instance : undefined],
    ["portNumber", isAddress ? port : undefined],
    ["databaseName", database],
    ["user", user],
    ["password", password],
    ["authentication", authentication === "entra" ? "ActiveDirectoryInteractive" : undefined],
    ["encrypt", encryption?.encrypt],
    ["trustServerCertificate", encryption && String(encryption.trustServerCertificate)],
    ["hostNameInCertificate", tls?.serverName],
    ["loginTimeout", profile.connectTimeoutSeconds],
    ["applicationName", profile.applicationName],
    ["applicationIntent", profile.readOnlyIntent ? "ReadOnly" : undefined],
  ];
  const portText = isAddress || port === undefined ? "" : `:${port}`;
  return `jdbc:sqlserver://${server}${portText};${pairsText(properties, "odbc")}`;
}

/**
 * Through pyodbc. SQLAlchemy takes a host without a database for an ODBC data source and a login without a user for
 * Windows' own; it decodes no host, quotes no parameter and keeps no blank at a value's end. What that would break
 * travels as a whole ODBC string.
 */
function sqlalchemyText(profile: MssqlProfile, password: string | undefined): string {
  const { host, port, instance, database, user } = profile;
  const options = odbcOptions(profile);
  const isPlain =
    database !== undefined &&
    user !== undefined &&
    ![database, user, password ?? ""].some((value) => /^\s|\s$/.test(value)) &&
    !/[^\w.-]/.test(host) &&
    instance === undefined &&
    options.every(([, value]) => value === undefined || quoteSemicolonValue(String(value), "odbc") === value);
  if (!isPlain)
    return urlText({
      scheme: "mssql+pyodbc",
      host: "",
      query: [["odbc_connect", pairsText(odbcFields(profile, password), "odbc")]],
    });
  return urlText({
    ...{ scheme: "mssql+pyodbc", user, password, host, port, database },
    query: [["driver", odbcDriver], ...options],
  });
}
