import type { FunctionSession, ScalarFunction } from "../sql/scalar-function.ts";
import { type SqlType, type SqlValue, type, types } from "../sql/sql-type.ts";

const { int, sysname, sqlVariant } = types;
const text = types.nvarcharMax;

function define(
  parameters: readonly (SqlType | undefined)[],
  result: SqlType,
  run: ScalarFunction["run"],
  required = parameters.length,
): ScalarFunction {
  return { parameters, required, result: () => result, run, takesNull: true };
}

const own = (pick: (session: FunctionSession) => SqlValue, result: SqlType = sysname) =>
  define([], result, (_, session) => pick(session));

/** A database's id: the four of the system first. */
function databaseId(databases: readonly string[], name: string): number | undefined {
  const at = databases.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  return at < 0 ? undefined : at + 1;
}

function big(value: number | undefined): SqlValue {
  return value === undefined ? null : BigInt(value);
}

const server: Readonly<Record<string, (session: FunctionSession) => SqlValue>> = {
  PRODUCTVERSION: ({ productVersion }) => productVersion,
  PRODUCTMAJORVERSION: ({ productVersion }) => productVersion.split(".")[0] ?? null,
  PRODUCTLEVEL: () => "RTM",
  EDITION: () => "Developer Edition (64-bit)",
  ENGINEEDITION: () => 3n,
  SERVERNAME: ({ serverName }) => serverName,
  MACHINENAME: ({ serverName }) => serverName,
  INSTANCENAME: () => null,
  COLLATION: () => "SQL_Latin1_General_CP1_CI_AS",
  ISCLUSTERED: () => 0n,
  ISINTEGRATEDSECURITYONLY: () => 0n,
  ISHADRENABLED: () => 0n,
};

export const systemFunctions: Readonly<Record<string, ScalarFunction>> = {
  DB_NAME: define(
    [int],
    sysname,
    ([id], session) =>
      id === undefined || id === null ? session.database : (session.databases[Number(id) - 1] ?? null),
    0,
  ),
  DB_ID: define(
    [text],
    int,
    ([name], session) => big(databaseId(session.databases, String(name ?? session.database))),
    0,
  ),
  SUSER_SNAME: define([undefined], sysname, (_, { loginName }) => loginName, 0),
  SUSER_NAME: define([undefined], sysname, (_, { loginName }) => loginName, 0),
  SYSTEM_USER: own(({ loginName }) => loginName),
  ORIGINAL_LOGIN: own(({ loginName }) => loginName),
  USER_NAME: define([int], sysname, () => "dbo", 0),
  CURRENT_USER: own(() => "dbo"),
  SESSION_USER: own(() => "dbo"),
  USER: own(() => "dbo"),
  HOST_NAME: own(({ hostName }) => hostName),
  APP_NAME: own(({ applicationName }) => applicationName),
  SCHEMA_NAME: define(
    [int],
    sysname,
    ([id], { schemas }) => (id === undefined ? "dbo" : (schemas[Number(id) - 1] ?? null)),
    0,
  ),
  SCHEMA_ID: define(
    [text],
    int,
    ([name], { schemas }) => {
      const at = schemas.findIndex((one) => one.toLowerCase() === String(name ?? "dbo").toLowerCase());
      return at < 0 ? null : BigInt(at + 1);
    },
    0,
  ),
  OBJECT_ID: define(
    [text, text],
    int,
    ([name, kind], session) =>
      name === null || name === undefined
        ? null
        : big(session.objectId(String(name), kind === undefined || kind === null ? undefined : String(kind))),
    1,
  ),
  OBJECT_NAME: define(
    [int, int],
    sysname,
    ([id], session) => session.objectName(Number(id))?.name ?? null,
    1,
  ),
  OBJECT_SCHEMA_NAME: define(
    [int, int],
    sysname,
    ([id], session) => session.objectName(Number(id))?.schema ?? null,
    1,
  ),
  SERVERPROPERTY: define(
    [text],
    sqlVariant,
    ([name], session) => server[String(name).toUpperCase()]?.(session) ?? null,
  ),
  DATABASEPROPERTYEX: define(
    [text, text],
    sqlVariant,
    ([, name]) =>
      ({
        STATUS: "ONLINE",
        COLLATION: "SQL_Latin1_General_CP1_CI_AS",
        RECOVERY: "FULL",
        UPDATEABILITY: "READ_WRITE",
      })[String(name).toUpperCase()] ?? null,
  ),
  SCOPE_IDENTITY: own(
    ({ lastIdentity }) => (lastIdentity === null ? null : String(lastIdentity)),
    type("decimal", 0, 38, 0),
  ),
  IDENT_CURRENT: define([text], type("decimal", 0, 38, 0), (_, { lastIdentity }) =>
    lastIdentity === null ? null : String(lastIdentity),
  ),
  XACT_STATE: own(
    ({ transactionCount, isDoomed }) => (transactionCount === 0 ? 0n : isDoomed ? -1n : 1n),
    type("smallint"),
  ),
  HAS_PERMS_BY_NAME: define([text, text, text], int, () => 1n),
  HAS_DBACCESS: define([text], int, ([name], session) =>
    databaseId(session.databases, String(name)) === undefined ? null : 1n,
  ),
  IS_SRVROLEMEMBER: define([text, text], int, () => 1n, 1),
  IS_MEMBER: define([text], int, () => 1n),
  CONNECTIONPROPERTY: define(
    [text],
    sqlVariant,
    ([name]) =>
      ({
        NET_TRANSPORT: "TCP",
        PROTOCOL_TYPE: "TSQL",
        AUTH_SCHEME: "SQL",
        CLIENT_NET_ADDRESS: "127.0.0.1",
      })[String(name).toUpperCase()] ?? null,
  ),
  SESSIONPROPERTY: define([text], sqlVariant, () => 1n),
  ERROR_NUMBER: own(({ caught }) => big(caught?.number), int),
  ERROR_MESSAGE: own(({ caught }) => caught?.message ?? null, type("nvarchar", 4000)),
  ERROR_SEVERITY: own(({ caught }) => big(caught?.class), int),
  ERROR_STATE: own(({ caught }) => big(caught?.state), int),
  ERROR_LINE: own(({ caught }) => big(caught?.line), int),
  ERROR_PROCEDURE: own(() => null),
};

/** What `@@…` gives, by name. */
export const systemVariables: Readonly<Record<string, SqlType>> = {
  "@@VERSION": type("nvarchar", 300),
  "@@SPID": type("smallint"),
  "@@TRANCOUNT": int,
  "@@ROWCOUNT": int,
  "@@ERROR": int,
  "@@IDENTITY": type("decimal", 0, 38, 0),
  "@@SERVERNAME": sysname,
  "@@SERVICENAME": sysname,
  "@@LANGUAGE": sysname,
  "@@LANGID": type("smallint"),
  "@@DATEFIRST": type("tinyint"),
  "@@MAX_CONNECTIONS": int,
  "@@CONNECTIONS": int,
  "@@LOCK_TIMEOUT": int,
  "@@OPTIONS": int,
  "@@TEXTSIZE": int,
  "@@MAX_PRECISION": type("tinyint"),
  "@@NESTLEVEL": int,
  "@@MICROSOFTVERSION": int,
  "@@PROCID": int,
  "@@FETCH_STATUS": int,
  "@@DBTS": type("varbinary", 8),
  "@@PACK_SENT": int,
  "@@CPU_BUSY": int,
};
