import type pg from "pg";
import type { ConnectionLoad } from "../../../protocol/lane.ts";
import type { PostgresLink } from "./connect.ts";

/** What changes results and is read back for the parity sheet; a server that does not know one leaves it out. */
const NAMES = [
  "default_transaction_isolation",
  "default_transaction_read_only",
  "synchronous_commit",
  "fsync",
  "shared_buffers",
  "work_mem",
  "effective_cache_size",
  "max_connections",
  "max_parallel_workers_per_gather",
  "random_page_cost",
  "jit",
  "plan_cache_mode",
  "statement_timeout",
  "lock_timeout",
  "server_encoding",
  "TimeZone",
];

export async function readSettings({
  client,
  isEncrypted,
}: PostgresLink): Promise<Record<string, string | number>> {
  const { rows } = await client.query<[string, string]>({
    text: `SELECT name, current_setting(name, true) FROM pg_settings
           WHERE lower(name) = ANY (SELECT lower(wanted) FROM unnest($1::text[]) wanted)`,
    values: [NAMES],
    rowMode: "array",
  });
  const known = new Map(rows);
  return {
    ...Object.fromEntries(NAMES.flatMap((name) => (known.has(name) ? [[name, known.get(name) ?? ""]] : []))),
    prepared: "yes",
    encrypted: isEncrypted ? "yes" : "no",
  };
}

/**
 * The server's limit, less what it keeps for superusers. A role and a database may have limits of their own: then what
 * is in use is counted so that the difference is what is really left. Everybody may see these counts.
 */
export async function readLoad(client: pg.Client): Promise<ConnectionLoad> {
  const { rows } = await client.query<[string, string, string, string]>({
    text: `SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
             - coalesce(current_setting('reserved_connections', true)::int, 0),
           (SELECT sum(numbackends) FROM pg_stat_database),
           (SELECT CASE WHEN rolconnlimit < 0 THEN NULL ELSE rolconnlimit
              - (SELECT count(*) FROM pg_stat_activity WHERE usename = current_user) END
            FROM pg_roles WHERE rolname = current_user),
           (SELECT CASE WHEN datconnlimit < 0 THEN NULL ELSE datconnlimit - pg_stat_get_db_numbackends(oid) END
            FROM pg_database WHERE datname = current_database())`,
    rowMode: "array",
  });
  const [limit = 0, used = 0, ...left] = (rows[0] ?? []).map((value) =>
    value === null ? undefined : Number(value),
  );
  const free = Math.min(limit - used, ...left.filter((count) => count !== undefined));
  return { limit, inUse: limit - free };
}
