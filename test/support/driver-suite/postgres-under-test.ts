import { startPostgres } from "../servers/postgres.ts";
import { connectPostgres } from "../servers/wire-clients.ts";
import { type EngineUnderTest, reachOf } from "./engine-under-test.ts";

export const postgresUnderTest: EngineUnderTest = {
  name: "PostgreSQL",
  engine: "postgres",
  start: startPostgres,
  connect: connectPostgres,
  namespace: () => ({ database: undefined, schema: "public", isSystem: false }),
  setDatabaseUp: (database) => [`ALTER DATABASE ${database} SET timezone = 'UTC'`],
  dropDatabase: (database) => `DROP DATABASE ${database} WITH (FORCE)`,
  series: (rows) => `SELECT n, 'text ' || n FROM generate_series(1, ${rows}) n`,
  sleep: (seconds) => `SELECT pg_sleep(${seconds})`,
  endless: "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b",
  failsAtZero: "SELECT 1 / CAST(:of AS int)",
  slowView: "CREATE VIEW slow_view AS SELECT 1 AS a, pg_sleep(30)::text AS b",
  unverifiedModes: ["prefer", "require"],
  async limitedReach(server) {
    const admin = await connectPostgres(server);
    await admin.query("CREATE ROLE limited LOGIN PASSWORD 'limited'");
    await admin.end();
    return reachOf(server, { user: "limited", password: "limited" });
  },
  gatherStatistics: ["ANALYZE orders"],
  longTextType: "text",
  identifierType: "integer",
  hostileName: `Ärger "quoted" 'text' \`tick\` [b] ; DROP -- 😀\n\\`,
  version: /^PostgreSQL \d+\.\d+$/,
  settings: [
    "default_transaction_isolation",
    "synchronous_commit",
    "work_mem",
    "shared_buffers",
    "max_connections",
  ],
  socketHost: (server) => server.folder,
  types: [
    { type: "integer", value: "-2147483648", text: "-2147483648", kept: -2147483648 },
    { type: "bigint", value: "9007199254740993", text: "9007199254740993" },
    {
      type: "numeric(40,10)",
      value: "12345678901234567890.0123456789",
      text: "12345678901234567890.0123456789",
    },
    { type: "double precision", value: "1e300", text: "1e+300", kept: 1e300 },
    { type: "double precision", value: "'NaN'", text: "NaN", kept: Number.NaN },
    { type: "boolean", value: "true", text: "true", kept: "t" },
    { type: "date", value: "'2024-02-29'", text: "2024-02-29" },
    { type: "timestamptz", value: "'2024-03-31 14:00:00.123456+02'", text: "2024-03-31 12:00:00.123456+00" },
    { type: "timestamp", value: "'0044-03-15 01:02:03 BC'", text: "0044-03-15 01:02:03 BC" },
    { type: "interval", value: "'1 day 02:00'", text: "1 day 02:00:00" },
    { type: "text", value: "NULL", text: null },
    { type: "text", value: "''", text: "" },
    { type: "text", value: "'Grüße, 世界 😀'", text: "Grüße, 世界 😀" },
    { type: "bytea", value: "'\\x00ff41'", text: "0x00ff41", kept: Buffer.from([0, 255, 65]) },
    {
      type: "json",
      value: `'{"a": 12345678901234567890, "a": 2}'`,
      text: `{"a": 12345678901234567890, "a": 2}`,
    },
    {
      type: "uuid",
      value: "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
      text: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    },
    { type: "integer[]", value: "'{1,NULL,3}'", text: "{1,NULL,3}" },
  ],
  reads: [
    "SELECT 1;",
    "SELECT 1 -- the end",
    "SELECT 1 /* so */ ; -- end",
    "WITH big AS (SELECT 1 AS a) SELECT * FROM big ORDER BY a LIMIT 5",
    "VALUES (1), (2)",
    "TABLE pg_class",
    "SELECT 1 AS a, 2 AS a",
    "SELECT $$ ; -- $$ AS a",
    "SELECT 1 UNION SELECT 2 ORDER BY 1",
  ],
  refused: [
    ...each(
      "INSERT INTO kept VALUES (9)",
      "UPDATE kept SET id = 9",
      "DELETE FROM kept RETURNING id",
      "WITH w AS (DELETE FROM kept RETURNING id) SELECT * FROM w",
      "TRUNCATE kept",
      "SELECT * INTO more FROM kept",
      "COPY kept FROM PROGRAM 'echo 9'",
    ),
    ...each(
      "DROP TABLE kept",
      "CREATE TABLE more (a int)",
      "CREATE TEMP TABLE more (a int)",
      "ALTER TABLE kept ADD b int",
    ),
    ...each("CREATE USER somebody", "ALTER SYSTEM SET work_mem = '1MB'", "GRANT ALL ON kept TO PUBLIC"),
    ...each("COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'", "COPY kept TO '/tmp/kept'"),
    ...each(
      "SET TRANSACTION READ WRITE",
      "SET default_transaction_read_only = off",
      "RESET ALL",
      "DISCARD ALL",
    ),
    ...each("BEGIN READ WRITE", "COMMIT", "VACUUM", "ANALYZE kept", "LISTEN a", "NOTIFY a", "LOAD 'plpgsql'"),
    ...each(
      "DO $$ BEGIN DELETE FROM kept; END $$",
      "CALL wipe()",
      "EXPLAIN ANALYZE DELETE FROM kept",
      "CHECKPOINT",
    ),
    ...each("SELECT 1 COMMIT DROP TABLE kept", "SELECT 1; DROP TABLE kept", "SELECT 1) OR EXISTS (SELECT 1"),
  ],
  escapes: [
    { name: "pg_advisory_lock", sql: "SELECT pg_advisory_lock(1)" },
    { name: "pg_notify", sql: "SELECT pg_notify('a', 'b')" },
    { name: "pg_terminate_backend", sql: "SELECT pg_terminate_backend(0)" },
    { name: "pg_read_file", sql: "SELECT length(pg_read_file('PG_VERSION'))" },
    { name: "lo_create", sql: "SELECT lo_create(0)" },
  ],
  sideEffects: [
    "CREATE SEQUENCE counting",
    "CREATE FUNCTION wipe_kept() RETURNS int LANGUAGE sql AS 'DELETE FROM kept; SELECT 1'",
    "CREATE PROCEDURE wipe() LANGUAGE sql AS 'DELETE FROM kept'",
    "CREATE FUNCTION make_writable() RETURNS int LANGUAGE plpgsql AS 'BEGIN SET TRANSACTION READ WRITE; DELETE FROM kept; RETURN 1; END'",
  ],
  witness: `SELECT (SELECT string_agg(id::text, ',') FROM kept), (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_roles),
    (SELECT last_value FROM counting), current_setting('work_mem'), (SELECT count(*) FROM pg_largeobject_metadata)`,
  switchesOff: [
    { sql: "SELECT set_config('default_transaction_read_only', 'off', false)" },
    {
      // The second operation would write.
      sql: `SELECT CASE WHEN current_setting('default_transaction_read_only') = 'off' THEN wipe_kept()
        ELSE length(set_config('default_transaction_read_only', 'off', false)) END`,
    },
  ],
  refusedBySession: [
    ...each(
      "DELETE FROM kept",
      "CREATE TABLE more (a int)",
      "CREATE USER somebody",
      "DO $$ BEGIN DELETE FROM kept; END $$",
    ),
    { sql: "SELECT nextval('counting')" },
    { sql: "SELECT * FROM kept FOR UPDATE" },
    { sql: "SELECT wipe_kept()" },
    { sql: "SELECT make_writable()" },
    { sql: "SELECT set_config('transaction_read_only', 'off', false)" },
  ],
};

function each(...statements: readonly string[]) {
  return statements.map((sql) => ({ sql }));
}
