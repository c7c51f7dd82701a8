import type { ConnectionProfile } from "../profile.ts";
import { formatMssql } from "./format-mssql.ts";
import { formatMysql } from "./format-mysql.ts";
import { formatPostgres } from "./format-postgres.ts";
import type { Notation } from "./notation.ts";
import { encodePercent } from "./percent.ts";

/**
 * The profile in a notation, without a secret. What a notation has no words for is left out: a trusted certificate,
 * groups, the production mark. Undefined where it cannot say even how to get there: JDBC knows no Unix socket, and an
 * engine has only the notations of `notations`.
 */
export function formatConnectionString(profile: ConnectionProfile, notation: Notation): string | undefined {
  return format(profile, notation, undefined);
}

/** As `formatConnectionString`, with the secret in it: for a client library, never for a log or a clipboard. */
export function formatConnectionStringWithPassword(
  profile: ConnectionProfile,
  notation: Notation,
  password: string,
): string | undefined {
  return format(profile, notation, password);
}

function format(
  profile: ConnectionProfile,
  notation: Notation,
  password: string | undefined,
): string | undefined {
  switch (profile.engine) {
    case "sqlite":
      return formatSqlite(profile.path, notation);
    case "mssql":
      return formatMssql(profile, notation, password);
    case "postgres":
      return formatPostgres(profile, notation, password);
    case "mysql":
      return formatMysql(profile, notation, password);
  }
}

/** sqlite-jdbc cuts the path at a `?` and decodes nothing. */
function formatSqlite(path: string, notation: Notation): string | undefined {
  if (notation === "sqlalchemy") return `sqlite:///${encodePercent(path).replaceAll("%2F", "/")}`;
  return notation === "jdbc" && !path.includes("?") ? `jdbc:sqlite:${path}` : undefined;
}
