import type {
  Namespace,
  Page,
  PageRequest,
  Preview,
  Relation,
  RelationDetails,
} from "../../../core/connection/catalog.ts";
import { quoteIdentifier, quoteQualifiedName } from "../../../core/sql/dialect.ts";
import type { Attempt, BrowseOrder, CatalogSession, PreviewOrder, RelationName } from "../driver.ts";
import { foreignKeysOf, groupRows } from "../group-rows.ts";
import { Questions } from "../server/questions.ts";
import {
  columnsSql,
  databasesSql,
  estimatesSql,
  foreignKeysSql,
  indexesSql,
  relationsSql,
  schemasSql,
} from "./catalog-queries.ts";
import { type ColumnType, isNumber, textOf, typeText } from "./column-types.ts";
import type { MssqlLink } from "./connect.ts";
import { mssqlFailure } from "./mssql-failure.ts";

const systemDatabases: ReadonlySet<string> = new Set(["master", "model", "msdb", "tempdb"]);

interface CatalogColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

type IndexRow = readonly [name: string, unique: boolean, column: string, isPrimary: boolean, place: number];

export function openCatalog(link: MssqlLink, { timeoutMs, onLost }: BrowseOrder): CatalogSession {
  if (onLost) link.onLost(onLost);
  return new MssqlCatalog(link, timeoutMs);
}

class MssqlCatalog implements CatalogSession {
  readonly version: string;
  readonly #link: MssqlLink;
  readonly #questions: Questions;

  constructor(link: MssqlLink, timeoutMs: number) {
    this.#link = link;
    this.version = link.version;
    this.#questions = new Questions({
      context: link.context,
      timeoutMs,
      cancel: () => link.cancel(),
      failureOf: (error) => link.lost() ?? mssqlFailure(link.context, error),
    });
  }

  namespaces(): Promise<Attempt<readonly Namespace[]>> {
    return this.#questions.ask(async () => {
      const found: Namespace[] = [];
      for (const [name] of await this.#link.rows(databasesSql)) {
        const database = String(name);
        const schemas = await this.#link.rows(schemasSql(quoted(database)));
        for (const [schema, isSystem] of schemas)
          found.push({
            database,
            schema: String(schema),
            isSystem: isSystem === 1 || systemDatabases.has(database.toLowerCase()),
          });
      }
      return found;
    });
  }

  relations(
    namespace: Namespace,
    kind: Relation["kind"],
    { limit, after, filter }: PageRequest,
  ): Promise<Attempt<Page<Relation>>> {
    return this.#questions.ask(async () => {
      const db = databaseOf(namespace);
      const values = [limit + 1, namespace.schema, after ?? null, filter ?? null];
      const found = await this.#link.rows(relationsSql(db, kind), values);
      const shown = found.slice(0, limit).map(([name, object]) => [String(name), Number(object)] as const);
      const estimates =
        kind === "table"
          ? await this.#estimates(
              db,
              shown.map(([, object]) => object),
            )
          : undefined;
      return {
        items: shown.map(([name, object]) => ({
          namespace,
          name,
          kind,
          estimatedRows: estimates?.get(object),
        })),
        next: found.length > limit ? shown.at(-1)?.[0] : undefined,
      };
    });
  }

  details(relation: RelationName): Promise<Attempt<RelationDetails>> {
    return this.#questions.ask(async () => {
      const columns = await this.#columns(relation);
      const { namespace, name } = relation;
      const db = databaseOf(namespace);
      const values = [namespace.schema, name];
      const indexes = groupRows(
        (await this.#link.rows(indexesSql(db), values)) as readonly unknown[] as IndexRow[],
      );
      const keys = (await this.#link.rows(foreignKeysSql(db), values)) as readonly unknown[] as [
        string,
        string,
        string,
        string,
        string,
      ][];
      const primary = new Map(
        indexes
          .flat()
          .flatMap(([, , column, isPrimary, place]) => (isPrimary ? [[column, place] as const] : [])),
      );
      return {
        columns: columns.map((column) => ({
          name: column.name,
          type: typeText(column.type),
          nullable: column.nullable,
          keyPosition: primary.get(column.name),
        })),
        indexes: indexes.map((parts) => ({
          name: parts[0][0],
          unique: parts[0][1],
          columns: parts.map(([, , column]) => column),
        })),
        foreignKeys: foreignKeysOf(keys, (schema) => ({ ...namespace, schema })),
      };
    });
  }

  preview(relation: RelationName, { rows, cutAt }: PreviewOrder): Promise<Attempt<Preview>> {
    return this.#questions.ask(async () => {
      const columns = await this.#columns(relation);
      const { database, schema } = relation.namespace;
      const table = quoteQualifiedName("mssql", [
        ...(database === undefined ? [] : [database]),
        schema,
        relation.name,
      ]);
      const shown = columns.map(({ name, type }) => textOf(quoted(name), type, Math.trunc(cutAt)));
      const sql = `SELECT TOP (@p1) ${shown.join(", ")} FROM ${table.status === "written" ? table.sql : "[]"}`;
      const found = await this.#link.rows(sql, [rows]);
      return {
        columns: columns.map(({ name, type }) => ({ name, type: typeText(type), isNumber: isNumber(type) })),
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

  async #estimates(db: string, objects: readonly number[]): Promise<Map<number, number>> {
    if (objects.length === 0) return new Map();
    const rows = await this.#link.rows(estimatesSql(db, objects));
    return new Map(rows.map(([object, count]) => [Number(object), Number(count)]));
  }

  async #columns({ namespace, name }: RelationName): Promise<readonly CatalogColumn[]> {
    const rows = await this.#link.rows(columnsSql(databaseOf(namespace)), [namespace.schema, name]);
    return rows.map(([column, type, maxLength, precision, scale, nullable]) => ({
      name: String(column),
      type: {
        name: String(type),
        maxLength: Number(maxLength),
        precision: Number(precision),
        scale: Number(scale),
      },
      nullable: nullable === true,
    }));
  }
}

function databaseOf({ database = "master" }: Namespace): string {
  return quoted(database);
}

function quoted(name: string): string {
  const text = quoteIdentifier("mssql", name);
  // What no quoting can say is no name either; the server says so.
  return text.status === "written" ? text.sql : "[]";
}
