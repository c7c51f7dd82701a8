import type { Engine } from "../connection/engine.ts";

/** For people. */
export const engineNames: Readonly<Record<Engine, string>> = {
  sqlite: "SQLite",
  mssql: "SQL Server",
  postgres: "PostgreSQL",
  mysql: "MySQL or MariaDB",
};
