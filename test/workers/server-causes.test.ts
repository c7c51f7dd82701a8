import mysql from "mysql2/promise";
import pg from "pg";
import { expect, it } from "vitest";
import type { Cause, Report } from "../../src/core/benchmark/report.ts";
import { strategies, strategyOf, useOwnRunLock } from "../support/benchmark-run.ts";
import { serverReport } from "../support/server-run.ts";
import type { DatabaseServer } from "../support/servers/database-server.ts";
import { describeWithServer } from "../support/servers/describe-with-server.ts";
import { slowWay } from "../support/slow-way.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
useOwnRunLock(folder);
const trials = { minimum: 3, maximum: 3 };
const timeout = 60_000;

function evidence(report: Report, cause: Cause) {
  return report.verdict.causes.find((one) => one.cause === cause)?.evidence;
}

/** On a machine where others are at work the two serials may be too far apart for a verdict with its causes. */
function isJudged({ verdict }: Report): boolean {
  return verdict.conclusion !== "cannot-judge";
}

/** Locks a table for most of the time, until it is told to stop. */
async function disturb(execute: (sql: string) => Promise<unknown>, [take, give]: readonly [string, string]) {
  let isOver = false;
  const done = (async () => {
    while (!isOver) {
      await execute(take);
      await new Promise((resolve) => setTimeout(resolve, 60));
      await execute(give);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  return async () => {
    isOver = true;
    await done;
  };
}

function questions(server: () => DatabaseServer, nothing: string): void {
  it("sees that the way to the server takes the time, which lanes side by side save", {
    timeout,
  }, async () => {
    const way = await slowWay(server(), 4);
    try {
      const report = await serverReport({
        server: server(),
        profile: { port: way.port },
        sql: nothing,
        strategies: strategies("threads(4)", "tasks(4)"),
        operations: 80,
        trials,
      });
      const serial = strategyOf(report, "serial");
      expect(serial.serverActivity?.idle).toBeGreaterThan(0.7);
      expect(strategyOf(report, "tasks(4)").speedup?.factor).toBeGreaterThan(1.2);
      if (isJudged(report)) expect(evidence(report, "network-bound")).toMatchObject({ strategy: "serial" });
    } finally {
      way.close();
    }
  });
}

describeWithServer("what PostgreSQL was seen doing", "postgres", (server) => {
  questions(server, "SELECT 1");

  it("is to wait for locks, where another session holds one", { timeout }, async () => {
    const { host, port, user, password, database } = server();
    const client = new pg.Client({ host, port, user, password, database });
    await client.connect();
    await client.query("CREATE TABLE IF NOT EXISTS locked AS SELECT generate_series(1, 10) AS id");
    const stop = await disturb(
      (sql) => client.query(sql),
      ["BEGIN; LOCK TABLE locked IN ACCESS EXCLUSIVE MODE", "COMMIT"],
    );
    const report = await serverReport({
      server: server(),
      sql: "SELECT pg_sleep(0.005) FROM locked LIMIT 1",
      operations: 20,
      trials,
    });
    await stop();
    await client.query("DROP TABLE locked");
    await client.end();
    expect(strategyOf(report, "serial").serverActivity?.lock).toBeGreaterThan(0.3);
    expect(evidence(report, "server-lock-waits")).toBeDefined();
    expect(evidence(report, "network-bound")).toBeUndefined();
  });

  it("is to compute, where nothing else is to be done", { timeout }, async () => {
    const report = await serverReport({
      server: server(),
      sql: "SELECT sum(sqrt(i)) FROM generate_series(1, 100000) AS numbers(i)",
      strategies: strategies("threads(8)"),
      operations: 72,
      session: { postgres: { parallelWorkers: 0 } },
      trials,
    });
    for (const name of ["serial", "threads(8)"]) {
      const { running = 0, idle = 1 } = strategyOf(report, name).serverActivity ?? {};
      expect(running).toBeGreaterThan(0.6 * (1 - idle));
    }
    expect(evidence(report, "network-bound")).toBeUndefined();
    expect(evidence(report, "server-lock-waits")).toBeUndefined();
  });

  it("is nothing where the plan leaves no session to look with", async () => {
    const report = await serverReport({
      server: server(),
      sql: "SELECT pg_sleep(0.02)",
      operations: 60,
      limits: { connections: 2 },
    });
    expect(strategyOf(report, "threads(2)")).toMatchObject({ outcome: "completed", serverActivity: null });
  });
});

describeWithServer("what MariaDB was seen doing", "mariadb", (server) => {
  questions(server, "SELECT 1");

  it("is to wait for locks, where another session holds one", { timeout }, async () => {
    const { host, port, user, password, database } = server();
    const connection = await mysql.createConnection({ host, port, user, password, database });
    await connection.query("CREATE TABLE IF NOT EXISTS locked AS SELECT seq AS id FROM seq_1_to_10");
    const stop = await disturb((sql) => connection.query(sql), ["LOCK TABLES locked WRITE", "UNLOCK TABLES"]);
    const report = await serverReport({
      server: server(),
      sql: "SELECT SLEEP(0.005) FROM locked LIMIT 1",
      operations: 20,
      trials,
    });
    await stop();
    await connection.query("DROP TABLE locked");
    await connection.end();
    expect(strategyOf(report, "serial").serverActivity?.lock).toBeGreaterThan(0.3);
    expect(evidence(report, "server-lock-waits")).toBeDefined();
    // For computing and reading from a disk it has the same words.
    expect(strategyOf(report, "serial").serverActivity?.running).toBe(0);
  });
});
