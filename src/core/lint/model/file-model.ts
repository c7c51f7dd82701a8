import type { Range, Related } from "../finding.ts";
import type {
  Assign,
  Call,
  ClassDef,
  Comprehension,
  Expression,
  For,
  FunctionDef,
  Import,
  ImportFrom,
  Lambda,
  Name,
  Node,
  Parameter,
  Try,
  Unit,
  While,
} from "../syntax/python.ts";
import type { Definition } from "./scopes.ts";
import type { SqlText } from "./sql-text.ts";
import type { DatabaseValue, Library, Origin, Value, Verb } from "./value.ts";

/** What rules may ask of a file. Every answer is computed when it is asked for, and kept. */
export interface FileModel {
  /** As it was named to the linter. */
  readonly path: string;
  readonly units: readonly Unit[];
  /** The module's own imports, in order of position. */
  readonly importStatements: readonly (Import | ImportFrom)[];
  /** Functions, methods and lambdas, nested ones too, in order of position. */
  readonly functions: readonly FunctionInfo[];
  readonly classes: readonly ClassInfo[];
  /** All that the code does to a database, in order of position. */
  readonly operations: readonly Operation[];
  /** Those of `operations` that stand inside a node. */
  operationsIn(node: Node): readonly Operation[];
  /** Those of `operations` in a function's own code; undefined: in no function's. */
  operationsOf(owner: FunctionInfo | undefined): readonly Operation[];
  /** In functions: `x = call()` of a global name, and `x[key] = call()`. */
  readonly stores: readonly Assign[];
  /** Where threads, processes and tasks start. */
  readonly spawns: readonly Spawn[];

  // Values
  /** What an expression may hold; empty if that is not known. */
  valuesOf(expression: Expression): readonly Value[];
  /** The first of `valuesOf` that is a database value of one of the kinds (of any, if none is named). */
  databaseValueOf(expression: Expression, ...kinds: DatabaseValue["kind"][]): DatabaseValue | undefined;
  /** Dotted name of what is called or named, through imports and aliases: `threading.Thread`. */
  qualifiedName(expression: Expression): string | undefined;
  /** All calls in the file whose last name is one of these: `commit` finds `x.commit()` and `commit()`. */
  callsNamed(...names: string[]): readonly Call[];
  /** The local functions that a call may run; empty for those of other files. */
  calleesOf(call: Call): readonly FunctionInfo[];
  /** The calls that run functions of other files of which something is known, in order of position. */
  readonly importedCalls: readonly { readonly call: Call; readonly functions: readonly ImportedFunction[] }[];
  /** What functions of other files that a call may run are known to do. */
  importedCalleesOf(call: Call): readonly ImportedFunction[];
  /** The functions that calls in this file may run, spawns not counted, in order of position. */
  readonly calledFunctions: readonly FunctionInfo[];
  /** The calls in this file that may run a function, spawns not counted. */
  callersOf(target: FunctionInfo): readonly Call[];
  /** The spawns that run a function. */
  spawnsOf(target: FunctionInfo): readonly Spawn[];

  // Names
  bindingOf(name: Name): Binding | undefined;
  /** Whether two expressions name the same thing: the same binding, or the same attributes of the same binding. */
  isSame(one: Expression, other: Expression): boolean;

  // Where a node stands
  /** The function whose code a node is in; undefined: the module's or a class's. */
  functionOf(node: Node): FunctionInfo | undefined;
  /** The loops around a node within its function, the innermost first. The iterable of a `for` is not inside it. */
  loopsOf(node: Node): readonly Loop[];
  /** The `try` statements whose body a node is in, within its function, the innermost first. */
  triesOf(node: Node): readonly Try[];
  /** The innermost `with` over a lock, or region between acquire and release, that a node is in. */
  lockOf(node: Node): Node | undefined;
  /** Whether an expression's value depends on the loop's variable, or on what a `while` loop advances. */
  dependsOn(expression: Expression, loop: Loop): boolean;
  /** The text of a statement as far as it is literal; undefined: nothing of it is. */
  sqlTextOf(expression: Expression): SqlText | undefined;

  // The file and its surroundings
  /** Whether it imports a package, or a module of it: `sqlalchemy`. */
  imports(packageName: string): boolean;
  /** The installed or required version of a package, as far as it is known: `2.0.30`, `2`. */
  versionOf(packageName: string): PackageVersion | undefined;
  /** The engines that the URLs in sight name: `sqlite`, `postgresql`, `mysql`, `mssql`. */
  readonly databases: ReadonlySet<string>;
  /** Where a module-level name of this file is used, in other files of the workspace. */
  usesElsewhere(name: string): readonly OutsideUse[];
  /** Whether any model of the workspace has relationships. */
  readonly knowsRelationships: boolean;
  /** Relationships (`relationship(…)`, Django's foreign keys) of a model by its class's name, here or in the workspace. */
  relationshipsOf(model: string): readonly string[];
  textOf(node: Node): string;
  rangeOf(node: Node): Range;
  /** The text of the whole file. */
  readonly text: string;
  /** The node's place in this file, or another's. */
  related(place: Node | Origin, message: string, args?: Related["text"]["args"]): Related;
}

/** What stands in one unit. */
export interface FilePart {
  readonly unit: Unit;
  /** As in `FileModel`, in order of position. */
  readonly operations: readonly Operation[];
  callsNamed(...names: string[]): readonly Call[];
}

export interface PackageVersion {
  readonly version: string;
  /** The file that says so, or `interpreter`. */
  readonly from: string;
  /** Required without an upper limit (`>=1.4`): it may be any newer one. */
  readonly orNewer: boolean;
}

export interface OutsideUse {
  readonly file: string;
  readonly range: Range;
  /** What runs the code that uses it. */
  readonly context: "module" | "function" | "request" | "thread" | "task" | "process";
}

