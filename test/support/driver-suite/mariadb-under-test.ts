import { startMariadb } from "../servers/mariadb.ts";
import { connectMariadb } from "../servers/wire-clients.ts";
import { type EngineUnderTest, reachOf } from "./engine-under-test.ts";

const digits =
  "(SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)";

export const mariadbUnderTest: EngineUnderTest = {
  name: "MariaDB",
  engine: "mysql",
  start: startMariadb,
  connect: connectMariadb,
  namespace: ({ database }) => ({ database: undefined, schema: database, isSystem: false }),
  setDatabaseUp: (database) => [`ALTER DATABASE ${database} CHARACTER SET utf8mb4`],
  dropDatabase: (database) => `DROP DATABASE ${database}`,
  series: (rows) =>
    `SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n + 100000 * f.n AS n,
     CONCAT('text ', a.n) FROM ${digits} a, ${digits} b, ${digits} c, ${digits} d, ${digits} e, ${digits} f LIMIT ${rows}`,
  sleep: (seconds) => `SELECT SLEEP(${seconds})`,
  endless: "SELECT BENCHMARK(1000000000000, MD5('a'))",
  // A division by 0 is NULL there; a subquery with two rows fails.
  failsAtZero: "SELECT (SELECT n FROM (SELECT 1 AS n UNION SELECT 2) two WHERE n > :of)",
  slowView: "CREATE VIEW slow_view AS SELECT 1 AS a, SLEEP(30) AS b",
  unverifiedModes: ["prefer", "require"],
  async limitedReach(server) {
    const admin = await connectMariadb(server);
    await admin.query("CREATE USER limited IDENTIFIED BY 'limited'");
    await admin.query("GRANT SELECT ON *.* TO limited");
    await admin.end();
    return reachOf(server, { user: "limited", password: "limited" });
  },
  gatherStatistics: ["ANALYZE TABLE orders"],
  longTextType: "longtext",
  identifierType: "int",
  hostileName: `Ärger "quoted" 'text' \`tick\` [b] ; DROP -- \\ é`,
  version: /^(MariaDB|MySQL) \d+\.\d+\.\d+$/,
  settings: ["innodb_flush_log_at_trx_commit", "max_allowed_packet", "max_connections", "sql_mode"],
  socketHost: (server) => server.socketPath,
  types: [
    { type: "int", value: "-2147483648", text: "-2147483648", kept: -2147483648 },
    { type: "bigint", value: "9007199254740993", text: "9007199254740993" },
    { type: "bigint unsigned", value: "18446744073709551615", text: "18446744073709551615" },
    {
      type: "decimal(40,10)",
      value: "12345678901234567890.0123456789",
      text: "12345678901234567890.0123456789",
    },
    { type: "double", value: "1e300", text: "1e300", kept: 1e300 },
    { type: "boolean", value: "true", text: "1", kept: 1 },
    { type: "date", value: "'2024-02-29'", text: "2024-02-29", kept: new Date(2024, 1, 29) },
    {
      type: "datetime(6)",
      value: "'2024-03-15 14:00:00.123456'",
      text: "2024-03-15 14:00:00.123456",
      kept: new Date(2024, 2, 15, 14, 0, 0, 123),
    },
    { type: "time", value: "'-12:30:00'", text: "-12:30:00" },
    { type: "text", value: "NULL", text: null },
    { type: "text", value: "''", text: "" },
    { type: "varchar(40)", value: "'Grüße, 世界 😀'", text: "Grüße, 世界 😀" },
    { type: "blob", value: "x'00ff41'", text: "0x00ff41", kept: Buffer.from([0, 255, 65]) },
    { type: "json", value: `'{"a": 12345678901234567890}'`, text: `{"a": 12345678901234567890}` },
    { type: "bit(3)", value: "b'101'", text: "101", kept: Buffer.from([5]) },
    { type: "point", value: "POINT(1, 2)", text: "POINT(1 2)", kept: expectBytes(25) },
  ],
  reads: [
    "SELECT 1;",
    "SELECT 1 -- the end",
    "SELECT 1 # the end",
    "WITH big AS (SELECT 1 AS a) SELECT * FROM big ORDER BY a LIMIT 5",
    "VALUES (1), (2)",
    "SELECT 1 AS a, 2 AS a",
    "SELECT 'a;b' FROM kept ORDER BY id",
    "SELECT 1 UNION SELECT 2 ORDER BY 1",
  ],
  refused: [
    ...each(
      "INSERT INTO kept VALUES (9)",
      "UPDATE kept SET id = 9",
      "DELETE FROM kept",
      "REPLACE INTO kept VALUES (9)",
    ),
    ...each("TRUNCATE kept", "LOAD DATA INFILE '/etc/hostname' INTO TABLE kept"),
    ...each(
      "DROP TABLE kept",
      "CREATE TABLE more (a int)",
      "CREATE TEMPORARY TABLE more (a int)",
      "ALTER TABLE kept ADD b int",
    ),
    ...each(
      "CREATE USER somebody",
      "GRANT ALL ON *.* TO somebody",
      "SET PASSWORD = ''",
      "SET GLOBAL max_connections = 7",
    ),
    ...each(
      "SELECT 1 INTO OUTFILE '/tmp/lanewise-outfile'",
      "SELECT 1 /*! INTO OUTFILE '/tmp/lanewise-outfile' */",
    ),
    ...each("SELECT 1 INTO DUMPFILE '/tmp/lanewise-dumpfile'", "SELECT 1 INTO @v"),
    ...each(
      "SET SESSION TRANSACTION READ WRITE",
      "SET tx_read_only = 0",
      "START TRANSACTION READ WRITE",
      "COMMIT",
    ),
    ...each(
      "CALL wipe()",
      "DO wipe_kept()",
      "FLUSH TABLES",
      "OPTIMIZE TABLE kept",
      "LOCK TABLES kept WRITE",
      "USE mysql",
    ),
    ...each("SELECT 1 COMMIT DROP TABLE kept", "SELECT 1; DROP TABLE kept", "SELECT 1) OR EXISTS (SELECT 1"),
    ...each("SELECT wipe_kept()", "SELECT NEXTVAL(counting)", "SELECT * FROM kept FOR UPDATE"),
  ],
  escapes: [
    { name: "GET_LOCK", sql: "SELECT GET_LOCK('a', 0)" },
    { name: "LOAD_FILE", sql: "SELECT LOAD_FILE('/etc/hostname')" },
    { name: "user variables", sql: "SELECT @v := 5" },
  ],
  sideEffects: [
    "CREATE SEQUENCE counting",
    "CREATE FUNCTION wipe_kept() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM kept; RETURN 1; END",
    "CREATE PROCEDURE wipe() DELETE FROM kept",
    "CREATE FUNCTION make_writable() RETURNS int BEGIN SET SESSION tx_read_only = 0; RETURN 1; END",
  ],
  witness: `SELECT (SELECT GROUP_CONCAT(id) FROM kept), (SELECT COUNT(*) FROM information_schema.TABLES),
    (SELECT COUNT(*) FROM mysql.user), @@GLOBAL.max_connections, (SELECT next_not_cached_value FROM counting)`,
  switchesOff: [{ sql: "SELECT make_writable()" }],
  refusedBySession: each("DELETE FROM kept", "INSERT INTO kept VALUES (9)", "DROP TABLE kept", "CALL wipe()"),
};

function each(...statements: readonly string[]) {
  return statements.map((sql) => ({ sql }));
}

/** MySQL's own form of a geometry, which nobody reads here. */
function expectBytes(length: number): unknown {
  return { asymmetricMatch: (value: unknown) => value instanceof Uint8Array && value.byteLength === length };
}
