import mysql from "mysql2/promise";
import pg from "pg";
import { describe, expect, it } from "vitest";
import type { Progress } from "../../src/protocol/runner.ts";
import { lanewiseProcesses, strategies, strategyOf, until, useOwnRunLock } from "../support/benchmark-run.ts";
import { type Dialect, mariadbDialect, postgresDialect } from "../support/server-dialects.ts";
import { runOnServer, serverReport } from "../support/server-run.ts";
import type { DatabaseServer } from "../support/servers/database-server.ts";
import { describeWithPrivateServers, describeWithServer } from "../support/servers/describe-with-server.ts";
import { startMariadb } from "../support/servers/mariadb.ts";
import { startPostgres } from "../support/servers/postgres.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();
useOwnRunLock(folder);

const everyKind = strategies("threads(2)", "threads(4)", "tasks(4)", "shared-session(4)", "processes(2)");

/** Beside them, the server is a process of this test. */
function laneProcesses(): number[] {
  return ["bench-runner.js", "lane-process.js"].flatMap(lanewiseProcesses);
}

function questions(server: () => DatabaseServer, dialect: Dialect): void {
  it("does the same operations under every strategy and finds the same rows", async () => {
    const report = await serverReport({
      server: server(),
      sql: dialect.rows,
      strategies: everyKind,
      operations: 8,
      fetch: "all",
    });
    for (const one of report.strategies) {
      expect(one).toMatchObject({ outcome: "completed", operations: 8, rows: 160_000 });
      expect(one.laneDetails.map((lane) => lane.operations)).toEqual(Array(one.lanes).fill(8 / one.lanes));
      expect(one.timeline?.lanes).toHaveLength(one.lanes);
      expect(one.latencyMs.samples).toBe(8);
    }
    const checksums = new Set(report.strategies.map((one) => one.checksum));
    expect(checksums.size).toBe(1);
    expect([...checksums][0]).toMatch(/^[0-9a-f]{16}$/);
    expect(report.environment.engineVersion).toMatch(dialect.version);
    expect(report.environment.driver).toMatch(/^\w+ \d+\.\d+\.\d+$/);
    expect(report.connection).toMatchObject({ engine: server().engine, name: "test" });
    expect(Object.keys(report.connection.settings)).toContain("max_connections");
  });

  it("draws the same parameters under every strategy, bound by the driver", async () => {
    const report = await serverReport({
      server: server(),
      sql: dialect.point,
      parameters: [{ name: null, source: { kind: "integer", from: 1, to: 100 } }],
      strategies: everyKind,
      operations: 40,
      fetch: "all",
    });
    const [serial, ...others] = report.strategies;
    expect(serial?.rows).toBeGreaterThan(0);
    expect(serial?.rows).toBeLessThan(40);
    for (const one of others) expect([one.rows, one.checksum]).toEqual([serial?.rows, serial?.checksum]);
  });

  it("shows that waiting for the server gains from threads and tasks, and not from a shared session", async () => {
    const report = await serverReport({
      server: server(),
      sql: dialect.nap,
      strategies: strategies("threads(4)", "tasks(4)", "shared-session(4)"),
      operations: 16,
      trials: { minimum: 5, maximum: 5 },
    });
    const factor = (name: string) => strategyOf(report, name).speedup?.factor ?? Number.NaN;
    expect(factor("threads(4)")).toBeGreaterThan(2.5);
    expect(factor("tasks(4)")).toBeGreaterThan(2.5);
    expect(factor("shared-session(4)")).toBeLessThan(1.5);
    expect(report.verdict.conclusion).toBe("parallel-helps");
    const causes = report.verdict.causes.map(({ cause }) => cause);
    expect(causes).toContain("shared-session-queues");
    // Four lanes that wait need no four cores.
    expect(causes).not.toContain("more-lanes-than-cores");
    expect(strategyOf(report, "shared-session(4)").phases?.queueMs).toBeGreaterThan(0);
  });

  it("tells the CPU time of the one thread of all tasks, and none of its lanes", async () => {
    const report = await serverReport({
      server: server(),
      sql: dialect.rows,
      strategies: strategies("tasks(3)", "threads(2)"),
      operations: 6,
    });
    const tasks = strategyOf(report, "tasks(3)");
    expect(tasks.laneDetails.map(({ cpuMs }) => cpuMs)).toEqual([null, null, null]);
    expect(tasks.threadCpuMs).toBeGreaterThan(0);
    expect(strategyOf(report, "threads(2)").threadCpuMs).toBeNull();
    expect(strategyOf(report, "threads(2)").laneDetails.every(({ cpuMs }) => (cpuMs ?? 0) > 0)).toBe(true);
    expect(report.notes.map(({ note }) => note)).toContain("shared-thread");
  });

  it("applies the settings of the plan to the sessions, and reads them back", async () => {
    const report = await serverReport({ server: server(), sql: dialect.nap, session: dialect.session });
    expect(report.connection.settings).toMatchObject(dialect.settings);
    expect(Object.values(report.connection.settings)).toContain(dialect.isolation);
    expect(report.plan.session).toEqual(dialect.session);
  });

  it.each(["threads(3)", "tasks(3)", "processes(2)", "shared-session(3)"])(
    "ends %s within two seconds of a cancel in the middle of a statement, and leaves nothing",
    async (name) => {
      const cancel = new AbortController();
      let cancelledAt = Number.NaN;
      const outcome = await runOnServer({
        server: server(),
        sql: dialect.longNap,
        strategies: strategies(name),
        signal: cancel.signal,
        listener: {
          onProgress: ({ strategy }: Progress) => {
            if (strategy !== name || cancel.signal.aborted) return;
            cancelledAt = performance.now();
            cancel.abort();
          },
        },
      });
      expect(outcome.status).toBe("cancelled");
      expect(performance.now() - cancelledAt).toBeLessThan(2000);
      await until(() => laneProcesses().length === 0, "no process is left", 2000);
    },
  );

  it("ends a statement at the server when a trial takes longer than its limit", async () => {
    const outcome = await runOnServer({ server: server(), sql: dialect.endless, limits: { trialMs: 1500 } });
    expect(outcome).toMatchObject({
      status: "failed",
      failure: { reason: "timed-out", data: { limitMs: 1500 } },
    });
    expect(await runningStatements(server(), dialect.endless)).toBe(0);
  });

  it("fails with the server's words at a wrong password, which stand nowhere", async () => {
    const password = "wrong-hunter2";
    const outcome = await runOnServer({ server: server(), password, sql: dialect.nap });
    expect(outcome).toMatchObject({ status: "failed", failure: { reason: "login-failed" } });
    expect(JSON.stringify(outcome)).not.toContain(password);
  });

  it("has the right password nowhere in a report", async () => {
    const report = await serverReport({ server: server(), sql: dialect.nap });
    expect(JSON.stringify(report)).not.toContain(server().password);
  });

  it("refuses the strategies that would take more sessions than the plan allows", async () => {
    const report = await serverReport({
      server: server(),
      sql: dialect.nap,
      strategies: strategies("threads(2)", "threads(5)"),
      limits: { connections: 3 },
      operations: 10,
    });
    expect(strategyOf(report, "threads(5)")).toMatchObject({
      outcome: "failed",
      reason: "over-connection-budget",
      trialsMs: [],
    });
    expect(strategyOf(report, "threads(5)").detail).toContain("5 connections");
    expect(strategyOf(report, "threads(2)").outcome).toBe("completed");
  });

  it("fails when no strategy is left to compare with", async () => {
    const outcome = await runOnServer({
      server: server(),
      sql: dialect.nap,
      strategies: strategies("threads(64)", "tasks(64)"),
      limits: { connections: 8 },
    });
    expect(outcome).toMatchObject({
      status: "failed",
      failure: { reason: "over-connection-budget", data: { sessions: 64, allowed: 8 } },
    });
  });
}

