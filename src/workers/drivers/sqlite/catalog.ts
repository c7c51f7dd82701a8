import Database from "better-sqlite3";
import type {
  Column,
  ForeignKey,
  Index,
  Namespace,
  Page,
  PageRequest,
  Preview,
  Relation,
  RelationDetails,
} from "../../../core/connection/catalog.ts";
import { quoteIdentifier, quoteQualifiedName } from "../../../core/sql/dialect.ts";
import type { Attempt, CatalogSession, PreviewOrder, RelationName } from "../driver.ts";
import { groupRows } from "../group-rows.ts";
import { addonOptions } from "./addon.ts";
import { indexColumns } from "./index-columns.ts";
import { checkFile, sqliteFailure } from "./sqlite-failure.ts";
import { valueText } from "./value-text.ts";

const main: Namespace = { database: undefined, schema: "main", isSystem: false };
const BUSY_TIMEOUT_MS = 5000;

/** Opens a database to read its catalog. Every question is answered at once: SQLite has no other way. */
export function openCatalog(file: string): Attempt<CatalogSession> {
  const missing = checkFile(file);
  if (missing) return { ok: false, failure: missing };
  return attempt(file, () => {
    const db = new Database(file, {
      readonly: true,
      fileMustExist: true,
      timeout: BUSY_TIMEOUT_MS,
      ...addonOptions,
    });
    try {
      db.pragma("query_only = 1");
      const version = `SQLite ${db.prepare("SELECT sqlite_version()").pluck().get()}`;
      // Reads the file for the first time: what is no database is refused here.
      db.pragma("schema_version");
      // SQLite's own lower() knows ASCII only.
      db.function("holds", { deterministic: true }, (name: unknown, filter: unknown) =>
        Number(String(name).toLowerCase().includes(String(filter))),
      );
      return new SqliteCatalog(db, file, version);
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

class SqliteCatalog implements CatalogSession {
  readonly version: string;
  readonly #db: Database.Database;
  readonly #file: string;

  constructor(db: Database.Database, file: string, version: string) {
    this.#db = db;
    this.#file = file;
    this.version = version;
  }

  async namespaces(): Promise<Attempt<readonly Namespace[]>> {
    return { ok: true, value: [main] };
  }

  async relations(
    _namespace: Namespace,
    kind: Relation["kind"],
    page: PageRequest,
  ): Promise<Attempt<Page<Relation>>> {
    return attempt(this.#file, () => {
      const names = this.#db
        .prepare(
          `SELECT name FROM sqlite_schema WHERE type = @kind AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
           AND (@after IS NULL OR name > @after) AND (@filter IS NULL OR holds(name, @filter))
           ORDER BY name LIMIT @limit`,
        )
        .pluck()
        .all({
          kind,
          after: page.after ?? null,
          filter: page.filter?.toLowerCase() ?? null,
          limit: page.limit + 1,
        }) as string[];
      const shown = names.slice(0, page.limit);
      const estimates = kind === "table" ? this.#estimates() : new Map<string, number>();
      return {
        items: shown.map((name) => ({ namespace: main, name, kind, estimatedRows: estimates.get(name) })),
        next: names.length > shown.length ? shown.at(-1) : undefined,
      };
    });
  }

  async details({ name }: RelationName): Promise<Attempt<RelationDetails>> {
    return attempt(this.#file, () => ({
      columns: this.#columns(name),
      indexes: this.#indexes(name),
      foreignKeys: this.#foreignKeys(name),
    }));
  }

  async preview({ name }: RelationName, { rows, cutAt }: PreviewOrder): Promise<Attempt<Preview>> {
    const table = quoteQualifiedName("sqlite", ["main", name]);
    if (table.status === "refused")
      return {
        ok: false,
        failure: { reason: "query-failed", detail: `A name cannot hold ${table.reason}`, data: {} },
      };
    return attempt(this.#file, () => {
      const columns = this.#columns(name);
      const statement = this.#db
        .prepare<[number], unknown[]>(
          `SELECT ${columns.map((column) => cutColumn(column.name, cutAt)).join(", ")} FROM ${table.sql} LIMIT ?`,
        )
        .raw()
        .safeIntegers();
      return {
        columns: columns.map(({ name: column, type }) => ({ name: column, type, isNumber: isNumeric(type) })),
        rows: statement.all(rows).map((row) => row.map((value) => valueText(value, cutAt))),
        cutAt,
      };
    });
  }

  cancel(): void {}

  async close(): Promise<void> {
    this.#db.close();
  }

  /** What the last ANALYZE counted, where there was one. */
  #estimates(): Map<string, number> {
    const has = this.#db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").get();
    if (!has) return new Map();
    const stats = this.#db.prepare("SELECT tbl, stat FROM sqlite_stat1").raw().all() as [string, string][];
    return new Map(
      stats.flatMap(([table, stat]) => {
        const rows = Number.parseInt(stat, 10);
        return Number.isNaN(rows) ? [] : [[table, rows] as const];
      }),
    );
  }

  #columns(relation: string): readonly Column[] {
    const found = this.#db
      .prepare(`SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid`)
      .raw()
      .all(relation) as [string, string, number, number][];
    // `INTEGER PRIMARY KEY` is the row's own number: it takes no NULL, though SQLite does not say so.
    const hasOneKey = found.filter(([, , , key]) => key > 0).length === 1;
    const isRowId = (type: string, key: number) => hasOneKey && key > 0 && /^integer$/i.test(type);
    return found.map(([name, type, notNull, key]) => ({
      name,
      type,
      nullable: notNull === 0 && !isRowId(type, key),
      keyPosition: key === 0 ? undefined : key,
    }));
  }

  #indexes(relation: string): readonly Index[] {
    const found = this.#db
      .prepare(
        `SELECT l.name, l."unique", s.sql FROM pragma_index_list(?) l LEFT JOIN sqlite_schema s
         ON s.type = 'index' AND s.name = l.name ORDER BY l.name`,
      )
      .raw()
      .all(relation) as [string, number, string | null][];
    const read = this.#db.prepare("SELECT name FROM pragma_index_info(?) ORDER BY seqno").pluck();
    return found.map(([name, unique, sql]) => ({
      name,
      unique: unique === 1,
      columns: indexColumns(read.all(name) as (string | null)[], sql),
    }));
  }

  #foreignKeys(relation: string): readonly ForeignKey[] {
    const found = this.#db
      .prepare(`SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq`)
      .raw()
      .all(relation) as [number, string, string, string | null][];
    return groupRows(found).map((parts) => {
      const [, target] = parts[0];
      return {
        name: undefined,
        columns: parts.map(([, , from]) => from),
        target: { namespace: main, name: target, columns: this.#targetColumns(target, parts) },
      };
    });
  }

  /** A key that names no columns means the primary key. */
  #targetColumns(
    target: string,
    parts: readonly [number, string, string, string | null][],
  ): readonly string[] {
    const named = parts.flatMap(([, , , to]) => (to === null ? [] : [to]));
    if (named.length > 0) return named;
    return this.#columns(target)
      .filter(({ keyPosition }) => keyPosition !== undefined)
      .toSorted((a, b) => (a.keyPosition ?? 0) - (b.keyPosition ?? 0))
      .map(({ name }) => name);
  }
}

/** Long texts and blobs are cut by the engine: they may hold a gigabyte. */
function cutColumn(name: string, cutAt: number): string {
  const quoted = quoteIdentifier("sqlite", name);
  const column = quoted.status === "written" ? quoted.sql : "NULL";
  const most = Math.trunc(cutAt);
  const isLong = `typeof(${column}) IN ('text', 'blob') AND length(${column}) > ${most}`;
  return `CASE WHEN ${isLong} THEN substr(${column}, 1, ${most}) ELSE ${column} END`;
}

/** By SQLite's own rule of affinity (sqlite.org/datatype3.html). */
function isNumeric(type: string): boolean {
  return /INT|REAL|FLOA|DOUB|NUM|DEC/i.test(type);
}

function attempt<T>(file: string, act: () => T): Attempt<T> {
  try {
    return { ok: true, value: act() };
  } catch (error) {
    return { ok: false, failure: sqliteFailure(error, file) };
  }
}
