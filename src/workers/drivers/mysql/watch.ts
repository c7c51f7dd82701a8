import type { SessionsSeen } from "../../../core/benchmark/server-activity.ts";
import type { Watch } from "../driver.ts";
import type { MysqlLink } from "./connect.ts";

/** For a session that computes and one that waits for its disk the server has the same words: it counts as `other`. */
const seen = (isInnodbVisible: boolean) => `
  SELECT CASE WHEN ${isInnodbVisible ? "t.trx_state = 'LOCK WAIT' OR" : ""} p.state LIKE 'Waiting for % lock' THEN 'lock'
              WHEN p.state IN ('Writing to net', 'Sending to client', 'Reading from net', 'Receiving from client')
                THEN 'client'
              ELSE 'other' END,
         count(*)
    FROM information_schema.processlist p
    ${isInnodbVisible ? "LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id" : ""}
   WHERE p.command IN ('Query', 'Execute', 'Fetch') AND p.id <> connection_id()
     AND p.user = substring_index(user(), '@', 1)
   GROUP BY 1`;

export function watchMysql(link: MysqlLink): Watch {
  let isInnodbVisible = true;
  const read = async (): Promise<SessionsSeen> => {
    const rows = await link.rows(seen(isInnodbVisible));
    const counts = Object.fromEntries(rows.map(([kind, count]) => [String(kind), Number(count)]));
    return { running: 0, lock: 0, io: 0, client: 0, other: 0, ...counts };
  };
  return {
    async look() {
      try {
        return await read();
      } catch {
        if (!isInnodbVisible) return undefined;
        // That table needs the right PROCESS; without it, row locks stay unseen.
        isInnodbVisible = false;
        return read().catch(() => undefined);
      }
    },
    close: () => link.close(),
  };
}
