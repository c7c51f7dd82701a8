import type { ConnectionLoad } from "../../../protocol/lane.ts";
import type { MssqlLink } from "./connect.ts";
import { numberOf } from "./mssql-failure.ts";

const isolationLevels = [
  "unspecified",
  "read uncommitted",
  "read committed",
  "repeatable read",
  "serializable",
  "snapshot",
];

const noPermission = new Set([229, 262, 297, 300]);

export async function readSettings(link: MssqlLink): Promise<Record<string, string | number>> {
  const session = await first(
    link,
    "SELECT transaction_isolation_level FROM sys.dm_exec_sessions WHERE session_id = @@SPID",
  );
  const connection = await first(
    link,
    "SELECT net_packet_size, net_transport FROM sys.dm_exec_connections WHERE session_id = @@SPID",
  );
  const database = await first(
    link,
    `SELECT is_read_committed_snapshot_on, snapshot_isolation_state_desc, compatibility_level, recovery_model_desc, collation_name
     FROM sys.databases WHERE name = DB_NAME()`,
  );
  const parallelism = await first(
    link,
    "SELECT CAST(value_in_use AS int) FROM sys.configurations WHERE name = 'max degree of parallelism'",
  );
  const found = {
    transaction_isolation: session && isolationLevels[Number(session[0])],
    transaction: "rolled back",
    READ_COMMITTED_SNAPSHOT: database && (database[0] ? "ON" : "OFF"),
    ALLOW_SNAPSHOT_ISOLATION: database?.[1],
    compatibility_level: database?.[2],
    recovery_model: database?.[3],
    collation: database?.[4],
    max_degree_of_parallelism: parallelism?.[0],
    packet_size: connection?.[0],
    max_connections: (await first(link, "SELECT @@MAX_CONNECTIONS"))?.[0],
    prepared: "yes",
    encrypted: link.isEncrypted ? "yes" : "no",
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) =>
      value === undefined || value === null
        ? []
        : [[name, typeof value === "number" ? value : String(value)]],
    ),
  );
}

/** Who may not see the sessions of others sees its own: then nobody knows how many there are. */
export async function readLoad(link: MssqlLink): Promise<ConnectionLoad> {
  const [[limit] = []] = await link.rows("SELECT @@MAX_CONNECTIONS");
  const sessions = await first(link, "SELECT COUNT(*) FROM sys.dm_exec_connections");
  return { limit: Number(limit), inUse: sessions === undefined ? undefined : Number(sessions[0]) };
}

/** The first row; undefined: there is none, or the user may not read it. */
async function first({ rows }: MssqlLink, sql: string) {
  try {
    return (await rows(sql))[0];
  } catch (error) {
    if (noPermission.has(numberOf(error) ?? 0)) return undefined;
    throw error;
  }
}
