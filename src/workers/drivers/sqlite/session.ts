import Database from "better-sqlite3";
import { emptyResult, type OperationResult } from "../../../core/benchmark/lane-loop.ts";
import type { Failure } from "../../../core/benchmark/outcome.ts";
import {
  type BindParameters,
  type BoundParameters,
  bindParameters,
} from "../../../core/benchmark/parameters.ts";
import type { Parameter, ParameterValue } from "../../../core/benchmark/plan.ts";
import { type RowValue, rowBytes } from "../../../core/benchmark/row-checksum.ts";
import type { Milliseconds } from "../../../core/benchmark/units.ts";
import type { SqliteProfile } from "../../../core/connection/profile.ts";
import { trimStatement } from "../../../core/sql/trim-statement.ts";
import type { Inspection } from "../../../protocol/lane.ts";
import type { Attempt, DriverSession, Rows, Work } from "../driver.ts";
import { addonOptions } from "./addon.ts";
import { busyTimeout, LockWait } from "./lock-wait.ts";
import { checkFile, failure, sqliteFailure } from "./sqlite-failure.ts";

export interface SqliteOrder extends Work {
  readonly profile: SqliteProfile;
}

type Row = RowValue[];
type Statement = Database.Statement<unknown[], Row>;

/** How often a stream of rows looks at the stop flag and tells its count: a power of two, less one. */
const POLL_MASK = 0xff;

/** Opens the database as a lane does, checks that the engine takes the statement as read-only, and reads the settings back. */
export function inspectSqlite(order: SqliteOrder): Attempt<Inspection> {
  const file = order.profile.path;
  const missing = checkFile(file);
  if (missing) return { ok: false, failure: missing };
  const lock = new LockWait(order);
  try {
    const db = open(order, lock);
    try {
      const settings = lock.retry(() => readSettings(db, busyTimeout(order.session.sqlite)));
      const refused = compileBothWays(db, order, lock);
      if (refused) return { ok: false, failure: refused };
      const engineVersion = String(db.prepare("SELECT sqlite_version()").pluck().get());
      return { ok: true, value: { settings, engineVersion, driver: "better-sqlite3" } };
    } finally {
      db.close();
    }
  } catch (error) {
    return { ok: false, failure: sqliteFailure(error, file) };
  }
}

