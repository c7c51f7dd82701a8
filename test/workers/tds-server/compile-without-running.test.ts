import type { Connection } from "tedious";
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
  connection = await connect(configuration(server));
  await run(
    connection,
    "CREATE TABLE kept (id int PRIMARY KEY, v nvarchar(9) NULL); INSERT INTO kept VALUES (1, N'x')",
  );
});
afterAll(async () => {
  await close(connection);
  await server.close();
});

const describeIt = async (sql: string) =>
  run(connection, `EXEC sp_describe_first_result_set @tsql = N'${sql.replaceAll("'", "''")}'`);
const inside = (sql: string) => describeIt(`SELECT 1 WHERE EXISTS (${sql}\n)`);
const numbers = (result: Awaited<ReturnType<typeof run>>) => result.errors.map(({ number }) => number);

describe("sp_describe_first_result_set", () => {
  it("describes the columns and runs nothing", async () => {
    const { rows, columns } = await describeIt("SELECT id, v, 1 / 0 AS never FROM kept");
    const at = (name: string) => columns.findIndex((column) => column.name === name);
    const picked = rows.map((row) => [
      row[at("column_ordinal")],
      row[at("name")],
      row[at("system_type_name")],
      row[at("is_nullable")],
    ]);
    expect(picked).toEqual([
      [1, "id", "int", false],
      [2, "v", "nvarchar(9)", true],
      [3, "never", "int", true],
    ]);
  });

  it("takes a query alone and inside EXISTS", async () => {
    expect(numbers(await describeIt("SELECT * FROM kept WHERE id = 1"))).toEqual([]);
    expect(numbers(await inside("SELECT * FROM kept WHERE id = 1"))).toEqual([]);
  });

  it.each([
    ["INSERT INTO kept VALUES (2, NULL)", 156],
    ["UPDATE kept SET v = NULL", 156],
    ["DELETE FROM kept", 156],
    ["DROP TABLE kept", 156],
    ["EXEC sp_who", 156],
    ["COMMIT", 156],
    ["SELECT 1 COMMIT DROP TABLE kept", 156],
    ["SELECT 1; DROP TABLE kept", 102],
    ["WITH c AS (SELECT 1 AS a) SELECT * FROM c", 156],
    ["SELECT * FROM kept ORDER BY id", 1033],
    ["SELECT * FROM kept OPTION (MAXDOP 1)", 156],
    ["SELECT * INTO copied FROM kept", 156],
    ["GRANT SELECT ON kept TO public", 156],
  ])("refuses inside EXISTS what is no plain query: %s", async (sql, number) => {
    const found = numbers(await inside(sql));
    expect(found[0]).toBe(number);
    expect([11_501, 11_529]).toContain(found[1]);
  });

  it("has no columns for statements that give none, and no error", async () => {
    for (const sql of [
      "INSERT INTO kept VALUES (2, NULL)",
      "DROP TABLE kept",
      "SELECT * INTO copied FROM kept",
      "GRANT SELECT ON kept TO public",
      "ALTER TABLE kept ADD w int",
    ]) {
      const result = await describeIt(sql);
      expect([sql, numbers(result), result.rows.length]).toEqual([sql, [], 0]);
    }
    expect((await run(connection, "SELECT COUNT(*) FROM kept")).rows).toEqual([[1]]);
  });

  it("fails for what does not compile", async () => {
    expect(numbers(await describeIt("SELECT * FROM nowhere"))).toEqual([208, 11_529]);
    expect(numbers(await describeIt("SELECT nope FROM kept"))).toEqual([207, 11_529]);
    expect(numbers(await describeIt("SELECT FROM"))).toEqual([156, 11_501]);
    expect(numbers(await describeIt("EXEC ('SELECT 1')"))).toEqual([11_513]);
    await run(connection, "CREATE TABLE #mine (a int)");
    expect(numbers(await describeIt("SELECT * FROM #mine"))).toEqual([11_525]);
    expect(numbers(await describeIt("SELECT @p"))).toEqual([137, 11_501]);
  });
});

describe("SET SHOWPLAN_XML ON", () => {
  it("stands alone in its batch", async () => {
    expect(numbers(await run(connection, "SET SHOWPLAN_XML ON; SELECT 1"))).toEqual([1067]);
  });

  it.each([
    ["SELECT * FROM kept ORDER BY id OPTION (MAXDOP 1)", ["SELECT"]],
    ["WITH c AS (SELECT 1 AS a) SELECT * FROM c", ["SELECT"]],
    ["INSERT INTO kept VALUES (2, NULL)", ["INSERT"]],
    ["SELECT 1 DELETE FROM kept", ["SELECT", "DELETE"]],
    ["SELECT * INTO copied FROM kept", ["SELECT INTO"]],
    ["DROP TABLE kept", ["DROP OBJECT"]],
  ])("shows the statement types and runs nothing: %s", async (sql, types) => {
    expect((await run(connection, "SET SHOWPLAN_XML ON")).errors).toEqual([]);
    const { rows, errors } = await run(connection, sql);
    await run(connection, "SET SHOWPLAN_XML OFF");
    expect(errors).toEqual([]);
    expect(rows.map(([xml]) => /StatementType="([^"]+)"/.exec(String(xml))?.[1])).toEqual(types);
    expect((await run(connection, "SELECT COUNT(*) FROM kept")).rows).toEqual([[1]]);
  });

  it("fails for what does not compile", async () => {
    await run(connection, "SET SHOWPLAN_XML ON");
    const { errors } = await run(connection, "SELECT * FROM nowhere");
    await run(connection, "SET SHOWPLAN_XML OFF");
    expect(errors).toMatchObject([{ number: 208 }]);
  });
});
