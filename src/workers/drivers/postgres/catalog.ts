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
import { type ForeignKeyRow, foreignKeysOf, groupRows } from "../group-rows.ts";
import { Questions } from "../server/questions.ts";
import {
  collationSql,
  columnsSql,
  foreignKeysSql,
  indexesSql,
  namespacesSql,
  relationsSql,
} from "./catalog-queries.ts";
import type { PostgresLink } from "./connect.ts";
import { postgresFailure } from "./sqlstate.ts";

/** Tables, partitioned and foreign ones; views and materialised ones. */
const kinds = { table: ["r", "p", "f"], view: ["v", "m"] } as const;

/** Without the engine's own types: every value as the server writes it. */
const asText = { getTypeParser: () => (text: string) => text };

type ColumnRow = readonly [
  name: string,
  type: string,
  notNull: "t" | "f",
  place: string | null,
  category: string,
  typeName: string,
];

export function openCatalog(link: PostgresLink, { timeoutMs, onLost }: BrowseOrder): CatalogSession {
  if (onLost) link.onLost(onLost);
  return new PostgresCatalog(link, timeoutMs);
}

class PostgresCatalog implements CatalogSession {
  readonly version: string;
  readonly #link: PostgresLink;
  readonly #questions: Questions;
  #collation: string | undefined;

  constructor(link: PostgresLink, timeoutMs: number) {
    this.#link = link;
    this.version = `PostgreSQL ${link.version}`;
    this.#questions = new Questions({
      context: link.context,
      timeoutMs,
      cancel: () => link.cancel(),
      failureOf: (error) => link.lost() ?? postgresFailure(link.context, error),
    });
  }

  namespaces(): Promise<Attempt<readonly Namespace[]>> {
    return this.#questions.ask(async () => {
      const rows = await this.#rows<[string]>(namespacesSql);
      return rows.map(([schema]) => namespaceOf(schema));
    });
  }

  relations(
    namespace: Namespace,
    kind: Relation["kind"],
    { limit, after, filter }: PageRequest,
  ): Promise<Attempt<Page<Relation>>> {
    return this.#questions.ask(async () => {
      const collation = filter === undefined ? '"C"' : await this.#foldingCollation();
      const rows = await this.#rows<[string, string | null]>(relationsSql(collation), [
        namespace.schema,
        kinds[kind],
        after ?? null,
        filter ?? null,
        limit + 1,
      ]);
      const items = rows.slice(0, limit).map(([name, estimate]): Relation => {
        const estimatedRows = estimate === null ? undefined : Number(estimate);
        return { namespace, name, kind, estimatedRows };
      });
      return { items, next: rows.length > limit ? items.at(-1)?.name : undefined };
    });
  }

  details({ namespace, name }: RelationName): Promise<Attempt<RelationDetails>> {
    return this.#questions.ask(async () => {
      const values = [namespace.schema, name];
      const columns = await this.#rows<ColumnRow>(columnsSql, values);
      const indexes = await this.#rows<[string, "t" | "f", string]>(indexesSql, values);
      const keys = await this.#rows<ForeignKeyRow>(foreignKeysSql, values);
      return {
        columns: columns.map(([column, type, notNull, place]) => ({
          name: column,
          type,
          nullable: notNull !== "t",
          keyPosition: place === null ? undefined : Number(place),
        })),
        indexes: groupRows(indexes).map((parts) => ({
          name: parts[0][0],
          unique: parts[0][1] === "t",
          columns: parts.map(([, , column]) => column),
        })),
        foreignKeys: foreignKeysOf(keys, namespaceOf),
      };
    });
  }

  preview({ namespace, name }: RelationName, { rows, cutAt }: PreviewOrder): Promise<Attempt<Preview>> {
    return this.#questions.ask(async () => {
      const columns = await this.#rows<ColumnRow>(columnsSql, [namespace.schema, name]);
      const table = quoteQualifiedName("postgres", [namespace.schema, name]);
      const shown = columns.map(([column, , , , , type]) => textOf(column, type, Math.trunc(cutAt)));
      const sql = `SELECT ${shown.join(", ")} FROM ${table.status === "written" ? table.sql : ""} LIMIT $1::bigint`;
      return {
        columns: columns.map(([column, type, , , category]) => ({
          name: column,
          type,
          isNumber: category === "N",
        })),
        rows: await this.#rows<(string | null)[]>(sql, [rows]),
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

  async #foldingCollation(): Promise<string> {
    this.#collation ??= (await this.#rows<[string]>(collationSql))[0]?.[0] ?? '"default"';
    return this.#collation;
  }

  async #rows<Row extends readonly unknown[]>(text: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#link.client.query({
      text,
      values,
      rowMode: "array",
      types: asText as never,
    });
    return rows as unknown as Row[];
  }
}

function namespaceOf(schema: string): Namespace {
  return {
    database: undefined,
    schema,
    isSystem: schema === "information_schema" || schema.startsWith("pg_"),
  };
}

/** A column as text, cut by the server: a value may be a gigabyte. */
function textOf(name: string, type: string, cutAt: number): string {
  const quoted = quoteIdentifier("postgres", name);
  const column = quoted.status === "written" ? quoted.sql : "NULL";
  if (type !== "bytea") return `left(${column}::text, ${cutAt})`;
  return `left('0x' || encode(substring(${column} FROM 1 FOR ${Math.ceil(cutAt / 2)}), 'hex'), ${cutAt})`;
}