/** Opens a session of its own for a lane, with the statement prepared. */
export function openSqlite(order: SqliteOrder): Attempt<DriverSession> {
  try {
    const lock = new LockWait(order);
    const db = open(order, lock);
    try {
      const statement = lock.retry(() => db.prepare<unknown[], Row>(trimStatement(order.workload.sql)).raw());
      return { ok: true, value: new SqliteSession(db, statement, order, lock) };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    return { ok: false, failure: sqliteFailure(error, order.profile.path) };
  }
}

function open({ profile, session }: SqliteOrder, lock: LockWait): Database.Database {
  const db = new Database(profile.path, {
    readonly: true,
    fileMustExist: true,
    timeout: 0,
    ...addonOptions,
  });
  const { cacheSize, mmapSize } = session.sqlite ?? {};
  try {
    db.pragma("query_only = 1");
    // Reads the schema first, where a lock is met.
    if (cacheSize !== undefined) lock.retry(() => db.pragma(`cache_size = ${Math.trunc(cacheSize)}`));
    if (mmapSize !== undefined) db.pragma(`mmap_size = ${Math.trunc(mmapSize)}`);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** The first lock of design.md: what compiles both alone and inside a subquery reads, and is one statement. */
function compileBothWays(db: Database.Database, order: SqliteOrder, lock: LockWait): Failure | undefined {
  const { path: file } = order.profile;
  const sql = trimStatement(order.workload.sql);
  const compile = (statement: string) => {
    try {
      lock.retry(() => db.prepare(statement));
      return undefined;
    } catch (error) {
      return sqliteFailure(error, file);
    }
  };
  const inside = compile(`SELECT 1 WHERE EXISTS (${sql}\n)`);
  const alone = compile(sql);
  if (alone) return alone;
  if (inside) return failure("not-read-only", file, inside.detail, { statement: sql.slice(0, 80) });
  try {
    const parameters = bindIntegers(order.workload.parameters, order.seed)(0);
    const statement = db.prepare(sql);
    if (parameters === undefined) statement.bind();
    else statement.bind(parameters);
    return undefined;
  } catch (error) {
    return failure("parameters-mismatch", file, error instanceof Error ? error.message : String(error), {
      given: order.workload.parameters.length,
    });
  }
}

const SYNCHRONOUS = ["OFF", "NORMAL", "FULL", "EXTRA"];

function readSettings(db: Database.Database, busyTimeoutMs: Milliseconds): Record<string, string | number> {
  const read = (name: string) => db.pragma(name, { simple: true }) as string | number;
  const synchronous = read("synchronous");
  return {
    journal_mode: read("journal_mode"),
    synchronous: SYNCHRONOUS[Number(synchronous)] ?? synchronous,
    cache_size: read("cache_size"),
    page_size: read("page_size"),
    page_count: read("page_count"),
    mmap_size: read("mmap_size"),
    busy_timeout: busyTimeoutMs,
    query_only: read("query_only"),
  };
}

class SqliteSession implements DriverSession {
  readonly #db: Database.Database;
  readonly #statement: Statement;
  readonly #order: SqliteOrder;
  readonly #lock: LockWait;
  readonly #bind: BindParameters;
  readonly #rowLimit: number;
  readonly #keeps: boolean;
  #kept: Row[] = [];
  readonly #result: OperationResult = emptyResult();

  constructor(db: Database.Database, statement: Statement, order: SqliteOrder, lock: LockWait) {
    this.#db = db;
    this.#statement = statement;
    this.#order = order;
    this.#lock = lock;
    this.#bind = bindIntegers(order.workload.parameters, order.seed);
    this.#rowLimit = order.workload.rowLimit ?? Number.POSITIVE_INFINITY;
    this.#keeps = order.workload.fetch === "all";
  }

  get keptRows(): Rows {
    return this.#kept;
  }

  run(operation: number): OperationResult {
    const result = this.#result;
    result.cut = false;
    result.stopped = false;
    this.#lock.reset();
    this.#kept = [];
    try {
      const bound = this.#bind(operation);
      if (this.#order.fewRows) result.rows = this.#fetchAtOnce(bound);
      else result.rows = this.#keeps ? this.#keepRows(bound) : this.#streamRows(bound);
    } catch (error) {
      if (this.#order.stopped()) result.stopped = true;
      else result.failure = sqliteFailure(error, this.#order.profile.path);
    }
    result.lockWaits = this.#lock.waits;
    result.lockWaitMs = this.#lock.waitedMs;
    return result;
  }

  cancel(): void {}

  checkReadOnly(): Failure | undefined {
    if (this.#db.pragma("query_only", { simple: true }) === 1 && this.#db.readonly) return undefined;
    return failure("not-read-only", this.#order.profile.path, "query_only was switched off");
  }

  close(): void {
    this.#db.close();
  }

  /** Takes less than half of the time that iterating takes, for a row or two. Counts and cuts as the others do. */
  #fetchAtOnce(bound: BoundParameters | undefined): number {
    const statement = this.#statement;
    const rows = this.#lock.retry(() => (bound === undefined ? statement.all() : statement.all(bound)));
    const most = Math.min(rows.length, this.#rowLimit);
    if (!this.#keeps) return most;
    let [count, bytes] = [0, 0];
    while (count < most && !this.#result.cut) {
      bytes += rowBytes(rows[count++] as Row);
      this.#result.cut = bytes >= this.#order.laneBytes;
    }
    this.#kept = count < rows.length ? rows.slice(0, count) : rows;
    return count;
  }

  #streamRows(bound: BoundParameters | undefined): number {
    const limit = this.#rowLimit;
    const { iterator, first } = this.#lock.retry(() => begin(this.#statement, bound));
    let rows = 0;
    for (let step = first; !step.done; step = iterator.next()) {
      rows++;
      if (rows >= limit || ((rows & POLL_MASK) === 0 && this.#poll(rows))) {
        iterator.return?.();
        break;
      }
    }
    return rows;
  }

  #keepRows(bound: BoundParameters | undefined): number {
    const kept = this.#kept;
    const { iterator, first } = this.#lock.retry(() => begin(this.#statement, bound));
    let bytes = 0;
    for (let step = first; !step.done; step = iterator.next()) {
      kept.push(step.value);
      bytes += rowBytes(step.value);
      this.#result.cut = bytes >= this.#order.laneBytes;
      const isEnough = this.#result.cut || kept.length >= this.#rowLimit;
      if (isEnough || ((kept.length & POLL_MASK) === 0 && this.#poll(kept.length))) {
        iterator.return?.();
        break;
      }
    }
    return kept.length;
  }

  /** Tells the count, and hears a stop. */
  #poll(rows: number): boolean {
    this.#order.onRows(rows);
    this.#result.stopped = this.#order.stopped();
    return this.#result.stopped;
  }
}

/** better-sqlite3 binds every number as REAL, and `'file-' || ?` becomes `file-5.0`: whole numbers are meant as INTEGER. */
function bindIntegers(parameters: readonly Parameter[], seed: number): BindParameters {
  const bind = bindParameters(parameters, seed);
  const keys = parameters.map(({ name }, position) => name ?? String(position));
  return (operation) => {
    const bound = bind(operation);
    const values = bound as Record<string, ParameterValue | bigint> | undefined;
    for (let i = 0; values && i < keys.length; i++) {
      const key = keys[i] as string;
      const value = values[key];
      if (Number.isSafeInteger(value)) values[key] = BigInt(value as number);
    }
    return bound;
  };
}

/** The first row is fetched here, because a lock is met there. */
function begin(statement: Statement, bound: BoundParameters | undefined) {
  const iterator = bound === undefined ? statement.iterate() : statement.iterate(bound);
  return { iterator, first: iterator.next() };
}
