import { connect as dial } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { TdsServerOptions } from "../../support/tds-server/server/options.ts";
import { startTdsServerProcess } from "../../support/tds-server/start-server-process.ts";
import { startTdsServer, type TdsServer } from "../../support/tds-server/tds-server.ts";
import { close, configuration, connect, login, run } from "../../support/tds-server/tedious-client.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
let server: TdsServer;
afterEach(() => server?.close());

async function start(options: Partial<TdsServerOptions> = {}): Promise<TdsServer> {
  server = await startTdsServer({
    folder,
    databases: ["lanewise"],
    logins: [{ ...login, database: "lanewise" }],
    ...options,
  });
  return server;
}

describe("a server with a limit of connections", () => {
  it("refuses one more, and takes it when another has gone", async () => {
    await start({ maximumConnections: 2 });
    const [one, two] = [await connect(configuration(server)), await connect(configuration(server))];
    await expect(connect(configuration(server))).rejects.toMatchObject({
      message: expect.stringContaining("maximum number of '2' user connections"),
    });
    await close(one);
    await expect.poll(() => server.sessions().length).toBe(1);
    const three = await connect(configuration(server));
    await Promise.all([close(two), close(three)]);
  });
});

describe("a server that never answers", () => {
  it.each(["prelogin", "login"] as const)("at the %s leaves the client to its time-out", async (silentAt) => {
    await start({ silentAt });
    await expect(connect(configuration(server, { connectTimeout: 100 }))).rejects.toMatchObject({
      code: "ETIMEOUT",
    });
  });
});

describe("packets", () => {
  it.each([512, 4096, 32_767])("of %i bytes carry long statements and long results", async (packetSize) => {
    await start();
    const connection = await connect(configuration(server, { packetSize }));
    const text = "x".repeat(100_000);
    const { rows } = await run(connection, `SELECT '${text}', LEN('${text}'), N'${text}'`);
    expect(rows).toEqual([[text, 100_000, text]]);
    expect(server.sessions()[0]?.packetSize).toBe(packetSize);
    await close(connection);
  });

  it("are no larger than the server allows", async () => {
    await start({ maximumPacketSize: 1024 });
    const connection = await connect(configuration(server, { packetSize: 8192 }));
    expect(server.sessions()[0]?.packetSize).toBe(1024);
    expect((await run(connection, `SELECT '${"y".repeat(5000)}'`)).rows[0]?.[0]).toHaveLength(5000);
    await close(connection);
  });

  it("that are none end the connection", async () => {
    const reasons: string[] = [];
    await start({ onProtocolError: (detail) => reasons.push(detail) });
    for (const bytes of [
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      Buffer.from([0x12, 1, 0, 2, 0, 0, 0, 0]),
      Buffer.from([0x01, 1, 0, 9, 0, 0, 0, 0, 1]),
    ]) {
      const socket = dial(server.port, server.host);
      const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
      socket.on("error", () => {});
      socket.write(Buffer.concat([bytes, Buffer.alloc(20_000)]));
      await closed;
    }
    expect(reasons).toHaveLength(3);
  });
});

describe("sessions", () => {
  it("many at once each see their own", async () => {
    await start();
    const connections = await Promise.all(Array.from({ length: 12 }, () => connect(configuration(server))));
    await run(connections[0] as never, "CREATE TABLE shared (spid int)");
    const sql =
      "CREATE TABLE #own (n int); INSERT INTO #own VALUES (@@SPID); INSERT INTO shared SELECT n FROM #own; SELECT COUNT(*), MAX(n) - @@SPID FROM #own";
    const results = await Promise.all(connections.map((connection) => run(connection, sql)));
    expect(results.map(({ rows }) => rows)).toEqual(connections.map(() => [[1, 0]]));
    expect((await run(connections[0] as never, "SELECT COUNT(DISTINCT spid) FROM shared")).rows).toEqual([
      [12],
    ]);
    await Promise.all(connections.map(close));
  });

  it("start afresh when they are reset", async () => {
    await start();
    const connection = await connect(configuration(server));
    await run(
      connection,
      "CREATE TABLE #gone (n int); SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SET XACT_ABORT ON; USE master; BEGIN TRAN",
    );
    await new Promise<void>((resolve) => connection.reset(() => resolve()));
    const { rows } = await run(
      connection,
      "SELECT OBJECT_ID('tempdb..#gone'), DB_NAME(), @@TRANCOUNT, transaction_isolation_level FROM sys.dm_exec_sessions WHERE session_id = @@SPID",
    );
    expect(rows).toEqual([[null, "lanewise", 0, 2]]);
    await close(connection);
  });
});

describe("a server in a process of its own", () => {
  it("can be killed in the midst of a query and started again with its data", async () => {
    const first = await startTdsServerProcess({
      folder,
      databases: ["lanewise"],
      logins: [{ ...login, database: "lanewise" }],
    });
    const connection = await connect(configuration(first));
    await run(
      connection,
      "CREATE TABLE survives (n int); INSERT INTO survives VALUES (1); BEGIN TRAN; INSERT INTO survives VALUES (2)",
    );
    const running = run(connection, "WAITFOR DELAY '0:10:00'");
    await first.kill();
    expect((await running).failure).toMatch(/ESOCKET|ECLOSE|ECONNRESET/);
    await expect(connect(configuration(first))).rejects.toMatchObject({ code: "ESOCKET" });
    const second = await first.startAgain();
    expect(second.port).toBe(first.port);
    const again = await connect(configuration(second));
    expect((await run(again, "SELECT n FROM survives")).rows).toEqual([[1]]);
    await close(again);
    await second.kill();
  });
});
