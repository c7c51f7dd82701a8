import { expect, it } from "vitest";
import type { ServerProfile } from "../../../src/core/connection/profile.ts";
import type { Secret } from "../../../src/core/connection/secret.ts";
import { mssqlFailure } from "../../../src/workers/drivers/mssql/mssql-failure.ts";
import { mysqlFailure } from "../../../src/workers/drivers/mysql/mysql-failure.ts";
import { postgresFailure } from "../../../src/workers/drivers/postgres/sqlstate.ts";
import { type ServerContext, serverName } from "../../../src/workers/drivers/server/server-failure.ts";

const secret: Secret = { kind: "password", password: "s3cret&/pass word" };

function contextOf(profile: Partial<ServerProfile> = {}): ServerContext {
  const any = { engine: "postgres", name: "", host: "db.example", user: "ada", authentication: "password" };
  return { profile: { ...any, ...profile } as ServerProfile, secret };
}

const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);

it.each([
  ["55P03", "canceling statement due to lock timeout", "locked"],
  ["40P01", "deadlock detected", "deadlock"],
  ["40001", "could not serialize access due to concurrent update", "snapshot"],
  ["57014", "canceling statement due to statement timeout", "timed-out"],
  ["57014", "canceling statement due to user request", "cancelled"],
  ["57P01", "terminating connection due to administrator command", "lost"],
  ["57P03", "the database system is starting up", "cannot-connect"],
  ["28000", "no pg_hba.conf entry for host, no encryption", "login-failed"],
  ["53300", "sorry, too many clients already", "too-many-connections"],
  ["25006", "cannot execute DELETE in a read-only transaction", "not-read-only"],
  ["54000", "row is too big", "too-large"],
  ["22012", "division by zero", "query-failed"],
])("PostgreSQL's %s (%s) is %s", (code, words, reason) => {
  expect(postgresFailure(contextOf(), error(words, { code }))).toMatchObject({
    reason,
    detail: words,
    data: { server: "db.example:5432", user: "ada" },
  });
});

it.each([
  [1205, "Lock wait timeout exceeded; try restarting transaction", "locked"],
  [1213, "Deadlock found when trying to get lock", "deadlock"],
  [1020, "Record has changed since last read in table 't'", "snapshot"],
  [1969, "Query execution was interrupted (max_statement_time exceeded)", "timed-out"],
  [3024, "Query execution was interrupted, maximum statement execution time exceeded", "timed-out"],
  [1317, "Query execution was interrupted", "cancelled"],
  [1153, "Got a packet bigger than 'max_allowed_packet' bytes", "too-large"],
  [1040, "Too many connections", "too-many-connections"],
  [1792, "Cannot execute statement in a READ ONLY transaction", "not-read-only"],
  [1146, "Table 'shop.nowhere' doesn't exist", "query-failed"],
])("MySQL's %s (%s) is %s", (errno, words, reason) => {
  const context = contextOf({ engine: "mysql" });
  expect(mysqlFailure(context, error(words, { errno })).reason).toBe(reason);
});

it.each([
  [1222, "Lock request time out period exceeded.", "locked"],
  [1205, "Transaction was deadlocked on lock resources with another process", "deadlock"],
  [3960, "Snapshot isolation transaction aborted due to update conflict.", "snapshot"],
  [18_456, "Login failed for user 'ada'.", "login-failed"],
  [4060, "Cannot open database requested by the login.", "login-failed"],
  [
    17_809,
    "Could not connect because the maximum number of user connections has been reached.",
    "too-many-connections",
  ],
  [102, "Incorrect syntax near 'FORM'.", "syntax-error"],
  [8134, "Divide by zero error encountered.", "query-failed"],
  [6005, "SHUTDOWN is in progress.", "lost"],
])("SQL Server's %s (%s) is %s", (number, words, reason) => {
  const context = contextOf({ engine: "mssql" });
  const several = new AggregateError([
    error(words, { number }),
    error("The batch could not be prepared.", { number: 8180 }),
  ]);
  expect(mssqlFailure(context, several).reason).toBe(reason);
});

it("says where the SQL cannot be read", () => {
  const postgres = postgresFailure(contextOf(), error('syntax error at or near "FORM"', { code: "42601" }));
  const mysql = mysqlFailure(
    contextOf(),
    error("You have an error near 'FORM t' at line 1", { errno: 1064 }),
  );
  const mssql = mssqlFailure(
    contextOf(),
    error("Incorrect syntax near the keyword 'FROM'.", { number: 156 }),
  );
  expect([postgres, mysql, mssql].map(({ data }) => data["token"])).toEqual(["FORM", "FORM t", "FROM"]);
});

it.each([postgresFailure, mysqlFailure, mssqlFailure])(
  "takes the secret out of what is said (%o)",
  (failureOf) => {
    const words = `cannot use s3cret&/pass word of postgres://ada:s3cret%26%2Fpass%20word@db.example/shop`;
    const failure = failureOf(contextOf(), error(words));
    expect(JSON.stringify(failure)).not.toMatch(/s3cret|pass word|pass%20word/);
    expect(failure.detail).toContain("cannot use ***");
  },
);

it("names servers as people know them", () => {
  const nameOf = (profile: Partial<ServerProfile>) => serverName(contextOf(profile).profile);
  expect(nameOf({ host: "::1", port: 5433 })).toBe("[::1]:5433");
  expect(nameOf({ engine: "mysql" })).toBe("db.example:3306");
  expect(nameOf({ engine: "mssql", instance: "SQLEXPRESS" })).toBe("db.example\\SQLEXPRESS");
  expect(nameOf({ host: "/var/run/postgresql" })).toBe("/var/run/postgresql");
});
