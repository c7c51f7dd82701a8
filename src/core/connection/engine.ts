export type Engine = "sqlite" | ServerEngine;

/** `mysql` is MariaDB too: one protocol, one client library. */
export type ServerEngine = "mssql" | "postgres" | "mysql";

export const engines = ["sqlite", "mssql", "postgres", "mysql"] as const satisfies Engine[];

export const defaultPorts: Readonly<Record<ServerEngine, number>> = {
  mssql: 1433,
  postgres: 5432,
  mysql: 3306,
};
