import type {
  Index,
  Namespace,
  Page,
  PageRequest,
  Preview,
  Relation,
  RelationDetails,
} from "../../../core/connection/catalog.ts";
import { quoteIdentifier, quoteQualifiedName } from "../../../core/sql/dialect.ts";
import type { Attempt, BrowseOrder, CatalogSession, PreviewOrder, RelationName } from "../driver.ts";
import { type ForeignKeyRow, foreignKeysOf, groupRows } from "../group-rows.ts";
import { Questions } from "../server/questions.ts";
import { columnsSql, estimatesSql, foreignKeysSql, namespacesSql, relationsSql } from "./catalog-queries.ts";
import type { MysqlLink } from "./connect.ts";
import { isErrno, mysqlFailure } from "./mysql-failure.ts";
import { queryObjects } from "./query-rows.ts";

const systemSchemas: ReadonlySet<string> = new Set([
  "information_schema",
  "mysql",
  "performance_schema",
  "sys",
]);

const NO_PRIVILEGE = 1142;

type ColumnRow = readonly [
  name: string,
  type: string,
  nullable: string,
  place: number | null,
  dataType: string,
];

export function openCatalog(link: MysqlLink, { timeoutMs, onLost }: BrowseOrder): CatalogSession {
  if (onLost) link.onLost(onLost);
  return new MysqlCatalog(link, timeoutMs);
}

class MysqlCatalog implements CatalogSession {
  readonly version: string;
  readonly #link: MysqlLink;
  readonly #questions: Questions;

  constructor(link: MysqlLink, timeoutMs: number) {
    this.#link = link;
    this.version = link.version;
    this.#questions = new Questions({
      context: link.context,
      timeoutMs,
      cancel: () => link.cancel(),
      failureOf: (error) => link.lost() ?? mysqlFailure(link.context, error),
    });
  }

  namespaces(): Promise<Attempt<readonly Namespace[]>> {
    return this.#questions.ask(async () => {
      const rows = await this.#link.rows(namespacesSql);
      return rows.map(([schema]) => namespaceOf(String(schema)));
    });
  }

  relations(
    namespace: Namespace,
    kind: Relation["kind"],
    { limit, after, filter }: PageRequest,
  ): Promise<Attempt<Page<Relation>>> {
    return this.#questions.ask(async () => {
      const values = [
        ...[namespace.schema, after ?? null, after ?? null, filter ?? null, filter ?? null],
        limit + 1,
      ];
      const names = (await this.#link.rows(relationsSql(kind), values)).map(([name]) => String(name));
      const shown = names.slice(0, limit);
      const estimates = kind === "table" ? await this.#estimates(namespace.schema, shown) : undefined;
      return {
        items: shown.map((name) => ({ namespace, name, kind, estimatedRows: estimates?.get(name) })),
        next: names.length > limit ? shown.at(-1) : undefined,
      };
    });
  }

  details(relation: RelationName): Promise<Attempt<RelationDetails>> {
    return this.#questions.ask(async () => {
      const columns = await this.#columns(relation);
      const indexes = await this.#indexes(relation);
      const keys = await this.#link.rows(foreignKeysSql, [relation.namespace.schema, relation.name]);
      return {
        columns: columns.map(([name, type, nullable, place]) => ({
          name,
          type,
          nullable: nullable === "YES",
          keyPosition: place ?? undefined,
        })),
        indexes,
        foreignKeys: foreignKeysOf(keys as readonly ForeignKeyRow[], namespaceOf),
      };
    });
  }

  preview(relation: RelationName, { rows, cutAt }: PreviewOrder): Promise<Attempt<Preview>> {
    return this.#questions.ask(async () => {
      const columns = await this.#columns(relation);
      const shown = columns.map(([name, , , , dataType]) => textOf(name, dataType, Math.trunc(cutAt)));
      const found = await this.#link.rows(`SELECT ${shown.join(", ")} FROM ${tableOf(relation)} LIMIT ?`, [
        rows,
      ]);
      return {
        columns: columns.map(([name, type, , , dataType]) => ({ name, type, isNumber: isNumeric(dataType) })),
        rows: found.map((row) => row.map((value) => (value === null ? null : String(value)))),
        cutAt,
      };
    });
  }

  cancel(): void {
    this.#questions.cancel();
  }

  async close(): Promise<void> {
    this.cancel();
    await this.#link.close();
  }

  /** Undefined where the user may not read them. */
  async #estimates(schema: string, names: readonly string[]): Promise<Map<string, number> | undefined> {
    if (names.length === 0) return undefined;
    try {
      const rows = await this.#link.rows(estimatesSql(names.length), [schema, ...names]);
      return new Map(rows.map(([name, count]) => [String(name), Number(count)]));
    } catch (error) {
      if (isErrno(error, NO_PRIVILEGE)) return undefined;
      throw error;
    }
  }

  async #columns({ namespace, name }: RelationName): Promise<readonly ColumnRow[]> {
    const rows = await this.#link.rows(columnsSql, [namespace.schema, name, namespace.schema, name]);
    return rows as readonly unknown[] as readonly ColumnRow[];
  }

  /** MySQL tells an index's expressions here, in a column that MariaDB has not. */
  async #indexes(relation: RelationName): Promise<readonly Index[]> {
    const rows = await queryObjects(this.#link.connection, `SHOW INDEX FROM ${tableOf(relation)}`);
    const parts = rows.map((row) => {
      const column = row["Column_name"] ?? row["Expression"] ?? "";
      return [String(row["Key_name"]), Number(row["Non_unique"]) === 0, String(column)] as const;
    });
    return groupRows(parts).map((group) => ({
      name: group[0][0],
      unique: group[0][1],
      columns: group.map(([, , column]) => column),
    }));
  }
}

function namespaceOf(schema: string): Namespace {
  return { database: undefined, schema, isSystem: systemSchemas.has(schema.toLowerCase()) };
}

function tableOf({ namespace, name }: RelationName): string {
  const table = quoteQualifiedName("mysql", [namespace.schema, name]);
  // What no quoting can say is no name of a table either; the server says so.
  return table.status === "written" ? table.sql : "``";
}

/** A column as text, cut by the server: a value may be gigabytes. */
function textOf(name: string, dataType: string, cutAt: number): string {
  const quoted = quoteIdentifier("mysql", name);
  const column = quoted.status === "written" ? quoted.sql : "NULL";
  if (/^(geometry|point|linestring|polygon|multi|geometrycollection|geomcollection)/.test(dataType))
    return `LEFT(ST_AsText(${column}), ${cutAt})`;
  if (dataType === "bit") return `BIN(${column} + 0)`;
  if (/blob$|binary$|^vector$/.test(dataType))
    return `LEFT(CONCAT('0x', LOWER(HEX(LEFT(${column}, ${Math.ceil(cutAt / 2)})))), ${cutAt})`;
  return `LEFT(CAST(${column} AS CHAR CHARACTER SET utf8mb4), ${cutAt})`;
}

function isNumeric(dataType: string): boolean {
  return /int$|^decimal$|^float$|^double$|^year$|^bit$/.test(dataType);
}
