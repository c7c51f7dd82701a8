import type { SessionsSeen } from "../../../core/benchmark/server-activity.ts";
import type { Watch } from "../driver.ts";
import type { PostgresLink } from "./connect.ts";

/**
 * The sessions of this user and program that are inside a statement, by what they wait for
 * (postgresql.org/docs/current/monitoring-stats.html#WAIT-EVENT-TABLE). A session that waits for nothing computes, or
 * is ready to.
 */
const SEEN = `
  SELECT CASE WHEN wait_event_type IS NULL THEN 'running'
              WHEN wait_event_type = 'Lock' THEN 'lock'
              WHEN wait_event_type = 'IO' THEN 'io'
              WHEN wait_event_type = 'Client' THEN 'client'
              ELSE 'other' END,
         count(*)::int
    FROM pg_stat_activity
   WHERE state = 'active' AND usename = current_user AND pid <> pg_backend_pid()
     AND application_name = current_setting('application_name')
   GROUP BY 1`;

export function watchPostgres(link: PostgresLink): Watch {
  return {
    async look() {
      try {
        const { rows } = await link.client.query<[keyof SessionsSeen, number]>({
          name: "lanewise-watch",
          text: SEEN,
          rowMode: "array",
        });
        return { running: 0, lock: 0, io: 0, client: 0, other: 0, ...Object.fromEntries(rows) };
      } catch {
        // The server went away, as the lanes will tell.
        return undefined;
      }
    },
    close: () => link.close(),
  };
}
