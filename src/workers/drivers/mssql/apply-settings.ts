import type { Connection } from "tedious";
import type { Isolation, MssqlSettings } from "../../../core/benchmark/plan.ts";
import { runBatch } from "./query-rows.ts";

/** For the transaction in which operations run: MS-TDS 2.2.7.17, TM_BEGIN_XACT. */
export const transactionLevels: Readonly<Record<Isolation, number>> = {
  "read-uncommitted": 1,
  "read-committed": 2,
  "repeatable-read": 3,
  serializable: 4,
  snapshot: 5,
};

/** In the server's words. */
const isolations: Readonly<Record<Isolation, string>> = {
  "read-uncommitted": "READ UNCOMMITTED",
  "read-committed": "READ COMMITTED",
  "repeatable-read": "REPEATABLE READ",
  snapshot: "SNAPSHOT",
  serializable: "SERIALIZABLE",
};

/** Sets what a plan asks of a session, but for the packet size, which is agreed on at login. */
export async function applySettings(
  connection: Connection,
  settings: MssqlSettings | undefined,
): Promise<void> {
  const { isolation, lockTimeoutMs } = settings ?? {};
  if (isolation !== undefined)
    await runBatch(connection, `SET TRANSACTION ISOLATION LEVEL ${isolations[isolation]}`);
  if (lockTimeoutMs !== undefined)
    await runBatch(connection, `SET LOCK_TIMEOUT ${Math.round(lockTimeoutMs)}`);
}
