import type { ConcurrencyValue, DatabaseKind, Library, Verb } from "../value.ts";

/** What a name of a library makes when it is called, or stands for in an annotation. */
export interface Made {
  readonly kind: DatabaseKind;
  readonly library: Library;
  readonly async: boolean;
  readonly verb: Verb | undefined;
}

/** SQLAlchemy exports the same names from many modules, so its names go by their last part. */
const sqlalchemy: Readonly<Record<string, DatabaseKind>> = {
  create_engine: "engine",
  engine_from_config: "engine",
  create_async_engine: "engine",
  async_engine_from_config: "engine",
  Engine: "engine",
  AsyncEngine: "engine",
  sessionmaker: "session-factory",
  async_sessionmaker: "session-factory",
  scoped_session: "session-registry",
  async_scoped_session: "session-registry",
  Session: "session",
  AsyncSession: "session",
  create_session: "session",
  Connection: "connection",
  AsyncConnection: "connection",
  Query: "query",
  Table: "model-class",
};

const sqlalchemyVerbs: Readonly<Record<string, Verb>> = {
  select: "select",
  union: "select",
  union_all: "select",
  exists: "select",
  insert: "insert",
  update: "update",
  delete: "delete",
  text: "unknown",
  DDL: "ddl",
};

const drivers: Readonly<
  Record<string, { library: Library; async?: true; names: Record<string, DatabaseKind> }>
> = {
  sqlite3: {
    library: "sqlite3",
    names: { connect: "connection", Connection: "connection", Cursor: "cursor" },
  },
  "sqlite3.dbapi2": {
    library: "sqlite3",
    names: { connect: "connection", Connection: "connection", Cursor: "cursor" },
  },
  pysqlite3: { library: "sqlite3", names: { connect: "connection" } },
  psycopg2: { library: "psycopg2", names: { connect: "connection" } },
  "psycopg2.extensions": { library: "psycopg2", names: { connection: "connection", cursor: "cursor" } },
  "psycopg2.extras": {
    library: "psycopg2",
    names: {
      RealDictConnection: "connection",
      DictConnection: "connection",
      NamedTupleConnection: "connection",
      LoggingConnection: "connection",
      RealDictCursor: "cursor",
      DictCursor: "cursor",
      NamedTupleCursor: "cursor",
    },
  },
  "psycopg2.pool": {
    library: "psycopg2",
    names: { SimpleConnectionPool: "pool", ThreadedConnectionPool: "pool", AbstractConnectionPool: "pool" },
  },
  psycopg: {
    library: "psycopg",
    names: {
      connect: "connection",
      "Connection.connect": "connection",
      Connection: "connection",
      Cursor: "cursor",
      "AsyncConnection.connect": "connection",
      AsyncConnection: "connection",
      AsyncCursor: "cursor",
    },
  },
  psycopg_pool: {
    library: "psycopg",
    names: { ConnectionPool: "pool", NullConnectionPool: "pool", AsyncConnectionPool: "pool" },
  },
  pymysql: {
    library: "pymysql",
    names: { connect: "connection", Connect: "connection", Connection: "connection" },
  },
  "pymysql.connections": { library: "pymysql", names: { Connection: "connection" } },
  "pymysql.cursors": {
    library: "pymysql",
    names: { Cursor: "cursor", DictCursor: "cursor", SSCursor: "cursor", SSDictCursor: "cursor" },
  },
  MySQLdb: {
    library: "MySQLdb",
    names: { connect: "connection", Connect: "connection", Connection: "connection" },
  },
  "MySQLdb.connections": { library: "MySQLdb", names: { Connection: "connection" } },
  "MySQLdb.cursors": {
    library: "MySQLdb",
    names: { Cursor: "cursor", DictCursor: "cursor", SSCursor: "cursor", SSDictCursor: "cursor" },
  },
  "mysql.connector": {
    library: "mysql.connector",
    names: { connect: "connection", MySQLConnection: "connection" },
  },
  "mysql.connector.connection": { library: "mysql.connector", names: { MySQLConnection: "connection" } },
  "mysql.connector.abstracts": {
    library: "mysql.connector",
    names: { MySQLConnectionAbstract: "connection", MySQLCursorAbstract: "cursor" },
  },
  "mysql.connector.cursor": {
    library: "mysql.connector",
    names: { MySQLCursor: "cursor", MySQLCursorDict: "cursor" },
  },
  "mysql.connector.pooling": {
    library: "mysql.connector",
    names: { MySQLConnectionPool: "pool", PooledMySQLConnection: "connection" },
  },
  pyodbc: { library: "pyodbc", names: { connect: "connection", Connection: "connection", Cursor: "cursor" } },
  pymssql: {
    library: "pymssql",
    names: { connect: "connection", Connection: "connection", Cursor: "cursor" },
  },
  asyncpg: {
    library: "asyncpg",
    async: true,
    names: { connect: "connection", Connection: "connection", create_pool: "pool", Pool: "pool" },
  },
  "asyncpg.connection": { library: "asyncpg", async: true, names: { Connection: "connection" } },
  "asyncpg.pool": { library: "asyncpg", async: true, names: { Pool: "pool", create_pool: "pool" } },
  aiosqlite: {
    library: "aiosqlite",
    async: true,
    names: { connect: "connection", Connection: "connection", Cursor: "cursor" },
  },
  aiomysql: {
    library: "aiomysql",
    async: true,
    names: { connect: "connection", Connection: "connection", create_pool: "pool", Pool: "pool" },
  },
};

