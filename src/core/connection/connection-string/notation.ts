import type { Engine } from "../engine.ts";

/** A way to write a connection down. */
export type Notation = "sqlalchemy" | "libpq-url" | "libpq-keywords" | "mysql-url" | "ado" | "odbc" | "jdbc";

/** What an engine's users know, the most usual first. */
export const notations: Readonly<Record<Engine, readonly Notation[]>> = {
  sqlite: ["sqlalchemy", "jdbc"],
  mssql: ["ado", "odbc", "jdbc", "sqlalchemy"],
  postgres: ["libpq-url", "libpq-keywords", "sqlalchemy", "jdbc"],
  mysql: ["mysql-url", "sqlalchemy", "jdbc"],
};
