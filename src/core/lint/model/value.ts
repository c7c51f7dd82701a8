import type { Range } from "../finding.ts";
import type { Call, Expression, Node } from "../syntax/python.ts";
import type { ClassInfo, FunctionInfo } from "./file-model.ts";

/** The Python packages whose objects the model knows. `unknown`: a weak origin. */
export type Library =
  | "sqlalchemy"
  | "sqlmodel"
  | "flask_sqlalchemy"
  | "django"
  | "peewee"
  | "dataset"
  | "sqlite3"
  | "psycopg"
  | "psycopg2"
  | "pymysql"
  | "MySQLdb"
  | "mysql.connector"
  | "pyodbc"
  | "pymssql"
  | "asyncpg"
  | "aiosqlite"
  | "aiomysql"
  | "unknown";

export type DatabaseKind =
  | "engine"
  /** A `sessionmaker`. */
  | "session-factory"
  /** A `scoped_session`, and Flask-SQLAlchemy's `db.session`. */
  | "session-registry"
  | "session"
  | "connection"
  | "cursor"
  /** Of connections: psycopg_pool, asyncpg, mysql.connector.pooling, … */
  | "pool"
  /** What `begin()` gives back. */
  | "transaction"
  /** `flask_sqlalchemy.SQLAlchemy()`, `flask_peewee`, … */
  | "flask-database"
  /** A SELECT that is built and not yet run: SQLAlchemy's `Query`, Django's `QuerySet`. */
  | "query"
  /** `select(…)`, `insert(…)`, `text("…")`. */
  | "statement"
  /** Rows on their way: what `execute` gives back. */
  | "result"
  /** Loaded rows or objects in a list. */
  | "rows"
  | "row"
  | "model-class"
  | "model-object"
  /** Django's `Model.objects`. */
  | "manager";

/** Where a value was made, or came into the file. */
export interface Origin {
  /** As the file was named to the linter; undefined: this file. */
  readonly file: string | undefined;
  readonly range: Range;
  /** In this file: the expression that makes it, or its parameter. */
  readonly node: Node | undefined;
  /** The function whose code makes it; undefined: the module's or a class body's code, or another file. */
  readonly function: FunctionInfo | undefined;
  /** `parameter`: made by a caller that is not known. */
  readonly place: "module" | "class" | "function" | "parameter";
}

export interface DatabaseValue {
  readonly kind: DatabaseKind;
  readonly library: Library;
  /** AsyncSession, AsyncConnection, asyncpg, … */
  readonly async: boolean;
  /** Known by a name and a use alone, see the rule book, section 0: the sharing rules leave it alone. */
  readonly weak: boolean;
  readonly origin: Origin;
  /** What it came from: a query's session, a cursor's connection, a session's factory or registry, an object's session. */
  readonly source: DatabaseValue | undefined;
  /** A model-class's name, that of a query's, row's or object's model, if known. */
  readonly model: string | undefined;
  /** A statement's; `unknown` if it cannot be read. */
  readonly verb: Verb | undefined;
  /** Literal arguments that it was made with, by keyword: `check_same_thread`, `isolation_level`, `pool_size`, `poolclass` (its last name), `url` (its literal text). */
  readonly options: Readonly<Record<string, string | number | boolean | null>>;
}

export type Verb = "select" | "insert" | "update" | "delete" | "ddl" | "other" | "unknown";

/** Something of threading, multiprocessing, concurrent.futures or asyncio. */
export interface ConcurrencyValue {
  readonly kind: "executor" | "thread" | "task-group" | "lock" | "future" | "queue" | "event-loop";
  /** What runs inside: threads, processes or tasks. */
  readonly of: "thread" | "process" | "task";
  /** A literal number of workers, if given. */
  readonly workers: number | undefined;
  readonly node: Node | undefined;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly function: FunctionInfo;
  /** For a method of a known instance: the expression of the instance. */
  readonly receiver: Expression | undefined;
}

export interface ClassValue {
  readonly kind: "class";
  readonly class: ClassInfo;
}

export interface InstanceValue {
  readonly kind: "instance";
  readonly class: ClassInfo;
  readonly origin: Origin;
}

/** `session.execute` and not called. */
export interface BoundMethod {
  readonly kind: "bound-method";
  readonly receiver: DatabaseValue | ConcurrencyValue;
  readonly receiverNode: Expression | undefined;
  readonly name: string;
}

/** `functools.partial(f, …)`. */
export interface PartialValue {
  readonly kind: "partial";
  readonly callee: Value;
  readonly call: Call;
}

/** Something of another module that the model knows only by its name. */
export interface ExternalValue {
  readonly kind: "external";
  /** Dotted, from the absolute module: `threading.Thread`, `app.db.get_db`. */
  readonly name: string;
  /** What was done to it: `()` called, `.name` an attribute of the call's result, in order: `flask.Flask` + `()`. */
  readonly path: string;
  /** The file whose imports it is seen through; undefined: this one. */
  readonly file: string | undefined;
}

export interface CollectionValue {
  readonly kind: "collection";
  readonly form: "list" | "tuple" | "set" | "dict" | "generator";
  /** What its elements, or a dict's values, may be. */
  readonly elements: readonly Value[];
  /** A tuple's or list's elements by position, where it is written out. */
  readonly items: readonly Expression[] | undefined;
}

export interface ConstantValue {
  readonly kind: "constant";
  readonly value: string | number | boolean | null;
}

export type Value =
  | DatabaseValue
  | ConcurrencyValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | BoundMethod
  | PartialValue
  | ExternalValue
  | CollectionValue
  | ConstantValue;

const databaseKinds: ReadonlySet<string> = new Set<DatabaseKind>([
  "engine",
  "session-factory",
  "session-registry",
  "session",
  "connection",
  "cursor",
  "pool",
  "transaction",
  "flask-database",
  "query",
  "statement",
  "result",
  "rows",
  "row",
  "model-class",
  "model-object",
  "manager",
]);

export function isDatabaseValue(value: Value): value is DatabaseValue {
  return databaseKinds.has(value.kind);
}

export function external(name: string, path = "", file?: string): ExternalValue {
  return { kind: "external", name, path, file };
}
