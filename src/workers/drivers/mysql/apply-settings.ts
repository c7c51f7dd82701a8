import type { Isolation, MysqlSettings } from "../../../core/benchmark/plan.ts";
import type { MysqlLink } from "./connect.ts";

/** In the server's words. `snapshot` is what it calls repeatable read. */
const isolations: Readonly<Record<Isolation, string>> = {
  "read-uncommitted": "READ UNCOMMITTED",
  "read-committed": "READ COMMITTED",
  "repeatable-read": "REPEATABLE READ",
  snapshot: "REPEATABLE READ",
  serializable: "SERIALIZABLE",
};

/** Sets what a plan asks of a session; it still reads only. Rejects with what the server does not take. */
export async function applySettings(
  { rows }: Pick<MysqlLink, "rows">,
  settings: MysqlSettings | undefined,
): Promise<void> {
  const { isolation, lockTimeoutMs } = settings ?? {};
  if (isolation !== undefined) await rows(`SET SESSION TRANSACTION ISOLATION LEVEL ${isolations[isolation]}`);
  if (lockTimeoutMs !== undefined)
    await rows("SET SESSION innodb_lock_wait_timeout = ?", [Math.ceil(lockTimeoutMs / 1000)]);
}