/** How many sessions of the server are inside a statement. */
async function runningStatements(server: DatabaseServer, sql: string): Promise<number> {
  const { host, port, user, password, database } = server;
  if (server.engine === "postgres") {
    const client = new pg.Client({ host, port, user, password, database });
    await client.connect();
    const { rows } = await client.query(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE query = $1 AND state = 'active'",
      [sql],
    );
    await client.end();
    return rows[0].n;
  }
  const connection = await mysql.createConnection({ host, port, user, password, database });
  const [rows] = await connection.query<mysql.RowDataPacket[]>(
    "SELECT count(*) AS n FROM information_schema.processlist WHERE info = ?",
    [sql],
  );
  await connection.end();
  return rows[0]?.["n"];
}

describe("benchmarks on servers", { timeout: 60_000 }, () => {
  describeWithServer("on PostgreSQL", "postgres", (server) => questions(server, postgresDialect));
  describeWithServer("on MariaDB", "mariadb", (server) => questions(server, mariadbDialect));
});

describe.each([
  ["postgres", startPostgres, postgresDialect],
  ["mariadb", startMariadb, mariadbDialect],
] as const)("a %s of its own", (kind, start, dialect) => {
  describeWithPrivateServers(`for benchmarks: ${kind}`, [kind], () => {
    it("keeps the finished trials when the server is killed in the middle of a run, and says what was lost", async () => {
      const server = await start();
      try {
        let killed: Promise<void> | undefined;
        const outcome = await runOnServer({
          server,
          sql: dialect.nap,
          strategies: strategies("threads(2)", "tasks(2)", "processes(2)"),
          operations: 8,
          trials: { minimum: 50, maximum: 50 },
          listener: {
            onRound: () => {
              killed ??= server.kill();
            },
          },
        });
        await killed;
        expect(outcome).toMatchObject({ status: "failed", report: { outcome: "failed" } });
        const { reason } = outcome.status === "failed" ? outcome.failure : { reason: "" };
        expect(["lost", "cannot-connect"]).toContain(reason);
        const trials = strategyOf(outcome.report, "serial").trialsMs;
        expect(trials.length).toBeGreaterThanOrEqual(1);
        expect(trials.length).toBeLessThan(50);
        expect(JSON.stringify(outcome)).not.toContain(server.password);
        await server.restart();
        expect((await serverReport({ server, sql: dialect.nap })).outcome).toBe("completed");
      } finally {
        await server.stop();
      }
    });

    it("asks the server for its limit, and takes no more than is free", async () => {
      const server = await start({ maxConnections: 14 });
      try {
        const report = await serverReport({
          server,
          sql: dialect.nap,
          strategies: strategies("threads(4)", "tasks(12)"),
          operations: 12,
        });
        expect(strategyOf(report, "threads(4)").outcome).toBe("completed");
        const refused = strategyOf(report, "tasks(12)");
        expect(refused).toMatchObject({ outcome: "failed", reason: "over-connection-budget", trialsMs: [] });
        expect(refused.detail).toMatch(
          /^The lanes need 12 connections at a time, and \d+ are free: .* takes 1\d,/,
        );
      } finally {
        await server.stop();
      }
    });
  });
});
