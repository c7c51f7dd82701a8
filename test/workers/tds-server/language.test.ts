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
    "CREATE TABLE pets (id int PRIMARY KEY, name nvarchar(20) NOT NULL, kind char(5) NULL, weight decimal(9,2) NULL, owner int NULL)",
  );
  await run(
    connection,
    "INSERT INTO pets VALUES (1, N'Rex', 'dog', 12.50, 1), (2, N'žofka', 'cat', 4.25, 1), (3, N'Ábel', 'dog', 9.75, NULL), (4, N'Tom', NULL, NULL, 2)",
  );
  await run(
    connection,
    "CREATE TABLE owners (id int PRIMARY KEY, name nvarchar(20)); INSERT INTO owners VALUES (1, N'Ann'), (2, N'Bob'), (3, N'Cy')",
  );
});
afterAll(async () => {
  await close(connection);
  await server.close();
});

describe("a query", () => {
  it.each<[string, unknown[][]]>([
    ["SELECT TOP 2 name FROM pets ORDER BY weight DESC", [["Rex"], ["Ábel"]]],
    ["SELECT name FROM pets ORDER BY id OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY", [["žofka"], ["Ábel"]]],
    [
      "SELECT p.name, o.name FROM pets p LEFT JOIN owners o ON o.id = p.owner ORDER BY p.id",
      [
        ["Rex", "Ann"],
        ["žofka", "Ann"],
        ["Ábel", null],
        ["Tom", "Bob"],
      ],
    ],
    [
      "SELECT o.name, COUNT(p.id) n, SUM(p.weight) w FROM owners o LEFT JOIN pets p ON p.owner = o.id GROUP BY o.name ORDER BY o.name",
      [
        ["Ann", 2, 16.75],
        ["Bob", 1, null],
        ["Cy", 0, null],
      ],
    ],
    [
      "SELECT kind, AVG(weight) FROM pets WHERE kind IS NOT NULL GROUP BY kind HAVING COUNT(*) > 1",
      [["dog  ", 11.125]],
    ],
    ["SELECT name FROM pets WHERE kind = 'DOG' AND name LIKE '[r-s]%'", [["Rex"]]],
    ["SELECT name FROM pets WHERE weight BETWEEN 4 AND 10 AND id NOT IN (SELECT 3)", [["žofka"]]],
    ["SELECT name FROM owners o WHERE NOT EXISTS (SELECT 1 FROM pets p WHERE p.owner = o.id)", [["Cy"]]],
    [
      "SELECT (SELECT MAX(name) FROM owners), (SELECT COUNT(*) FROM pets p WHERE p.owner = o.id) FROM owners o WHERE o.id = 1",
      [["Cy", 2]],
    ],
    ["WITH a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a WHERE n < 5) SELECT SUM(n) FROM a", [[15]]],
    ["SELECT n FROM (VALUES (1), (2), (NULL)) v(n) UNION SELECT 2 ORDER BY n DESC", [[2], [1], [null]]],
    ["SELECT 1 AS a INTERSECT SELECT 1 EXCEPT SELECT 2", [[1]]],
    [
      "SELECT name, ROW_NUMBER() OVER (PARTITION BY kind ORDER BY weight) FROM pets WHERE kind = 'dog' ORDER BY weight",
      [
        ["Ábel", "1"],
        ["Rex", "2"],
      ],
    ],
    ["SELECT COUNT(*), SUM(CAST(value AS bigint)) FROM GENERATE_SERIES(1, 1000)", [[1000, "500500"]]],
    [
      "SELECT TOP 3 ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) FROM sys.all_objects a CROSS JOIN sys.all_objects b",
      [["1"], ["2"], ["3"]],
    ],
    ["SELECT DISTINCT UPPER(kind) FROM pets ORDER BY UPPER(kind)", [[null], ["CAT  "], ["DOG  "]]],
    ["SELECT STRING_AGG(name, ',') FROM owners", [["Ann,Bob,Cy"]]],
    [
      "SELECT CASE kind WHEN 'dog' THEN 1 WHEN 'cat' THEN 2 ELSE 0 END FROM pets ORDER BY id",
      [[1], [2], [1], [0]],
    ],
    ['SELECT [name] [a b], "id" FROM dbo.[pets] AS [p q] WHERE [p q].id = 1', [["Rex", 1]]],
    [
      "DECLARE @n int = 3, @s nvarchar(9); SET @s = N'x'; WHILE @n > 0 BEGIN SET @s += N'y'; SET @n -= 1 END; SELECT @s, @n",
      [["xyyy", 0]],
    ],
    [
      "DECLARE @last nvarchar(20); SELECT @last = name FROM owners ORDER BY id; SELECT @last, @@ROWCOUNT",
      [["Cy", 3]],
    ],
    ["SELECT (SELECT name FROM pets WHERE id = 1), (SELECT name FROM pets WHERE id = 99)", [["Rex", null]]],
    ["SET XACT_ABORT ON; RAISERROR(N'noted', 9, 1); SELECT 'goes on'; SET XACT_ABORT OFF", [["goes on"]]],
    [
      "SET IMPLICIT_TRANSACTIONS ON; SELECT COUNT(*) FROM pets; SELECT @@TRANCOUNT; ROLLBACK; SET IMPLICIT_TRANSACTIONS OFF",
      [[4], [1]],
    ],
    ["IF EXISTS (SELECT 1 FROM pets) SELECT 'yes' ELSE SELECT 'no'", [["yes"]]],
    ["IF OBJECT_ID(N'dbo.nowhere', N'U') IS NULL SELECT 'none'", [["none"]]],
    ["SELECT id INTO #copy FROM pets WHERE owner = 1; SELECT COUNT(*) FROM #copy; DROP TABLE #copy", [[2]]],
    [
      "BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH SELECT ERROR_NUMBER(), ERROR_MESSAGE() END CATCH",
      [[8134, "Divide by zero error encountered."]],
    ],
    ["/* a /* nested */ comment */ SELECT 'it''s' -- the end", [["it's"]]],
  ])("%s", async (sql, rows) => {
    const result = await run(connection, sql);
    expect(result.errors).toEqual([]);
    expect(result.rows).toEqual(rows);
  });
});

