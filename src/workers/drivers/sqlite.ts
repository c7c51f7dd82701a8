import Database from "better-sqlite3";
import type { OperationResult } from "../../core/benchmark/lane-loop.ts";
import type { Failure } from "../../core/benchmark/outcome.ts";
import { type BoundParameters, bindParameters } from "../../core/benchmark/parameters.ts";
import type { SqliteSettings } from "../../core/benchmark/plan.ts";
import { type RowValue, rowBytes } from "../../core/benchmark/row-checksum.ts";
import type { Milliseconds } from "../../core/benchmark/units.ts";
import { trimStatement } from "../../core/sql/trim-statement.ts";
import type { Inspection } from "../../protocol/lane.ts";
import { now } from "../clock.ts";
import { addonOptions } from "./addon.ts";
import type { Attempt, DriverSession, Rows, SessionOrder } from "./driver.ts";
import { checkFile, failure, isBusy, sqliteFailure } from "./sqlite-failure.ts";

type Row = RowValue[];
type Statement = Database.Statement<unknown[], Row>;

/** SQLite's own steps (sqliteDefaultBusyCallback in main.c); the last one repeats. */
const BUSY_STEPS_MS = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];
const DEFAULT_BUSY_TIMEOUT_MS = 5000;
/** How often a stream of rows looks at the stop flag and tells its count: a power of two, less one. */
const POLL_MASK = 0xff;
/** `all()` is a third faster than iterating for a few rows, and cannot stop at a budget: used once results proved small. */
const SMALL_RESULT = 64;
const PROOFS_OF_SMALLNESS = 8;

/** Opens the database as a lane does, checks that the engine takes the statement as read-only, and reads the settings back. */
export function inspectSqlite(order: SessionOrder): Attempt<Inspection> {
  const file = order.profile.path;
  const missing = checkFile(file);
  if (missing) return { ok: false, failure: missing };
  const lock = new LockWait(order);
  try {
    const db = open(order);
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
export function openSqlite(order: SessionOrder): Attempt<DriverSession> {
  try {
    const db = open(order);
    try {
      const lock = new LockWait(order);
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

function open({ profile, session }: SessionOrder): Database.Database {
  const db = new Database(profile.path, {
    readonly: true,
    fileMustExist: true,
    timeout: 0,
    ...addonOptions,
  });
  db.pragma("query_only = 1");
  const { cacheSize, mmapSize } = session.sqlite ?? {};
  if (cacheSize !== undefined) db.pragma(`cache_size = ${Math.trunc(cacheSize)}`);
  if (mmapSize !== undefined) db.pragma(`mmap_size = ${Math.trunc(mmapSize)}`);
  return db;
}

/** The first lock of design.md: what compiles both alone and inside a subquery reads, and is one statement. */
function compileBothWays(db: Database.Database, order: SessionOrder, lock: LockWait): Failure | undefined {
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
    const parameters = bindParameters(order.workload.parameters, order.seed)(0);
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

function busyTimeout(settings: SqliteSettings | undefined): Milliseconds {
  return settings?.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS;
}

/**
 * Waits for locks in SQLite's own steps, but here, where the waiting can be counted: better-sqlite3's busy handler does
 * not tell. A read in autocommit meets SQLITE_BUSY only before its first row, so beginning anew is safe.
 */
class LockWait {
  readonly #timeoutMs: Milliseconds;
  readonly #stopped: () => boolean;
  waits = 0;
  waitedMs: Milliseconds = 0;

  constructor({ session, stopped }: SessionOrder) {
    this.#timeoutMs = busyTimeout(session.sqlite);
    this.#stopped = stopped;
  }

  reset(): void {
    this.waits = 0;
    this.waitedMs = 0;
  }

  retry<T>(attempt: () => T): T {
    for (let step = 0, waited = 0; ; step++) {
      try {
        return attempt();
      } catch (error) {
        if (!isBusy(error) || waited >= this.#timeoutMs || this.#stopped()) throw error;
      }
      const before = now();
      sleep(Math.min(BUSY_STEPS_MS[step] ?? 100, this.#timeoutMs - waited));
      const slept = now() - before;
      if (step === 0) this.waits++;
      this.waitedMs += slept;
      waited += slept;
    }
  }
}

function sleep(ms: Milliseconds): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

class SqliteSession implements DriverSession {
  readonly #db: Database.Database;
  readonly #statement: Statement;
  readonly #order: SessionOrder;
  readonly #lock: LockWait;
  readonly #bind: (operation: number) => BoundParameters | undefined;
  readonly #rowLimit: number;
  readonly #keeps: boolean;
  #small = 0;
  #kept: Row[] = [];
  readonly #result: OperationResult = {
    rows: 0,
    queueMs: 0,
    transferMs: 0,
    lockWaitMs: 0,
    lockWaits: 0,
    cut: false,
    stopped: false,
    failure: null,
  };

  constructor(db: Database.Database, statement: Statement, order: SessionOrder, lock: LockWait) {
    this.#db = db;
    this.#statement = statement;
    this.#order = order;
    this.#lock = lock;
    this.#bind = bindParameters(order.workload.parameters, order.seed);
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
      const small = this.#small >= PROOFS_OF_SMALLNESS && this.#rowLimit >= SMALL_RESULT;
      if (small) result.rows = this.#fetchAtOnce(bound);
      else result.rows = this.#keeps ? this.#keepRows(bound) : this.#streamRows(bound);
      this.#small = result.rows <= SMALL_RESULT ? this.#small + 1 : 0;
    } catch (error) {
      if (this.#order.stopped()) result.stopped = true;
      else result.failure = sqliteFailure(error, this.#order.profile.path);
    }
    result.lockWaits = this.#lock.waits;
    result.lockWaitMs = this.#lock.waitedMs;
    return result;
  }

  close(): void {
    this.#db.close();
  }

  #fetchAtOnce(bound: BoundParameters | undefined): number {
    const statement = this.#statement;
    const rows = this.#lock.retry(() => (bound === undefined ? statement.all() : statement.all(bound)));
    if (this.#keeps) this.#kept = rows;
    return rows.length;
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

/** The first row is fetched here, because a lock is met there. */
function begin(statement: Statement, bound: BoundParameters | undefined) {
  const iterator = bound === undefined ? statement.iterate() : statement.iterate(bound);
  return { iterator, first: iterator.next() };
}
