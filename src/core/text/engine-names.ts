import type { Engine } from "../connection/engine.ts";

/** For people. */
export const engineNames: Readonly<Record<Engine, string>> = {
  sqlite: "SQLite",
  mssql: "SQL Server",
  postgres: "PostgreSQL",
  mysql: "MySQL or MariaDB",
};

/** What was measured, for people: `PostgreSQL 17.5`. Some versions have the name in them, as MariaDB's. */
export function engineLabel(engine: Engine, version: string): string {
  return /^\D/.test(version) ? version : `${engineNames[engine]} ${version}`.trim();
}