describe("an expression", () => {
  it.each<[string, unknown, string?]>([
    ["7 / 2", 3, "IntN"],
    ["7 % 4 + 2 * 3", 9],
    ["7 / 2.0", 3.5, "DecimalN"],
    ["CAST(1 AS decimal(38,0)) / 3", 0.333333],
    ["0.1 + 0.2", 0.3],
    [
      "CAST(CAST('12345678901234567890.123456789' AS decimal(38,9)) - 0.000000001 AS varchar(50))",
      "12345678901234567890.123456788",
    ],
    ["1e0 / 3", 1 / 3, "FloatN"],
    ["N'a' + 'b' + CAST(1 AS varchar)", "ab1", "NVarChar"],
    ["'5' + 1", 6],
    ["CONVERT(varchar(30), CAST('2024-02-29 01:02:03.456' AS datetime2(3)), 126)", "2024-02-29T01:02:03.456"],
    ["CONVERT(char(8), CAST('2024-02-29' AS date), 112)", "20240229"],
    ["CAST('2024-02-29 23:59:59.999' AS datetime)", new Date("2024-03-01T00:00:00.000Z")],
    [
      "CAST(CAST('2024-02-29 23:30:00 +02:00' AS datetimeoffset(0)) AS varchar(40))",
      "2024-02-29 23:30:00 +02:00",
    ],
    ["DATEADD(month, 1, CAST('2024-01-31' AS date))", new Date("2024-02-29T00:00:00Z")],
    ["DATEDIFF(day, '2024-02-28', '2024-03-01')", 2],
    ["DATEPART(weekday, '2024-02-29')", 5],
    ["YEAR('2024-02-29') * 100 + MONTH('2024-02-29')", 202402],
    ["LEN(N'a😀  ')", 3],
    ["DATALENGTH(N'ab') + DATALENGTH('ab') + DATALENGTH(CAST(1 AS bigint))", 14],
    ["SUBSTRING('abcdef', 2, 3) + LEFT('xyz', 1) + RIGHT('xyz', 1) + REPLACE('aXa', 'x', '-')", "bcdxza-a"],
    ["CHARINDEX('C', 'abc') + ABS(-4) + ROUND(2.567, 1) + CEILING(1.2) + FLOOR(1.8)", 12.6],
    ["ISNULL(NULL, 'x') + COALESCE(NULL, NULL, 'y') + IIF(1 = 1, 'a', 'b')", "xya"],
    ["NULLIF(1, 1)", null],
    ["TRY_CAST('x' AS int)", null],
    ["CAST(0x4142 AS varchar(2)) + CONVERT(varchar(10), 0xFF, 1)", "AB0xFF"],
    ["CAST(N'Ω' AS varchar(3))", "?"],
    ["CAST('abc' AS char(5)) + '|'", "abc  |"],
    ["CONCAT('a', NULL, 1, 2.50)", "a12.50"],
    ["-2147483648 - 0", -2147483648],
    ["CAST(9223372036854775807 AS bigint)", "9223372036854775807", "BigInt"],
    ["CAST(1.005 AS money)", 1.005],
    ["CAST('true' AS bit)", true],
    ["5 & 3 | 8", 9],
  ])("%s", async (sql, value, type) => {
    const { rows, columns, errors } = await run(connection, `SELECT ${sql}`);
    expect(errors).toEqual([]);
    expect(rows).toEqual([[value]]);
    if (type !== undefined) expect(columns[0]?.type).toBe(type);
  });
});

