import { type Connection, Request, TYPES } from "tedious";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

type AddParameter = Parameters<Request["addParameter"]>;
type Case = readonly [string, AddParameter[1], unknown, AddParameter[3]?, unknown?];

const long = "ž😀".repeat(9000);
const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, i) => i & 0xff));
const at = new Date("2024-02-29T23:59:59.123Z");

/** SQL type, tedious type, value, options, what comes back where it differs. */
const cases: readonly Case[] = [
  ["bit", TYPES.Bit, true],
  ["tinyint", TYPES.TinyInt, 255],
  ["smallint", TYPES.SmallInt, -32_768],
  ["int", TYPES.Int, 2_147_483_647],
  ["bigint", TYPES.BigInt, "9007199254740993"],
  ["bigint", TYPES.BigInt, "-9223372036854775808"],
  ["decimal(9,2)", TYPES.Decimal, -1234567.89, { precision: 9, scale: 2 }],
  ["numeric(18,4)", TYPES.Numeric, 12345678901.2345, { precision: 18, scale: 4 }],
  ["float", TYPES.Float, 1.7976931348623157e308],
  ["real", TYPES.Real, 0.5],
  ["money", TYPES.Money, -922337203685.4775],
  ["smallmoney", TYPES.SmallMoney, 214748.3647],
  ["nvarchar(50)", TYPES.NVarChar, "Grüße, 世界 😀"],
  ["nvarchar(50)", TYPES.NVarChar, ""],
  ["nvarchar(max)", TYPES.NVarChar, long, { length: "max" as unknown as number }],
  ["varchar(20)", TYPES.VarChar, "fünf €"],
  ["varchar(20)", TYPES.VarChar, "a😀b", undefined, "a??b"],
  ["nchar(5)", TYPES.NChar, "ab", { length: 5 }, "ab   "],
  ["varbinary(10)", TYPES.VarBinary, Buffer.from([0, 1, 255])],
  ["varbinary(10)", TYPES.VarBinary, Buffer.alloc(0)],
  ["varbinary(max)", TYPES.VarBinary, bytes, { length: "max" as unknown as number }],
  ["date", TYPES.Date, new Date("2024-02-29T00:00:00Z")],
  ["date", TYPES.Date, new Date("0001-01-01T00:00:00Z")],
  ["time(7)", TYPES.Time, new Date("1970-01-01T12:34:56.789Z"), { scale: 7 }],
  ["datetime", TYPES.DateTime, at],
  ["smalldatetime", TYPES.SmallDateTime, new Date("2024-02-29T23:59:00Z")],
  ["datetime2(3)", TYPES.DateTime2, at, { scale: 3 }],
  ["datetime2(7)", TYPES.DateTime2, new Date("9999-12-31T23:59:59.999Z"), { scale: 7 }],
  ["datetimeoffset(7)", TYPES.DateTimeOffset, at],
  ["uniqueidentifier", TYPES.UniqueIdentifier, "6F9619FF-8B86-D011-B42D-00C04FC964FF"],
];

describe("a parameter", () => {
  for (const [sql, type, value, options, expected = value] of cases) {
    it(`of type ${sql} goes there and back: ${String(value).slice(0, 30)}`, async () => {
      const prepare = (request: Request) => request.addParameter("p", type, value, options);
      const execute = (request: Request) => connection.execSql(request);
      const echoed = await run(connection, "SELECT @p", { prepare, execute });
      expect(echoed).toMatchObject({ errors: [], failure: undefined });
      expect(echoed.rows).toEqual([[expected]]);
      await run(connection, `CREATE TABLE #kept (v ${sql} NULL)`);
      await run(connection, "INSERT INTO #kept VALUES (@p), (NULL)", { prepare, execute });
      const stored = await run(connection, "SELECT v FROM #kept");
      await run(connection, "DROP TABLE #kept");
      expect(stored.rows).toEqual([[expected], [null]]);
    });

    it(`of type ${sql} can be NULL: not ${String(value).slice(0, 30)}`, async () => {
      const prepare = (request: Request) => request.addParameter("p", type, null, options);
      const execute = (request: Request) => connection.execSql(request);
      expect((await run(connection, "SELECT @p, 1", { prepare, execute })).rows).toEqual([[null, 1]]);
    });
  }

  it("with OUTPUT comes back", async () => {
    const returned: unknown[] = [];
    await run(connection, "SET @out = @in * 2", {
      prepare: (request) => {
        request.addParameter("in", TYPES.Int, 21);
        request.addOutputParameter("out", TYPES.Int);
        request.on("returnValue", (name, value) => returned.push([name, value]));
      },
      execute: (request) => connection.execSql(request),
    });
    expect(returned).toEqual([["out", 42]]);
  });

  it("that is not declared is an error with the text's line", async () => {
    const { errors } = await run(connection, "SELECT 1,\n@nope", {
      execute: (request) => connection.execSql(request),
    });
    expect(errors).toMatchObject([{ number: 137, class: 15, state: 2, line: 2 }]);
  });
});

describe("a prepared statement", () => {
  it("runs again and again with other values until it is given up", async () => {
    const results: unknown[] = [];
    const request = new Request("SELECT @a + 1 AS n", () => {});
    request.addParameter("a", TYPES.Int, undefined);
    request.on("row", (row) => results.push(row[0]?.value));
    const done = (start: () => void) =>
      new Promise<void>((resolve) => {
        request.callback = () => resolve();
        start();
      });
    const prepared = new Promise<void>((resolve) => request.once("prepared", () => resolve()));
    connection.prepare(request);
    await prepared;
    await done(() => connection.execute(request, { a: 1 }));
    await done(() => connection.execute(request, { a: 41 }));
    expect(results).toEqual([2, 42]);
    await done(() => connection.unprepare(request));
  });

  it("sees a table that was made anew with another type", async () => {
    const sql = "SELECT v FROM changing";
    const execute = (request: Request) => connection.execSql(request);
    await run(connection, "CREATE TABLE changing (v int NULL); INSERT INTO changing VALUES (1)");
    expect((await run(connection, sql, { execute })).rows).toEqual([[1]]);
    await run(
      connection,
      "DROP TABLE changing; CREATE TABLE changing (v nvarchar(9) NULL); INSERT INTO changing VALUES (N'one')",
    );
    expect((await run(connection, sql, { execute })).rows).toEqual([["one"]]);
  });

  it("loses the temporary tables that it makes, as procedures do", async () => {
    await run(connection, "CREATE TABLE #own (a int)", { execute: (request) => connection.execSql(request) });
    const { errors } = await run(connection, "SELECT * FROM #own");
    expect(errors).toMatchObject([{ number: 208 }]);
  });
});