/** What a dotted name makes; undefined for what is no database's. Source: the libraries' references. */
export function madeBy(name: string): Made | undefined {
  const dot = name.lastIndexOf(".");
  if (dot < 0) return undefined;
  const module = name.slice(0, dot);
  const last = name.slice(dot + 1);
  const top = module.split(".", 1)[0];
  if (top === "sqlalchemy" || top === "sqlmodel") return sqlalchemyMade(top, last);
  if (top === "flask_sqlalchemy" || top === "flask_sqlalchemy_lite" || top === "flask_sqlalchemy_session") {
    if (last === "SQLAlchemy") return made("flask-database", "flask_sqlalchemy");
    if (last === "flask_scoped_session") return made("session-registry", "flask_sqlalchemy");
    return undefined;
  }
  if (name === "flask.ext.sqlalchemy.SQLAlchemy") return made("flask-database", "flask_sqlalchemy");
  const direct = drivers[module];
  const kind = direct?.names[last];
  if (direct && kind) return made(kind, direct.library, direct.async ?? last.startsWith("Async"));
  const owner = module.lastIndexOf(".");
  const around = owner < 0 ? undefined : drivers[module.slice(0, owner)];
  const method = around?.names[`${module.slice(owner + 1)}.${last}`];
  if (around && method) return made(method, around.library, module.slice(owner + 1).startsWith("Async"));
  return undefined;
}

function sqlalchemyMade(library: "sqlalchemy" | "sqlmodel", last: string): Made | undefined {
  const verb = sqlalchemyVerbs[last];
  if (verb) return { kind: "statement", library, async: false, verb };
  const kind = Object.hasOwn(sqlalchemy, last) ? sqlalchemy[last] : undefined;
  return kind ? made(kind, library, /async/i.test(last)) : undefined;
}

function made(kind: DatabaseKind, library: Library, isAsync = false): Made {
  return { kind, library, async: isAsync, verb: undefined };
}

type Concurrency = Pick<ConcurrencyValue, "kind" | "of">;

const concurrency: Readonly<Record<string, Concurrency>> = {
  "threading.Thread": { kind: "thread", of: "thread" },
  "threading.Timer": { kind: "thread", of: "thread" },
  "threading.Lock": { kind: "lock", of: "thread" },
  "threading.RLock": { kind: "lock", of: "thread" },
  "threading.Semaphore": { kind: "lock", of: "thread" },
  "threading.BoundedSemaphore": { kind: "lock", of: "thread" },
  "threading.Condition": { kind: "lock", of: "thread" },
  "asyncio.Lock": { kind: "lock", of: "task" },
  "asyncio.Semaphore": { kind: "lock", of: "task" },
  "asyncio.BoundedSemaphore": { kind: "lock", of: "task" },
  "multiprocessing.Lock": { kind: "lock", of: "process" },
  "multiprocessing.RLock": { kind: "lock", of: "process" },
  "multiprocessing.Process": { kind: "thread", of: "process" },
  "multiprocessing.Pool": { kind: "executor", of: "process" },
  "multiprocessing.pool.Pool": { kind: "executor", of: "process" },
  "multiprocessing.pool.ThreadPool": { kind: "executor", of: "thread" },
  "multiprocessing.dummy.Pool": { kind: "executor", of: "thread" },
  "multiprocessing.dummy.Process": { kind: "thread", of: "thread" },
  "concurrent.futures.ThreadPoolExecutor": { kind: "executor", of: "thread" },
  "concurrent.futures.thread.ThreadPoolExecutor": { kind: "executor", of: "thread" },
  "concurrent.futures.ProcessPoolExecutor": { kind: "executor", of: "process" },
  "concurrent.futures.process.ProcessPoolExecutor": { kind: "executor", of: "process" },
  "futures.ThreadPoolExecutor": { kind: "executor", of: "thread" },
  "eventlet.GreenPool": { kind: "executor", of: "thread" },
  "gevent.pool.Pool": { kind: "executor", of: "thread" },
  "gevent.threadpool.ThreadPool": { kind: "executor", of: "thread" },
  "asyncio.TaskGroup": { kind: "task-group", of: "task" },
  "anyio.create_task_group": { kind: "task-group", of: "task" },
  "trio.open_nursery": { kind: "task-group", of: "task" },
  "asyncio.get_event_loop": { kind: "event-loop", of: "task" },
  "asyncio.get_running_loop": { kind: "event-loop", of: "task" },
  "asyncio.new_event_loop": { kind: "event-loop", of: "task" },
  "queue.Queue": { kind: "queue", of: "thread" },
  "queue.LifoQueue": { kind: "queue", of: "thread" },
  "queue.PriorityQueue": { kind: "queue", of: "thread" },
  "queue.SimpleQueue": { kind: "queue", of: "thread" },
  "asyncio.Queue": { kind: "queue", of: "task" },
  "multiprocessing.Queue": { kind: "queue", of: "process" },
  "multiprocessing.JoinableQueue": { kind: "queue", of: "process" },
};

export function concurrencyMadeBy(name: string): Concurrency | undefined {
  if (Object.hasOwn(concurrency, name)) return concurrency[name];
  // The mp of `from torch import multiprocessing as mp`, and joblib's, work alike.
  const context = /^(?:billiard|torch\.multiprocessing|multiprocess)\.(\w+)$/.exec(name);
  return context ? concurrency[`multiprocessing.${context[1]}`] : undefined;
}
