import type { SessionSettings } from "../../src/core/benchmark/plan.ts";

/** The same questions to every server; only the words differ. */
export interface Dialect {
  /** Waits for about 20 ms without computing. */
  readonly nap: string;
  /** Likewise, for 0.6 s. */
  readonly longNap: string;
  /** Rows 1 to 20,000 of one column. */
  readonly rows: string;
  /** Gives the one row whose value is the placeholder's. */
  readonly point: string;
  /** Never ends in a test's time. */
  readonly endless: string;
  readonly version: RegExp;
  readonly session: SessionSettings;
  /** What the sessions then have, in the server's words. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Among them, under a name that depends on the version. */
  readonly isolation: string;
}

export const postgresDialect: Dialect = {
  nap: "SELECT pg_sleep(0.02)",
  longNap: "SELECT pg_sleep(0.6)",
  rows: "SELECT generate_series(1, 20000) AS id",
  point: "SELECT id FROM generate_series(1, 50) AS numbers(id) WHERE id = $1",
  endless: "SELECT pg_sleep(600)",
  version: /^\d+\.\d+/,
  session: {
    postgres: { isolation: "serializable", lockTimeoutMs: 1234, workMemKb: 2048, parallelWorkers: 0 },
  },
  settings: {
    lock_timeout: "1234ms",
    work_mem: "2MB",
    max_parallel_workers_per_gather: "0",
    default_transaction_read_only: "on",
  },
  isolation: "serializable",
};

export const mariadbDialect: Dialect = {
  nap: "SELECT SLEEP(0.02)",
  longNap: "SELECT SLEEP(0.6)",
  rows: "SELECT seq AS id FROM seq_1_to_20000",
  point: "SELECT seq AS id FROM seq_1_to_50 WHERE seq = ?",
  endless: "SELECT SLEEP(600)",
  version: /mariadb/i,
  session: { mysql: { isolation: "read-committed", lockTimeoutMs: 1234 } },
  settings: { innodb_lock_wait_timeout: "2" },
  isolation: "READ-COMMITTED",
};
