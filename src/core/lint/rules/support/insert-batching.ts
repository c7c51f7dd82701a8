import type { FileModel } from "../../model/file-model.ts";

/** What SQLAlchemy makes of objects that one flush inserts, their keys given by the database. */
export interface InsertBatching {
  /** `batched`: few statements for many objects; `per-row`: one each; `unknown`: depends on what is not known. */
  readonly form: "batched" | "per-row" | "unknown";
  /** What that rests on, for people. */
  readonly because: string;
}

const batchingEngines = new Set(["postgresql", "mssql", "mariadb", "oracle"]);

/**
 * Source: SQLAlchemy 2.0, "Insert Many Values Behavior for INSERT statements": PostgreSQL, MariaDB, Oracle, SQL
 * Server (2.0.10); SQLite has it too, but there the ORM's sorted form does not batch autoincrement keys (tried);
 * MySQL has no RETURNING. 1.4: psycopg2 only, by `execute_values`.
 */
export function insertBatching(file: FileModel): InsertBatching {
  const known = file.versionOf("sqlalchemy");
  const engines = [...file.databases];
  const engine = engines.length === 1 ? engines[0] : undefined;
  // `sqlalchemy>=1.4` mostly means 2 by now.
  const isAssumed = known === undefined || (known.orNewer && Number.parseInt(known.version, 10) < 2);
  const major = isAssumed ? 2 : Number.parseInt(known.version, 10);
  const label = isAssumed ? "SQLAlchemy (version not known, 2 assumed)" : `SQLAlchemy ${known.version}`;
  if (engine === undefined)
    return {
      form: "unknown",
      because:
        major >= 2
          ? `${label} sends one INSERT for each at the flush on SQLite and MySQL, and batches them on PostgreSQL, MariaDB and SQL Server`
          : `${label} sends one INSERT for each at the flush, except with psycopg2`,
    };
  const name = engineNames[engine] ?? engine;
  if (major >= 2 && batchingEngines.has(engine))
    return { form: "batched", because: `${label} batches them at the flush on ${name}` };
  if (major < 2 && engine === "postgresql")
    return {
      form: "unknown",
      because: `${label} batches them at the flush with psycopg2 from 1.4 on, and sends one INSERT for each otherwise`,
    };
  return { form: "per-row", because: `${label} sends one INSERT for each at the flush on ${name}` };
}

const engineNames: Readonly<Record<string, string>> = {
  sqlite: "SQLite",
  postgresql: "PostgreSQL",
  mysql: "MySQL",
  mariadb: "MariaDB",
  mssql: "SQL Server",
  oracle: "Oracle",
};
