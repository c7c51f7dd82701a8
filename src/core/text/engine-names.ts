import type { Engine } from "../connection/engine.ts";

/** For people. */
export const engineNames: Readonly<Record<Engine, string>> = {
  sqlite: "SQLite",
  mssql: "SQL Server",
  postgres: "PostgreSQL",
  mysql: "MySQL or MariaDB",
};

/** What was measured, for people: `PostgreSQL 17.5`. MariaDB says so in its version. */
export function engineLabel(engine: Engine, version: string): string {
  const mysql = /mariadb/i.test(version) ? "MariaDB" : "MySQL";
  return `${engine === "mysql" ? mysql : engineNames[engine]} ${version}`;
}
