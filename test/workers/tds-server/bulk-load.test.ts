import { type Connection, TYPES } from "tedious";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTdsServer, type TdsServer } from "../../support/tds-server/tds-server.ts";
import { close, configuration, connect, login, run } from "../../support/tds-server/tedious-client.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
let server: TdsServer;
let connection: Connection;
beforeAll(async () => {
  server = await startTdsServer({
    folder,
    databases: ["lanewise"],
    logins: [{ ...login, database: "lanewise" }],
  });
  connection = await connect(configuration(server, { packetSize: 512 }));
});
afterAll(async () => {
  await close(connection);
  await server.close();
});
beforeEach(async () => {
  await run(
    connection,
    "DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, name nvarchar(10) NULL, note nvarchar(max) NULL, price decimal(9,2) NULL, made datetime2(3) NULL, raw varbinary(max) NULL)",
  );
});

function load(
  rows: Iterable<readonly unknown[]>,
): Promise<{ error: Error | undefined; rowCount: number | undefined }> {
  return new Promise((resolve) => {
    const bulk = connection.newBulkLoad("t", { keepNulls: true }, (error, rowCount) =>
      resolve({ error: error ?? undefined, rowCount }),
    );
    bulk.addColumn("id", TYPES.Int, { nullable: false });
    bulk.addColumn("name", TYPES.NVarChar, { length: 50, nullable: true });
    bulk.addColumn("note", TYPES.NVarChar, { length: Number.POSITIVE_INFINITY, nullable: true });
    bulk.addColumn("price", TYPES.Decimal, { precision: 9, scale: 2, nullable: true });
    bulk.addColumn("made", TYPES.DateTime2, { scale: 3, nullable: true });
    bulk.addColumn("raw", TYPES.VarBinary, { length: Number.POSITIVE_INFINITY, nullable: true });
    connection.execBulkLoad(bulk, rows as Iterable<unknown[]>);
  });
}

const rowsIn = async () => (await run(connection, "SELECT COUNT(*) FROM t")).rows[0]?.[0];

describe("a bulk load", () => {
  it("stores every value, over many packets", async () => {
    const note = "ž😀".repeat(2000);
    const made = new Date("2024-02-29T23:59:59.123Z");
    const raw = Buffer.from([0, 1, 2, 255]);
    const { error, rowCount } = await load([
      [1, "Žofka", note, 12.5, made, raw],
      [2, null, null, null, null, null],
      [3, "", "", 0, made, Buffer.alloc(0)],
    ]);
    expect(error).toBeUndefined();
    expect(rowCount).toBe(3);
    expect((await run(connection, "SELECT * FROM t ORDER BY id")).rows).toEqual([
      [1, "Žofka", note, 12.5, made, raw],
      [2, null, null, null, null, null],
      [3, "", "", 0, made, Buffer.alloc(0)],
    ]);
  });

  it("takes tens of thousands of rows", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [i, `n${i}`, null, i / 100, null, null]);
    expect((await load(rows)).rowCount).toBe(20_000);
    expect(await rowsIn()).toBe(20_000);
  });

  it("stores nothing when a row breaks a key, a length or a NOT NULL", async () => {
    const broken = [
      [[2, "x"], 2627],
      [[9, "far too long"], 2628],
    ] as const;
    for (const [[id, name], number] of broken) {
      const rows = [
        [1, "a"],
        [2, "b"],
        [id, name],
      ].map((row) => [...row, null, null, null, null]);
      const { error } = await load(rows);
      expect(error).toMatchObject({ number });
      expect(await rowsIn()).toBe(0);
    }
  });

  it("is part of the transaction around it", async () => {
    await run(connection, "BEGIN TRAN");
    await load([[1, "a", null, null, null, null]]);
    expect(await rowsIn()).toBe(1);
    await run(connection, "ROLLBACK");
    expect(await rowsIn()).toBe(0);
  });

  it("that its client breaks off stores nothing, and the connection goes on", async () => {
    function* endless() {
      for (let i = 0; ; i++) {
        if (i === 5000) connection.cancel();
        yield [i, "x", null, null, null, null];
      }
    }
    const { error } = await load(endless());
    expect(error).toMatchObject({ code: "ECANCEL" });
    expect(await rowsIn()).toBe(0);
  });

  it("into a table that is not there is refused before rows are sent", async () => {
    await run(connection, "DROP TABLE t");
    expect((await load([])).error).toMatchObject({ number: 208 });
  });
});
