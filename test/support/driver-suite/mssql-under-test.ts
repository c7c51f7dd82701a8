import { close, configuration, connect, run } from "../tds-server/tedious-client.ts";
import { type EngineUnderTest, reachOf } from "./engine-under-test.ts";
import { startTdsProcess } from "./start-tds-server.ts";

export const mssqlUnderTest: EngineUnderTest = {
  name: "SQL Server",
  engine: "mssql",
  start: startTdsProcess,
  async connect(server) {
    const { user, password, database, certificate } = server;
    const encrypt = certificate !== undefined;
    const connection = await connect(configuration(server, { user, password, database, encrypt }));
    return {
      async query(sql) {
        const { rows, errors, failure } = await run(connection, sql);
        const [error] = errors;
        if (error) throw new Error(`${error.number}: ${error.message}`);
        if (failure !== undefined) throw new Error(failure);
        return rows;
      },
      end: () => close(connection),
    };
  },
  namespace: ({ database }) => ({ database, schema: "dbo", isSystem: false }),
  dropDatabase: (database) =>
    `ALTER DATABASE ${database} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE ${database}`,
  series: (rows) =>
    `SELECT TOP (${rows}) a.object_id AS n, 'text ' + a.name AS t
     FROM sys.all_objects a CROSS JOIN sys.all_objects b`,
  sleep: (seconds) => `WAITFOR DELAY '00:00:${String(seconds).padStart(2, "0")}'`,
  endless:
    "SELECT COUNT_BIG(*) FROM sys.all_objects a CROSS JOIN sys.all_objects b CROSS JOIN sys.all_objects c CROSS JOIN sys.all_objects d",
  failsAtZero: "SELECT 1 / CAST(:of AS int)",
  slowView:
    "CREATE VIEW slow_view AS SELECT COUNT_BIG(*) AS a FROM sys.all_objects a CROSS JOIN sys.all_objects b CROSS JOIN sys.all_objects c CROSS JOIN sys.all_objects d",
  unverifiedModes: ["require"],
  limitedReach: async (server) => reachOf(server),
  gatherStatistics: [],
  longTextType: "nvarchar(max)",
  identifierType: "int NOT NULL",
  hostileName: `Ärger "quoted" 'text' \`tick\` [b] ; DROP -- 😀 \\`,
  version: /^SQL Server \d+\.\d+/,
  settings: ["transaction_isolation", "READ_COMMITTED_SNAPSHOT", "packet_size", "max_connections"],
  types: [
    { type: "int", value: "-2147483648", text: "-2147483648", kept: -2147483648 },
    { type: "bigint", value: "9007199254740993", text: "9007199254740993" },
    {
      type: "decimal(38,10)",
      value: "1234567890123456789.0123456789",
      text: "1234567890123456789.0123456789",
      // tedious makes a number of it.
      kept: Number("1234567890123456789.0123456789"),
    },
    { type: "float", value: "1e300", text: sameNumber(1e300), kept: 1e300 },
    { type: "bit", value: "1", text: "1", kept: 1 },
    { type: "money", value: "12.3456", text: "12.3456", kept: 12.3456 },
    { type: "date", value: "'2024-02-29'", text: "2024-02-29", kept: new Date("2024-02-29T00:00:00Z") },
    {
      type: "datetimeoffset(7)",
      value: "'2024-03-31 14:00:00.1234567 +02:00'",
      text: "2024-03-31 14:00:00.1234567 +02:00",
      kept: new Date("2024-03-31T12:00:00.123Z"),
    },
    { type: "nvarchar(40)", value: "NULL", text: null },
    { type: "nvarchar(40)", value: "N''", text: "" },
    { type: "nvarchar(40)", value: "N'Grüße, 世界 😀'", text: "Grüße, 世界 😀" },
    { type: "varbinary(10)", value: "0x00ff41", text: "0x00FF41", kept: Buffer.from([0, 255, 65]) },
    { type: "nvarchar(max)", value: `N'{"a": 12345678901234567890}'`, text: `{"a": 12345678901234567890}` },
    {
      type: "uniqueidentifier",
      value: "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
      text: "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
    },
  ],
  reads: [
    "SELECT 1;",
    "SELECT 1 -- the end",
    "WITH big AS (SELECT 1 AS a) SELECT * FROM big ORDER BY a",
    "SELECT id FROM kept ORDER BY id",
    "SELECT 'a;b' AS a FROM kept",
    "SELECT 1 AS a UNION SELECT 2 ORDER BY 1",
  ],
  refused: [
    ...each(
      "INSERT INTO kept VALUES (9)",
      "UPDATE kept SET id = 9",
      "DELETE FROM kept",
      "TRUNCATE TABLE kept",
    ),
    ...each(
      "SELECT * INTO more FROM kept",
      "DROP TABLE kept",
      "CREATE TABLE more (a int)",
      "CREATE VIEW more AS SELECT 1 AS a",
    ),
    ...each("BEGIN TRANSACTION", "COMMIT", "ROLLBACK", "WITH w AS (SELECT id FROM kept) DELETE FROM w"),
    ...each(
      "EXEC sp_executesql N'DELETE FROM kept'",
      "EXEC('DELETE FROM kept')",
      "SET NOCOUNT ON",
      "WAITFOR DELAY '00:00:01'",
    ),
    ...each("SELECT 1 COMMIT DROP TABLE kept", "SELECT 1; DROP TABLE kept", "SELECT 1) OR EXISTS (SELECT 1"),
    ...each("SELECT 1 SELECT 2", "DECLARE @a int SELECT @a"),
  ],
  escapes: [],
  sideEffects: [],
  witness:
    "SELECT (SELECT COUNT(*) FROM kept), (SELECT MAX(id) FROM kept), (SELECT COUNT(*) FROM sys.objects)",
  switchesOff: [],
  endsTransaction: each("COMMIT", "ROLLBACK"),
  refusedBySession: [],
  undoneBySession: each("DELETE FROM kept", "INSERT INTO kept VALUES (9)", "CREATE TABLE more (a int)"),
};

function each(...statements: readonly string[]) {
  return statements.map((sql) => ({ sql }));
}

/** The server writes more digits than it takes. */
function sameNumber(wanted: number): { asymmetricMatch(value: unknown): boolean } {
  return { asymmetricMatch: (value) => Number(value) === wanted };
}
