import type pg from "pg";
import type { Isolation, PostgresSettings } from "../../../core/benchmark/plan.ts";

/** In the server's words. `snapshot` is what it calls repeatable read. */
const isolations: Readonly<Record<Isolation, string>> = {
  "read-uncommitted": "read uncommitted",
  "read-committed": "read committed",
  "repeatable-read": "repeatable read",
  snapshot: "repeatable read",
  serializable: "serializable",
};

/** Sets what a plan asks of a session, as values and never as SQL. Rejects with what the server does not take. */
export async function applySettings(
  client: pg.Client,
  settings: PostgresSettings | undefined,
): Promise<void> {
  const { isolation, lockTimeoutMs, workMemKb, parallelWorkers } = settings ?? {};
  const wanted: readonly (readonly [string, string | undefined])[] = [
    ["default_transaction_isolation", isolation && isolations[isolation]],
    ["lock_timeout", lockTimeoutMs === undefined ? undefined : `${Math.round(lockTimeoutMs)}ms`],
    ["work_mem", workMemKb === undefined ? undefined : `${workMemKb}kB`],
    ["max_parallel_workers_per_gather", parallelWorkers?.toString()],
  ];
  for (const [name, value] of wanted) {
    if (value !== undefined) await client.query("SELECT set_config($1, $2, false)", [name, value]);
  }
}
