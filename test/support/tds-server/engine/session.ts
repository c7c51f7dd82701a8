import path from "node:path";
import Database from "better-sqlite3";
import { systemVariables } from "../functions/system-functions.ts";
import type { Statement } from "../sql/ast.ts";
import type { FunctionSession } from "../sql/scalar-function.ts";
import { same } from "../sql/scope.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import type { SqlType, SqlValue } from "../sql/sql-type.ts";
import { type Environment, quoteName } from "../sql/translator.ts";
import { environmentTypes, writeTextChange } from "../wire/tokens.ts";
import { CatalogStore, createCatalog, placeOf } from "./catalog-store.ts";
import { functionSession } from "./function-session.ts";
import { type KnownObjects, readObjects } from "./known-objects.ts";
import { Output } from "./output.ts";
import { RowCounts } from "./row-counts.ts";
import type { SessionLink, SessionSummary } from "./session-link.ts";
import { addFunctions, scalarFunctions } from "./sqlite-functions.ts";
import { systemView } from "./system-views.ts";
import { Transactions } from "./transactions.ts";

/** What a login makes of a connection. */
export interface SessionStart {
  readonly folder: string;
  readonly databases: readonly string[];
  readonly database: string;
  readonly spid: number;
  readonly loginName: string;
  readonly hostName: string;
  readonly applicationName: string;
  readonly serverName: string;
  readonly productVersion: string;
  readonly maximumConnections: number;
}

export interface Variable {
  readonly type: SqlType;
  readonly value: SqlValue;
}

export interface SessionOptions {
  noCount: boolean;
  abortsTransaction: boolean;
  showsPlan: boolean;
  parsesOnly: boolean;
  executesNothing: boolean;
  implicitTransactions: boolean;
  lockTimeoutMs: number;
  /** The table, in small letters, that IDENTITY_INSERT is on for. */
  identityInsert: string | undefined;
}

const ATTACH_TIMEOUT_MS = 10_000;

const defaults: SessionOptions = {
  noCount: false,
  abortsTransaction: false,
  showsPlan: false,
  parsesOnly: false,
  executesNothing: false,
  implicitTransactions: false,
  lockTimeoutMs: -1,
  identityInsert: undefined,
};

/** The state of one session: its database, variables, options and transaction. What statements do is in `run-*.ts`. */
export class Session {
  readonly start: SessionStart;
  readonly link: SessionLink;
  readonly db: Database.Database;
  readonly store: CatalogStore;
  readonly transactions: Transactions;
  readonly options: SessionOptions = { ...defaults };
  readonly prepared = new Map<number, { readonly sql: string; readonly declarations: string }>();
  output: Output;
  variables = new Map<string, Variable>();
  /** Where a variable was declared: a DECLARE inside a loop may come again. */
  declared = new Map<string, Statement>();
  database: string;
  rowCount = 0;
  lastError = 0;
  lastIdentity: bigint | null = null;
  nesting = 0;
  lastHandle = 0;
  /** How many TRY blocks are open. */
  catching = 0;
  /** The procedure that runs, for its errors. */
  procedure = "";
  caught: FunctionSession["caught"];
  /** Temporary tables of the procedure that runs: they go when it ends. */
  scopedTables: string[] = [];
  readonly #counts: RowCounts;
  readonly #attached = new Set<string>();
  #objects: { readonly version: string; readonly known: KnownObjects } | undefined;

  constructor(start: SessionStart, link: SessionLink) {
    this.start = start;
    this.link = link;
    this.database = start.database;
    this.db = new Database(":memory:", { timeout: 0 });
    this.db.pragma("foreign_keys = ON");
    this.store = new CatalogStore(this.db);
    this.#counts = new RowCounts(start.folder);
    this.output = new Output((bytes) => link.send(bytes));
    this.transactions = new Transactions({
      db: this.db,
      output: () => this.output,
      pause: (ms, kind) => link.pause(ms, kind),
      lockTimeoutMs: () => this.options.lockTimeoutMs,
    });
    addFunctions(this.db, functionSession(this), link.check, (database, table) =>
      this.#counts.rows(database, table),
    );
    this.resetTemporary();
    this.attach(start.database);
  }

  /** The catalog of temporary tables, afresh. */
  resetTemporary(): void {
    const tables = this.db
      .prepare<unknown[], { name: string }>("SELECT name FROM temp.sqlite_schema WHERE type = 'table'")
      .all();
    for (const { name } of tables) {
      if (!name.startsWith("sqlite_")) this.db.exec(`DROP TABLE temp.${quoteName(name)}`);
    }
    createCatalog(this.db, "temp.");
  }

