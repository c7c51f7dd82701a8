import { assertNever } from "../../core/assert-never.ts";
import type { Engine } from "../../core/connection/engine.ts";
import type { Driver } from "./driver.ts";

/** Loads an engine's driver, and no other: each is a bundle of its own. */
export async function driverOf(engine: Engine): Promise<Driver> {
  switch (engine) {
    case "sqlite":
      return (await import("./sqlite/driver.ts")).sqliteDriver;
    case "postgres":
      return (await import("./postgres/driver.ts")).postgresDriver;
    case "mysql":
      return (await import("./mysql/driver.ts")).mysqlDriver;
    case "mssql":
      return (await import("./mssql/driver.ts")).mssqlDriver;
    default:
      return assertNever(engine);
  }
}
