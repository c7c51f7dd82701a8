import type { FileModel, FunctionInfo, Spawn } from "../model/file-model.ts";
import type { DatabaseValue } from "../model/value.ts";
import { defineRule } from "../rule.ts";
import type { Call, Expression, Node } from "../syntax/python.ts";
import { callOf } from "./support/ownership.ts";

export const poolTooSmall = defineRule({
  id: "pool-too-small",
  severity: "information",
  measurable: true,
  docs: {
    summary: "More workers than the connection pool they share has connections.",
    why: "A pool hands out `pool_size` connections and, while more are asked for, up to `max_overflow` further ones: 5 and 10 if nothing is said. A worker that finds all of them taken waits for one, 30 seconds by default, and then fails with *QueuePool limit of size … overflow … reached, connection timed out*. Forty threads on a pool of fifteen so run at most fifteen at a time; the others only wait.\n\nWhat a bigger pool gains depends on the database, which has a limit of its own (PostgreSQL: 100 connections for all clients together).",
    remedy:
      "Give the pool as many connections as there are workers (`pool_size=40, max_overflow=0`), or, often better, start fewer workers. *Measure this* shows how many your database can use.",
    leavesAlone: [
      "sizes and numbers of workers that are not written as numbers",
      "an overflow without limit (`max_overflow=-1`), `pool_size=0`, `NullPool` and other pools than `QueuePool`",
      "SQLite without a `pool_size`, whose default pool depends on the version and the file",
      "processes: each has a pool of its own",
      "workers that do not use the engine",
    ],
    examples: [
      {
        language: "python",
        bad: `from concurrent.futures import ThreadPoolExecutor
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from models import User

engine = «create_engine("postgresql://localhost/app", pool_size=5, max_overflow=5)»

def name_of(user_id):
    with Session(engine) as session:
        return session.get(User, user_id).name

def names(ids):
    with ThreadPoolExecutor(max_workers=40) as executor:
        return list(executor.map(name_of, ids))
`,
        good: `from concurrent.futures import ThreadPoolExecutor
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from models import User

engine = create_engine("postgresql://localhost/app", pool_size=10, max_overflow=0)

def name_of(user_id):
    with Session(engine) as session:
        return session.get(User, user_id).name

def names(ids):
    with ThreadPoolExecutor(max_workers=10) as executor:
        return list(executor.map(name_of, ids))
`,
      },
    ],
    sources: [
      {
        title: "SQLAlchemy: QueuePool limit of size <x> overflow <y> reached",
        url: "https://docs.sqlalchemy.org/en/20/errors.html#queuepool-limit-of-size-x-overflow-y-reached-connection-timed-out-timeout-z",
      },
      {
        title: "SQLAlchemy: QueuePool",
        url: "https://docs.sqlalchemy.org/en/20/core/pooling.html#sqlalchemy.pool.QueuePool",
      },
    ],
  },
  messages: {
    waits:
      "{workers} workers share this pool of {limit} connections: the others wait for one, and fail after 30 seconds.",
    byDefault:
      "{workers} workers share this pool, which has {limit} connections by default (pool_size 5, max_overflow 10): the others wait for one, and fail after 30 seconds.",
    raises: "{workers} workers share this pool of {limit} connections: the next one gets an error at once.",
  },
  check: {
    python: (file, report) => {
      const reported = new Set<Node>();
      for (const spawn of file.spawns) {
        if (spawn.kind === "process" || spawn.workers === undefined || spawn.form === "initializer") continue;
        for (const pool of poolsUsedBy(spawn, file)) {
          const limit = limitOf(pool, file);
          const place = pool.origin.file === undefined && pool.origin.node ? pool.origin.node : spawn.call;
          if (!limit || limit.connections >= spawn.workers || reported.has(place)) continue;
          reported.add(place);
          const started = limit.raises ? "raises" : limit.byDefault ? "byDefault" : "waits";
          report(place, started, {
            args: { workers: spawn.workers, limit: limit.connections },
            related:
              place === spawn.call
                ? [file.related(pool.origin, "The pool")]
                : [file.related(spawn.call, "The {workers} workers", { workers: spawn.workers })],
          });
        }
      }
    },
  },
});

