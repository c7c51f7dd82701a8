import { laneCount, type Strategy, serial, strategyName } from "./strategy.ts";
import type { Milliseconds } from "./units.ts";

/** How the rows of a query are fetched: read and dropped, or all kept at once as `fetchall` does. */
export type Fetch = "stream" | "all";

export type ParameterValue = number | string | null;

/** Where the value of one placeholder comes from. Operation k draws the same value under every strategy. */
export type ParameterSource =
  /** A whole number, each from `from` to `to` (both included) equally likely. */
  | { readonly kind: "integer"; readonly from: number; readonly to: number }
  /** One of the values, each equally likely. */
  | { readonly kind: "choice"; readonly values: readonly ParameterValue[] };

export interface Parameter {
  /** Without its `:`, `@` or `$`; null for a positional `?`. Names and positions are not mixed in one plan. */
  readonly name: string | null;
  readonly source: ParameterSource;
}

export interface QueryWorkload {
  readonly kind: "query";
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  readonly fetch: Fetch;
  /** At most this many rows are fetched by one operation; null for all. */
  readonly rowLimit: number | null;
}

export interface Trials {
  /** Early stop happens only after this many trials of every strategy. */
  readonly minimum: number;
  readonly maximum: number;
}

export interface Limits {
  /** A trial that takes longer ends the run as `timed-out`. */
  readonly trialMs: Milliseconds;
  /** No further trial is started after this time; what was measured is the report. */
  readonly runMs: Milliseconds;
  /** What the rows that one lane keeps at a time (`fetch: "all"`) may weigh; an operation stops fetching there. */
  readonly laneBytes: number;
  /** The JavaScript heap of one lane, in mebibytes; a lane that needs more crashes alone. */
  readonly laneHeapMb: number;
  /** The most sessions that a run may hold at a server at a time; null: what the server has free. */
  readonly connections: number | null;
}

/** Settings are applied to every session and read back. Absent means: the driver's or the server's default. */
export interface SqliteSettings {
  /** As SQLite's own pragma: pages when positive, kibibytes when negative. */
  readonly cacheSize?: number;
  readonly mmapSize?: number;
  readonly busyTimeoutMs?: Milliseconds;
}

/** Of `snapshot` only SQL Server knows. PostgreSQL treats `read-uncommitted` as `read-committed`. */
export const isolations = [
  "read-uncommitted",
  "read-committed",
  "repeatable-read",
  "snapshot",
  "serializable",
] as const;

export type Isolation = (typeof isolations)[number];

/** What every server has. */
interface ServerSettings {
  readonly isolation?: Isolation;
  /** `lock_timeout`, `LOCK_TIMEOUT`; MySQL's `innodb_lock_wait_timeout` takes whole seconds, rounded up. */
  readonly lockTimeoutMs?: Milliseconds;
}

export interface PostgresSettings extends ServerSettings {
  /** `work_mem`. */
  readonly workMemKb?: number;
  /** `max_parallel_workers_per_gather`: 0 keeps a query in one process of the server. */
  readonly parallelWorkers?: number;
}

export type MysqlSettings = ServerSettings;

export interface MssqlSettings extends ServerSettings {
  /** In bytes, asked for at login. */
  readonly packetSize?: number;
}

/** Only those of the plan's own engine count. */
export interface SessionSettings {
  readonly sqlite?: SqliteSettings;
  readonly postgres?: PostgresSettings;
  readonly mysql?: MysqlSettings;
  readonly mssql?: MssqlSettings;
}

/** All that decides what is measured. Two runs of an equal plan do the same operations. */
export interface Plan {
  readonly workload: QueryWorkload;
  /** `serial` first; every strategy once. */
  readonly strategies: readonly Strategy[];
  /** Of one trial, as the user asked. */
  readonly requestedOperations: number;
  /** Of one trial: `requestedOperations` rounded up to a common multiple of all lane counts. */
  readonly operations: number;
  readonly trials: Trials;
  readonly limits: Limits;
  readonly seed: number;
  readonly session: SessionSettings;
}

/** What a user chose; `makePlan` completes it. */
export interface PlanRequest {
  readonly sql: string;
  readonly strategies: readonly Strategy[];
  readonly parameters?: readonly Parameter[];
  readonly fetch?: Fetch;
  readonly rowLimit?: number | null;
  readonly operations?: number;
  readonly trials?: Trials;
  readonly limits?: Partial<Limits>;
  readonly seed?: number;
  readonly session?: SessionSettings;
}

export const defaultLimits: Limits = {
  trialMs: 120_000,
  runMs: 300_000,
  laneBytes: 128 * 1024 * 1024,
  laneHeapMb: 1024,
  connections: null,
};

export const defaultTrials: Trials = { minimum: 5, maximum: 15 };

/** Of one trial: what the samples of one lane may take of memory (40 bytes each). */
export const MAX_OPERATIONS = 1_000_000;

/** Puts `serial` first, drops doubles and rounds the operations up, so that every lane of every strategy gets as many. */
export function makePlan(request: PlanRequest): Plan {
  const strategies = [serial, ...request.strategies].filter(
    (strategy, i, all) => all.findIndex((other) => strategyName(other) === strategyName(strategy)) === i,
  );
  const multiple = strategies.map(laneCount).reduce(leastCommonMultiple, 1);
  const requestedOperations = request.operations ?? 6;
  return {
    workload: {
      kind: "query",
      sql: request.sql,
      parameters: request.parameters ?? [],
      fetch: request.fetch ?? "stream",
      rowLimit: request.rowLimit ?? null,
    },
    strategies,
    requestedOperations,
    operations: Math.ceil(requestedOperations / multiple) * multiple,
    trials: request.trials ?? defaultTrials,
    limits: { ...defaultLimits, ...request.limits },
    seed: request.seed ?? 1,
    session: request.session ?? {},
  };
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