  /** @throws SqlFailure 911 */
  attach(name: string): string {
    const found = this.databases().find((one) => same(one, name));
    if (found === undefined) {
      throw new SqlFailure(
        911,
        `Database '${name}' does not exist. Make sure that the name is entered correctly.`,
        { reach: "batch" },
      );
    }
    const key = found.toLowerCase();
    if (!this.#attached.has(key)) {
      // Reading a file's header can meet another session that is about to write it; statements do their own waiting.
      this.db.pragma(`busy_timeout = ${ATTACH_TIMEOUT_MS}`);
      this.db.prepare(`ATTACH ? AS ${quoteName(key)}`).run(path.join(this.start.folder, `${key}.db`));
      this.db.pragma(`${quoteName(key)}.synchronous = OFF`);
      this.store.version([quoteName(key)]);
      this.db.pragma("busy_timeout = 0");
      this.#attached.add(key);
    }
    return found;
  }

  /** The system's four first, in the order of their ids. */
  databases(): readonly string[] {
    return this.#created.length > 0 ? [...this.start.databases, ...this.#created] : this.start.databases;
  }

  readonly #created: string[] = [];
  /** Set by a translation that names a temporary table. */
  usesTemporary = false;
  /** Set by a translation that holds what will differ the next time. */
  isVolatile = false;

  addDatabase(name: string): void {
    this.#created.push(name);
  }

  useDatabase(name: string): void {
    const before = this.database;
    this.database = this.attach(name);
    this.output.token((writer) => writeTextChange(writer, environmentTypes.database, this.database, before));
    this.inform(5701, `Changed database context to '${this.database}'.`, 2);
  }

  /** A message that is no error. */
  inform(number: number, message: string, state = 1, line = 1): void {
    this.output.message({
      number,
      state,
      class: 0,
      message,
      server: this.start.serverName,
      procedure: "",
      line,
    });
  }

  readonly environment: Environment = {
    findTable: (name) => {
      const place = placeOf(name, this.database);
      const view = systemView(this, place);
      if (view) return view;
      if (place.prefix === "temp") this.usesTemporary = true;
      else this.attach(place.database);
      return this.store.find(place);
    },
    variableType: (name) => this.variables.get(name)?.type,
    findFunction: (name) => scalarFunctions[name],
    systemVariableType: (name) => systemVariables[name],
  };

  /** What a translation depends on beside its text. */
  version(): string {
    const databases = [...this.#attached].map(quoteName);
    return `${this.database}|${this.store.version(["temp", ...databases])}`;
  }

  readonly translations = new WeakMap<Statement, { readonly key: string; readonly value: unknown }>();

  /** `make`'s result, kept while the schema and the variables' types stay the same. */
  translated<T>(statement: Statement, make: () => T): T {
    const types = [...this.variables].map(
      ([name, { type }]) => `${name}:${type.name}(${type.length},${type.scale})`,
    );
    const key = `${this.version()}|${types.join()}|${this.options.identityInsert}`;
    const known = this.translations.get(statement);
    if (known?.key === key) return known.value as T;
    this.isVolatile = false;
    const value = make();
    if (this.isVolatile) return value;
    this.translations.set(statement, { key, value });
    return value;
  }

  /** The variables' values as the library binds them: by name, one object, none where there are none. */
  bindings(names: readonly string[]): unknown[] {
    return boundValues(names.map((name) => this.variables.get(name)?.value ?? null));
  }

  /** As `loadObjects` read them. */
  get objects(): KnownObjects | undefined {
    return this.#objects?.known;
  }

  /** Before a statement that asks for names of objects: SQLite allows no query inside a function. */
  loadObjects(): void {
    const version = this.version();
    if (this.#objects?.version === version) return;
    this.#objects = { version, known: readObjects(this.db, this.database) };
  }

  summary(): SessionSummary {
    return {
      database: this.database,
      openTransactions: this.transactions.count,
      isolation: this.transactions.isolation,
      rowCount: this.rowCount,
      waits: this.link.waits,
    };
  }

  reset(): void {
    this.transactions.abort();
    this.resetTemporary();
    Object.assign(this.options, defaults);
    this.transactions.isolation = 2;
    this.prepared.clear();
    this.variables.clear();
    if (!same(this.database, this.start.database)) this.useDatabase(this.start.database);
  }
}

/** For the parameters `@p1`, `@p2`, … that a translation has. */
export function boundValues(values: readonly SqlValue[]): unknown[] {
  return values.length === 0 ? [] : [Object.fromEntries(values.map((value, i) => [`p${i + 1}`, value]))];
}
