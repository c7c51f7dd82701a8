import { type Connection, ISOLATION_LEVEL } from "tedious";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTdsServer, type TdsServer } from "../../support/tds-server/tds-server.ts";
import { close, configuration, connect, login, run } from "../../support/tds-server/tedious-client.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
let server: TdsServer;
let one: Connection;
let other: Connection;
beforeAll(async () => {
  server = await startTdsServer({
    folder,
    databases: ["lanewise"],
    logins: [{ ...login, database: "lanewise" }],
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  [one, other] = await Promise.all([connect(configuration(server)), connect(configuration(server))]);
  await run(one, "DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, v int NOT NULL)");
});
afterEach(async () => {
  await Promise.all([close(one), close(other)]);
});

const settled = (start: (done: (error?: Error | null) => void) => void) =>
  new Promise<Error | undefined>((resolve) => start((error) => resolve(error ?? undefined)));
const count = async (connection: Connection) =>
  (await run(connection, "SELECT COUNT(*) FROM t")).rows[0]?.[0];

describe("a transaction", () => {
  it("begun by a request of the protocol is seen by others after its commit, not before", async () => {
    await settled((done) => one.beginTransaction(done, "named", ISOLATION_LEVEL["READ_COMMITTED"]));
    await run(one, "INSERT INTO t VALUES (1, 10)");
    expect((await run(one, "SELECT @@TRANCOUNT")).rows).toEqual([[1]]);
    expect([await count(one), await count(other)]).toEqual([1, 0]);
    await settled((done) => one.commitTransaction(done));
    expect(await count(other)).toBe(1);
  });

  it("begun in a batch ends by a request of the protocol: both know of one transaction", async () => {
    await run(one, "BEGIN TRAN; INSERT INTO t VALUES (1, 10)");
    expect(await settled((done) => one.rollbackTransaction(done))).toBeUndefined();
    expect(await count(one)).toBe(0);
  });

  it("rolls back to a savepoint, and keeps what came before", async () => {
    await run(
      one,
      "BEGIN TRAN; INSERT INTO t VALUES (1, 10); SAVE TRAN here; INSERT INTO t VALUES (2, 20); ROLLBACK TRAN here; COMMIT",
    );
    expect((await run(one, "SELECT id FROM t")).rows).toEqual([[1]]);
    await settled((done) => one.beginTransaction(done));
    await settled((done) => one.saveTransaction(done, "there"));
    await run(one, "DELETE FROM t");
    await settled((done) => one.rollbackTransaction(done, "there"));
    await settled((done) => one.commitTransaction(done));
    expect(await count(one)).toBe(1);
  });

  it("is nested by counting: the inner commit commits nothing, a rollback rolls back all", async () => {
    const { rows } = await run(
      one,
      "BEGIN TRAN; BEGIN TRAN; INSERT INTO t VALUES (1, 1); COMMIT; SELECT @@TRANCOUNT; ROLLBACK; SELECT @@TRANCOUNT",
    );
    expect(rows).toEqual([[1], [0]]);
    expect(await count(one)).toBe(0);
  });

  it("that is not there can be neither committed nor rolled back", async () => {
    expect((await run(one, "COMMIT")).errors).toMatchObject([{ number: 3902 }]);
    expect((await run(one, "ROLLBACK")).errors).toMatchObject([{ number: 3903 }]);
  });

  it("survives an error of one statement, but not under XACT_ABORT", async () => {
    await run(one, "INSERT INTO t VALUES (1, 1)");
    const kept = await run(
      one,
      "BEGIN TRAN; INSERT INTO t VALUES (2, 2); INSERT INTO t VALUES (1, 1); SELECT @@TRANCOUNT; COMMIT",
    );
    expect(kept.errors).toMatchObject([{ number: 2627, class: 14 }]);
    expect(kept.rows).toEqual([[1]]);
    const gone = await run(
      one,
      "SET XACT_ABORT ON; BEGIN TRAN; INSERT INTO t VALUES (3, 3); INSERT INTO t VALUES (1, 1); SELECT 1",
    );
    expect(gone.errors).toMatchObject([{ number: 2627 }]);
    expect(gone.rows).toEqual([]);
    expect((await run(one, "SELECT @@TRANCOUNT, COUNT(*) FROM t")).rows).toEqual([[0, 2]]);
  });

  it("begun and not ended inside sp_executesql is an error 266", async () => {
    const { errors } = await run(one, "BEGIN TRAN", { execute: (request) => one.execSql(request) });
    expect(errors).toMatchObject([{ number: 266, class: 16, state: 2 }]);
  });
});

describe("two writers", () => {
  it("wait for each other, and the wait is in the session's wait statistics", async () => {
    await run(one, "BEGIN TRAN; INSERT INTO t VALUES (1, 1)");
    const waiting = run(other, "INSERT INTO t VALUES (2, 2)");
    // The other one must have met the lock: its waits say so.
    await expect.poll(() => server.sessions().filter(({ isRunning }) => isRunning).length).toBe(1);
    await run(one, "WAITFOR DELAY '0:0:0.05'; COMMIT");
    expect((await waiting).rowCount).toBe(1);
    const { rows } = await run(
      one,
      "SELECT wait_type FROM sys.dm_exec_session_wait_stats WHERE wait_type LIKE 'LCK%'",
    );
    expect(rows).toEqual([["LCK_M_X"]]);
  });

  it("give up after LOCK_TIMEOUT with error 1222", async () => {
    await run(one, "BEGIN TRAN; INSERT INTO t VALUES (1, 1)");
    const { errors } = await run(other, "SET LOCK_TIMEOUT 20; INSERT INTO t VALUES (2, 2)");
    expect(errors).toMatchObject([{ number: 1222, class: 16 }]);
  });
});

describe("an isolation level", () => {
  it("SNAPSHOT reads what was there at its first read, and loses against a later writer with 3960", async () => {
    await run(one, "INSERT INTO t VALUES (1, 1)");
    await run(one, "SET TRANSACTION ISOLATION LEVEL SNAPSHOT; BEGIN TRAN; SELECT v FROM t");
    await run(other, "UPDATE t SET v = 2");
    expect((await run(one, "SELECT v FROM t")).rows).toEqual([[1]]);
    expect((await run(one, "UPDATE t SET v = 3")).errors).toMatchObject([{ number: 3960 }]);
    expect((await run(one, "SELECT @@TRANCOUNT, v FROM t")).rows).toEqual([[0, 2]]);
  });

  it("READ COMMITTED sees what others have committed meanwhile", async () => {
    await run(one, "INSERT INTO t VALUES (1, 1)");
    await run(one, "BEGIN TRAN; SELECT v FROM t");
    await run(other, "UPDATE t SET v = 2");
    expect((await run(one, "SELECT v FROM t; COMMIT")).rows).toEqual([[2]]);
  });

  it("is shown in sys.dm_exec_sessions", async () => {
    await run(one, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
    const { rows } = await run(
      one,
      "SELECT transaction_isolation_level FROM sys.dm_exec_sessions WHERE session_id = @@SPID",
    );
    expect(rows).toEqual([[4]]);
  });
});
