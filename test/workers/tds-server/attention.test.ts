import { Request } from "tedious";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedTable } from "../../support/tds-server/seed-table.ts";
import { startTdsServer, type TdsServer } from "../../support/tds-server/tds-server.ts";
import { close, configuration, connect, login, run } from "../../support/tds-server/tedious-client.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
let server: TdsServer;
beforeAll(async () => {
  server = await startTdsServer({
    folder,
    databases: ["lanewise"],
    logins: [{ ...login, database: "lanewise" }],
  });
  seedTable({ folder, database: "lanewise", table: "numbers", rows: 200_000 });
});
afterAll(() => server.close());

/** Cancels when it is told to, and waits for the end of the request. */
async function cancelled(sql: string, cancelAt: "first-row" | "running") {
  const connection = await connect(configuration(server));
  let rows = 0;
  const error = await new Promise<Error | null | undefined>((resolve) => {
    const request = new Request(sql, resolve);
    request.on("row", () => {
      rows++;
      if (cancelAt === "first-row" && rows === 1) connection.cancel();
    });
    connection.execSqlBatch(request);
    if (cancelAt === "running") {
      const timer = setInterval(() => {
        if (!server.sessions().some(({ isRunning }) => isRunning)) return;
        clearInterval(timer);
        connection.cancel();
      }, 5);
    }
  });
  // The connection is good for the next request.
  const after = await run(connection, "SELECT @@TRANCOUNT, 'still here'");
  await close(connection);
  return { code: error && "code" in error ? error.code : undefined, rows, after: after.rows };
}

describe("an attention", () => {
  const stillHere = [[0, "still here"]];

  it("ends WAITFOR", async () => {
    expect(await cancelled("WAITFOR DELAY '0:10:00'", "running")).toMatchObject({
      code: "ECANCEL",
      after: stillHere,
    });
  });

  it("ends a result in its midst", async () => {
    const { code, rows, after } = await cancelled(
      "SELECT * FROM numbers a CROSS JOIN numbers b",
      "first-row",
    );
    expect({ code, after }).toEqual({ code: "ECANCEL", after: stillHere });
    expect(rows).toBeLessThan(200_000);
  });

  it.each([
    "SELECT COUNT(*) FROM numbers a CROSS JOIN numbers b",
    "SELECT a.id FROM numbers a CROSS JOIN numbers b ORDER BY b.label",
    "WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n OPTION (MAXRECURSION 0)",
    "SELECT COUNT(*) FROM numbers a LEFT JOIN (SELECT b.id FROM numbers b CROSS JOIN numbers c) d ON d.id = a.id + 0.5",
    "WHILE 1 = 1 SET NOCOUNT ON",
    "SELECT SUM(CAST(value AS bigint)) FROM GENERATE_SERIES(1, 2000000000)",
    "CREATE TABLE #sums (n int); INSERT INTO #sums SELECT a.id FROM numbers a CROSS JOIN numbers b",
  ])("ends a statement that gives no row yet: %s", async (sql) => {
    expect(await cancelled(sql, "running")).toMatchObject({ code: "ECANCEL", rows: 0, after: stillHere });
  });

  it("ends a wait for another session's lock", async () => {
    const holder = await connect(configuration(server));
    await run(holder, "CREATE TABLE held (id int); BEGIN TRAN; INSERT INTO held VALUES (1)");
    expect(await cancelled("INSERT INTO held VALUES (2)", "running")).toMatchObject({
      code: "ECANCEL",
      after: stillHere,
    });
    await close(holder);
  });

  it("leaves the transaction open, as the server does without XACT_ABORT", async () => {
    const connection = await connect(configuration(server));
    await run(connection, "CREATE TABLE open_one (id int); BEGIN TRAN; INSERT INTO open_one VALUES (1)");
    const stopped = run(connection, "WAITFOR DELAY '0:10:00'");
    await expect.poll(() => server.sessions().some(({ isRunning }) => isRunning)).toBe(true);
    connection.cancel();
    expect((await stopped).failure).toBe("ECANCEL");
    expect((await run(connection, "SELECT @@TRANCOUNT, COUNT(*) FROM open_one")).rows).toEqual([[1, 1]]);
    await close(connection);
  });

  it("stops a request that takes longer than its time-out", async () => {
    const connection = await connect(configuration(server, { requestTimeout: 50 }));
    expect((await run(connection, "WAITFOR DELAY '0:10:00'")).failure).toBe("ETIMEOUT");
    await close(connection);
  });
});

describe("a session", () => {
  it("does not wait for the statement of another", async () => {
    const [slow, quick] = await Promise.all([connect(configuration(server)), connect(configuration(server))]);
    const running = run(slow, "SELECT COUNT(*) FROM numbers a CROSS JOIN numbers b");
    expect((await run(quick, "SELECT COUNT(*) FROM numbers")).rows).toEqual([[200_000]]);
    slow.cancel();
    expect((await running).failure).toBe("ECANCEL");
    await Promise.all([close(slow), close(quick)]);
  });

  it("that is killed loses its statement with error 596, and its connection", async () => {
    const [victim, killer] = await Promise.all([
      connect(configuration(server)),
      connect(configuration(server)),
    ]);
    const spid = (await run(victim, "SELECT @@SPID")).rows[0]?.[0];
    const ended = new Promise<void>((resolve) => victim.once("end", () => resolve()));
    const running = run(victim, "WAITFOR DELAY '0:10:00'");
    await expect.poll(() => server.sessions().some(({ isRunning }) => isRunning)).toBe(true);
    expect((await run(killer, `KILL ${spid}`)).errors).toEqual([]);
    expect((await running).errors).toMatchObject([{ number: 596, class: 21 }]);
    await ended;
    expect((await run(killer, "KILL 4711")).errors).toMatchObject([{ number: 6106 }]);
    await close(killer);
  });
});
