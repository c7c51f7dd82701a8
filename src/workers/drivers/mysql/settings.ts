import type { ConnectionLoad } from "../../../protocol/lane.ts";
import type { MysqlLink } from "./connect.ts";

/** What changes results and is read back for the parity sheet; a server that does not know one leaves it out. */
const NAMES = [
  "version_comment",
  "transaction_isolation",
  "tx_isolation",
  "transaction_read_only",
  "tx_read_only",
  "autocommit",
  "innodb_flush_log_at_trx_commit",
  "sync_binlog",
  "innodb_buffer_pool_size",
  "innodb_snapshot_isolation",
  "max_connections",
  "max_allowed_packet",
  "net_buffer_length",
  "tmp_table_size",
  "query_cache_type",
  "sql_mode",
  "sql_select_limit",
  "max_statement_time",
  "max_execution_time",
  "innodb_lock_wait_timeout",
  "character_set_connection",
  "collation_connection",
  "time_zone",
];

export async function readSettings({
  rows,
  isEncrypted,
}: MysqlLink): Promise<Record<string, string | number>> {
  const marks = NAMES.map(() => "?").join(", ");
  const found = await rows(`SHOW SESSION VARIABLES WHERE Variable_name IN (${marks})`, NAMES);
  const known = new Map(found.map(([name, value]) => [String(name).toLowerCase(), String(value)]));
  return {
    ...Object.fromEntries(NAMES.flatMap((name) => (known.has(name) ? [[name, known.get(name) ?? ""]] : []))),
    prepared: "yes",
    encrypted: isEncrypted ? "yes" : "no",
  };
}

/** A user may have a limit of its own, and is then counted by itself. */
export async function readLoad(rows: MysqlLink["rows"]): Promise<ConnectionLoad> {
  const [[server, user] = []] = await rows("SELECT @@GLOBAL.max_connections, @@SESSION.max_user_connections");
  const [[, connected] = []] = await rows("SHOW GLOBAL STATUS LIKE 'Threads_connected'");
  const limit = Number(user) > 0 ? Math.min(Number(server), Number(user)) : Number(server);
  return { limit, inUse: Number(connected) };
}
