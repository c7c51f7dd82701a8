import type { DatabaseValue, Library } from "../../model/value.ts";

const drivers: ReadonlySet<Library> = new Set<Library>([
  "sqlite3",
  "psycopg",
  "psycopg2",
  "pymysql",
  "MySQLdb",
  "mysql.connector",
  "pyodbc",
  "pymssql",
]);

/** Whether it comes from a driver with the interface of PEP 249, and from no library above it. */
export function isOfDriver({ library }: DatabaseValue): boolean {
  return drivers.has(library);
}

/** PostgreSQL aborts a transaction whose statement failed; others keep what it wrote so far. */
export function isPostgres({ library }: DatabaseValue): boolean {
  return library === "psycopg" || library === "psycopg2";
}