export interface FunctionInfo {
  readonly node: FunctionDef | Lambda;
  /** `<lambda>` for one. */
  readonly name: string;
  /** With the classes and functions around it: `Worker.run`. */
  readonly qualifiedName: string;
  readonly class: ClassInfo | undefined;
  /** The function that it is nested in. */
  readonly parent: FunctionInfo | undefined;
  readonly async: boolean;
  readonly generator: boolean;
  /** Decorated with `contextmanager` or `asynccontextmanager`. */
  readonly contextManager: boolean;
  /** Runs once per request, message or job because a framework calls it. */
  readonly handler: Handler | undefined;
  /** Memoised: `lru_cache`, `cache`, `cached_property`. */
  readonly memoised: boolean;
  readonly parameters: readonly Parameter[];
}

export type Handler = "flask" | "fastapi" | "django" | "celery" | "bot" | "socket" | "lambda" | "web";

export interface ClassInfo {
  readonly node: ClassDef;
  readonly name: string;
  /** Dotted names of its bases, through imports; those of its bases in this file too. */
  readonly bases: readonly string[];
  readonly methods: ReadonlyMap<string, FunctionInfo>;
}

/** A name and where it lives. */
export interface Binding {
  readonly name: string;
  readonly scope: "module" | "class" | "function" | "comprehension";
  /** Of a function's scope. */
  readonly function: FunctionInfo | undefined;
  readonly definitions: readonly Definition[];
  /** Every use and definition of it in this file, in order of position. */
  readonly names: readonly Name[];
}

export type Action =
  /** A statement is sent now; see `verb`. */
  | "run"
  /** One statement for many rows: `executemany`, `bulk_*`, `bulk_create`, `execute(insert(M), rows)`. */
  | "run-many"
  | "add"
  | "add-all"
  | "merge"
  | "delete-object"
  | "refresh"
  | "expunge"
  | "commit"
  | "flush"
  | "rollback"
  | "begin"
  | "savepoint"
  | "close"
  /** `registry.remove()`. */
  | "remove"
  | "open-cursor"
  /** Rows of a statement that already ran: `fetchone`, `fetchall`. */
  | "fetch"
  /** `Model.save()` of an active record. */
  | "save"
  /** `Model.objects.create()`, `Model.create()`. */
  | "create"
  /** `get_or_create`, `update_or_create`. */
  | "get-or-create"
  | "dispose";

export interface Operation {
  readonly call: Call;
  readonly action: Action;
  /** The method's name as written. */
  readonly method: string;
  readonly receiver: DatabaseValue;
  readonly receiverNode: Expression;
  /** The session or connection that does it; a query's session, a cursor's connection. The receiver if there is none further out. */
  readonly session: DatabaseValue;
  /** Of `run` and `run-many`; `unknown` if it cannot be read. */
  readonly verb: Verb | undefined;
  /** Whether all rows come at once and into memory: `all()`, `fetchall()`. */
  readonly fetchesAll: boolean;
  /** The receiver is of a weak origin. */
  readonly weak: boolean;
  readonly awaited: boolean;
}

export interface Loop {
  readonly node: For | While | Comprehension;
  /** Of a `for` or comprehension clause. */
  readonly iter: Expression | undefined;
  /** What it walks over: rows one by one; chunks (`chunks()`, `range` with a step, `batched`); a constant list with fewer than 10 elements; an endless wait for work; attempts of the same work. */
  readonly over: "rows" | "chunks" | "few-constants" | "poll" | "retries";
}

/** A place where something starts to run beside the code that starts it. */
export interface Spawn {
  readonly kind: "thread" | "process" | "task";
  readonly call: Call;
  readonly form:
    | "thread"
    | "timer"
    | "thread-subclass"
    | "submit"
    | "map"
    | "gather"
    | "create-task"
    | "to-thread"
    | "process"
    | "initializer"
    | "server";
  /** The expression that names what runs. */
  readonly target: Expression | undefined;
  /** The local functions that it runs: the target, and the functions that the target calls as its parameters. */
  readonly runs: readonly FunctionInfo[];
  /** The functions of other files that it runs. */
  readonly runsImported: readonly ImportedFunction[];
  /** What is handed over, the parameter that takes it where it is known. */
  readonly arguments: readonly { readonly node: Expression; readonly parameter: Parameter | undefined }[];
  /** The evidence that more than one runs at a time, or that the parent goes on beside it; undefined: none. */
  readonly fanOut: "loop" | "map" | "several" | "parent-uses" | undefined;
  /** The loop or comprehension that it stands in. */
  readonly loop: Loop | undefined;
  /** Awaited, joined or asked for its result at once: a hop, not a fan-out. */
  readonly sequential: boolean;
  /** A literal `max_workers`, or the literal number of rounds of the loop. */
  readonly workers: number | undefined;
  /** A greenlet of gevent or eventlet: it has its turn in the thread of the others whenever one of them waits. */
  readonly green: boolean;
  /** A process that begins with a new interpreter, whatever the start method: joblib's. */
  readonly fresh: boolean;
}

/** What the index knows of a function in another file. */
export interface ImportedFunction {
  readonly file: string;
  readonly name: string;
  readonly range: Range;
  /** Sessions, connections and cursors that are made outside of it and used in it. */
  readonly sharedUses: readonly {
    readonly value: DatabaseValue;
    readonly name: string;
    readonly range: Range;
  }[];
  /** What it does to a database in each call, itself or through local functions. */
  readonly effects: readonly {
    readonly action: Action;
    readonly verb: Verb | undefined;
    readonly library: Library;
    readonly range: Range;
    /** Whether it stands in a loop of its own. */
    readonly inLoop: boolean;
    readonly weak: boolean;
  }[];
}