/** The engines and driver pools that the started code uses. */
function poolsUsedBy(spawn: Spawn, file: FileModel): readonly DatabaseValue[] {
  const running = reachedFrom(spawn.runs, file);
  const pools = new Map<string, DatabaseValue>();
  for (const operation of file.operations) {
    const owner = file.functionOf(operation.call);
    if (!owner || !running.has(owner) || operation.weak) continue;
    for (let at: DatabaseValue | undefined = operation.session; at; at = at.source)
      if (at.kind === "engine" || at.kind === "pool")
        pools.set(`${at.origin.file} ${at.origin.range.start}`, at);
  }
  return [...pools.values()];
}

/** Functions and what they call in this file, three calls deep. */
function reachedFrom(runs: readonly FunctionInfo[], file: FileModel): ReadonlySet<FunctionInfo> {
  const reached = new Set(runs);
  let edge = [...runs];
  for (let depth = 0; depth < 3 && edge.length > 0; depth++) {
    const next = file.functions.filter(
      (one) =>
        !reached.has(one) &&
        file.callersOf(one).some((call) => edge.some((caller) => file.functionOf(call) === caller)),
    );
    for (const one of next) reached.add(one);
    edge = next;
  }
  return reached;
}

interface Limit {
  readonly connections: number;
  readonly byDefault: boolean;
  /** Instead of letting the next one wait. */
  readonly raises: boolean;
}

function limitOf(pool: DatabaseValue, file: FileModel): Limit | undefined {
  if (pool.kind === "pool") return driverLimit(pool);
  if (pool.library !== "sqlalchemy" && pool.library !== "sqlmodel") return undefined;
  const { poolclass } = pool.options;
  if (poolclass !== undefined && poolclass !== "QueuePool" && poolclass !== "AsyncAdaptedQueuePool")
    return undefined;
  const call = pool.origin.node?.kind === "Call" ? pool.origin.node : undefined;
  const named = (name: string) => call?.keywords.find((keyword) => keyword.name === name)?.value;
  if (call?.keywords.some(({ name }) => name === undefined || name === "pool" || name === "creator"))
    return undefined;
  if (poolclass === undefined && named("poolclass")) return undefined;
  const size = sizeOf(pool, "pool_size", named("pool_size"));
  const overflow = sizeOf(pool, "max_overflow", named("max_overflow"));
  if (size === "unknown" || overflow === "unknown" || size === 0 || (overflow !== undefined && overflow < 0))
    return undefined;
  // In another file, a size that is no number looks like none.
  if (!call && (size === undefined || overflow === undefined)) return undefined;
  if (size === undefined && isSqlite(pool, call, file)) return undefined;
  return {
    connections: (size ?? 5) + (overflow ?? 10),
    byDefault: size === undefined && overflow === undefined,
    raises: false,
  };
}

function sizeOf(
  pool: DatabaseValue,
  name: string,
  given: Expression | undefined,
): number | undefined | "unknown" {
  const value = pool.options[name];
  if (typeof value === "number") return value;
  return given ? "unknown" : undefined;
}

/** SQLite files had no pool before 2.0, and a database in memory has one of its own. */
function isSqlite(pool: DatabaseValue, call: Call | undefined, file: FileModel): boolean {
  const { url } = pool.options;
  if (typeof url === "string") return url.startsWith("sqlite");
  const first = call?.args[0];
  if (first?.kind === "FString" && first.head !== "") return first.head.startsWith("sqlite");
  return file.databases.has("sqlite") || file.databases.size === 0;
}

/** The most connections of a driver's own pool. Sources: the references of psycopg2, psycopg_pool, Connector/Python. */
function driverLimit(pool: DatabaseValue): Limit | undefined {
  const call = pool.origin.node && "kind" in pool.origin.node ? pool.origin.node : undefined;
  const made = call && call.kind === "Call" ? callOf(call) : undefined;
  if (!made) return undefined;
  const [name, position, raises] =
    pool.library === "psycopg2"
      ? ["maxconn", 1, true]
      : pool.library === "mysql.connector"
        ? ["pool_size", -1, true]
        : pool.library === "psycopg" || pool.library === "asyncpg"
          ? ["max_size", -1, false]
          : ["", -1, false];
  const value = made.keywords.find((keyword) => keyword.name === name)?.value ?? made.args[Number(position)];
  if (value?.kind !== "Constant" || typeof value.value !== "number") return undefined;
  return { connections: value.value, byDefault: false, raises: Boolean(raises) };
}