describe("an error", () => {
  it.each<[string, number]>([
    ["SELECT CAST('x' AS int)", 245],
    ["SELECT CAST('x' AS decimal(5,2))", 8114],
    ["SELECT CAST('x' AS uniqueidentifier)", 8169],
    ["SELECT CAST('2024-02-30' AS date)", 241],
    ["SELECT CAST('1500-01-01' AS datetime)", 242],
    ["SELECT CAST(300 AS tinyint)", 220],
    ["SELECT 2147483647 + 1", 8115],
    ["SELECT CAST(12345.6 AS decimal(4,1))", 8115],
    ["SELECT SUM(n) FROM (VALUES (2147483647), (1)) v(n)", 8115],
    ["SELECT name, COUNT(*) FROM pets", 8120],
    ["SELECT nope.id FROM pets", 4104],
    ["SELECT name FROM pets p JOIN owners o ON o.id = p.owner", 209],
    ["SELECT * FROM pets, pets", 1013],
    ["SELECT * FROM (SELECT 1) d", 8155],
    ["SELECT * FROM (SELECT id FROM pets ORDER BY id) d", 1033],
    ["SELECT 1 UNION SELECT 1, 2", 205],
    ["SELECT NOPE(1)", 195],
    ["SELECT 1 WHERE 1", 4145],
    ["SELECT (SELECT id FROM pets)", 512],
    ["SELECT name FROM owners WHERE id = (SELECT owner FROM pets WHERE owner IS NOT NULL)", 512],
    ["SET ROWCOUNT 1", 49_999],
    ["SELECT 'a", 105],
    ["SELECT @x", 137],
    ["DECLARE @a int; DECLARE @a int", 134],
    ["WITH a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT COUNT(*) FROM a", 530],
    ["INSERT INTO pets (id, name) VALUES (9, N'a name that is far too long for it')", 2628],
    ["INSERT INTO pets (id) VALUES (9)", 515],
    ["INSERT INTO pets VALUES (9, N'x')", 109],
    ["INSERT INTO sys.tables VALUES (1)", 259],
    ["EXEC nowhere", 2812],
    ["CREATE TABLE x (a nothing)", 2715],
    ["THROW 51000, N'thrown', 3", 51_000],
    ["MERGE pets USING owners ON 1 = 1 WHEN MATCHED THEN DELETE;", 49_999],
    ["SELECT * FROM pets CROSS APPLY owners", 49_999],
  ])("%s", async (sql, number) => {
    const { errors } = await run(connection, sql);
    expect(errors.map((error) => error.number)).toEqual([number]);
  });
});

describe("a write", () => {
  it("updates, deletes and gives back what it changed", async () => {
    await run(
      connection,
      "CREATE TABLE w (id int IDENTITY(10,1) PRIMARY KEY, v int NOT NULL DEFAULT 5, t nvarchar(5) NULL)",
    );
    const inserted = await run(
      connection,
      "INSERT INTO w (v) OUTPUT inserted.id, inserted.v VALUES (1), (2), (DEFAULT); SELECT SCOPE_IDENTITY(), @@ROWCOUNT",
    );
    expect(inserted.rows).toEqual([
      [10, 1],
      [11, 2],
      [12, 5],
      [12, 3],
    ]);
    expect((await run(connection, "UPDATE w SET v = v * 10, t = N'x' WHERE v < 5")).rowCount).toBe(2);
    expect((await run(connection, "DELETE TOP (1) FROM w WHERE t IS NULL")).rowCount).toBe(1);
    expect((await run(connection, "SELECT id, v, t FROM w ORDER BY id")).rows).toEqual([
      [10, 10, "x"],
      [11, 20, "x"],
    ]);
    const kept = await run(
      connection,
      "SET IDENTITY_INSERT w ON; INSERT INTO w (id, v) VALUES (3, 3); SET IDENTITY_INSERT w OFF; TRUNCATE TABLE w; INSERT INTO w DEFAULT VALUES; SELECT * FROM w",
    );
    expect(kept.errors).toEqual([]);
    expect(kept.rows).toEqual([[1, 5, null]]);
  });

  it("counts nothing under NOCOUNT", async () => {
    const { rowCount } = await run(connection, "SET NOCOUNT ON; UPDATE owners SET name = name");
    await run(connection, "SET NOCOUNT OFF");
    expect(rowCount).toBe(0);
  });

  it("tells messages that are no errors", async () => {
    const { infos, errors } = await run(
      connection,
      "PRINT N'hello ' + CAST(1 AS varchar(9)); RAISERROR(N'note %d of %s', 10, 3, 1, N'two')",
    );
    expect(errors).toEqual([]);
    expect(infos).toMatchObject([
      { number: 0, class: 0, message: "hello 1" },
      { number: 50_000, class: 0, state: 3, message: "note 1 of two" },
    ]);
  });
});
