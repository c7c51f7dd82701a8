import type { FunctionSession } from "../sql/scalar-function.ts";
import type { SqlValue } from "../sql/sql-type.ts";
import type { Session } from "./session.ts";

/** What functions and system variables see of a session. */
export function functionSession(session: Session): FunctionSession {
  return {
    ...session.start,
    systemVariable: (name) => systemVariable(session, name),
    get database() {
      return session.database;
    },
    get databases() {
      return session.databases();
    },
    objectId: (name, type) => session.objects?.idOf(name, type),
    objectName: (id) => session.objects?.nameOf(id),
    get schemas() {
      return session.objects?.schemas ?? [];
    },
    get lastIdentity() {
      return session.lastIdentity;
    },
    get transactionCount() {
      return session.transactions.count;
    },
    get isDoomed() {
      return session.transactions.isDoomed;
    },
    get caught() {
      return session.caught;
    },
    now: () => new Date(),
  };
}

/** The versions that the server shows: a SQL Server 2022, and a name that says what it is. */
function versionText(productVersion: string): string {
  return `Microsoft SQL Server 2022 (Lanewise test stand-in over SQLite) - ${productVersion} (X64)\n\tDeveloper Edition (64-bit)`;
}

function systemVariable(session: Session, name: string): SqlValue {
  const { spid, serverName, productVersion, maximumConnections } = session.start;
  switch (name) {
    case "@@VERSION":
      return versionText(productVersion);
    case "@@SPID":
      return BigInt(spid);
    case "@@TRANCOUNT":
      return BigInt(session.transactions.count);
    case "@@ROWCOUNT":
      return BigInt(session.rowCount);
    case "@@ERROR":
      return BigInt(session.lastError);
    case "@@IDENTITY":
      return session.lastIdentity === null ? null : String(session.lastIdentity);
    case "@@SERVERNAME":
      return serverName;
    case "@@SERVICENAME":
      return "MSSQLSERVER";
    case "@@LANGUAGE":
      return "us_english";
    case "@@DATEFIRST":
      return 7n;
    case "@@MAX_CONNECTIONS":
      return BigInt(maximumConnections);
    case "@@LOCK_TIMEOUT":
      return BigInt(session.options.lockTimeoutMs);
    case "@@TEXTSIZE":
      return 2_147_483_647n;
    case "@@MAX_PRECISION":
      return 38n;
    case "@@NESTLEVEL":
      return BigInt(session.nesting);
    case "@@MICROSOFTVERSION":
      return 0x10000000n;
    default:
      return 0n;
  }
}
