import type { Connection } from "tedious";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedManyTables, seedTable } from "../../support/tds-server/seed-table.ts";
import { startTdsServer, type TdsServer } from "../../support/tds-server/tds-server.ts";
import { close, configuration, connect, login, run } from "../../support/tds-server/tedious-client.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const hostile = `Ärger "quoted" 'text' \`tick\` [b] ; DROP -- 😀\n\\`;
const bracketed = `[${hostile.replaceAll("]", "]]")}]`;
let server: TdsServer;
let connection: Connection;
beforeAll(async () => {
  server = await startTdsServer({
    folder,
    databases: ["lanewise", "second"],
    logins: [{ ...login, database: "lanewise" }],
    maximumConnections: 77,
  });
  seedTable({ folder, database: "lanewise", table: "numbers", rows: 1000 });
  seedManyTables({ folder, database: "second", prefix: "small", count: 300 });
  connection = await connect(configuration(server));
  for (const batch of [
    "CREATE SCHEMA sales",
    "CREATE TABLE sales.customers (id int IDENTITY(5,1) CONSTRAINT PK_customers PRIMARY KEY, email varchar(90) NOT NULL CONSTRAINT UQ_email UNIQUE, credit decimal(18,2) NOT NULL DEFAULT 0, note nvarchar(max) NULL)",
    "CREATE TABLE sales.orders (customer int NOT NULL, number int NOT NULL, placed datetime2(3) NOT NULL, CONSTRAINT PK_orders PRIMARY KEY (customer, number), CONSTRAINT FK_orders_customers FOREIGN KEY (customer) REFERENCES sales.customers (id) ON DELETE CASCADE)",
    "CREATE INDEX IX_placed ON sales.orders (placed DESC, number)",
    "CREATE VIEW sales.rich AS SELECT id, email, credit * 2 AS doubled FROM sales.customers WHERE credit > 10",
    `CREATE TABLE ${bracketed} (${bracketed} int NULL)`,
    "INSERT INTO sales.customers (email, credit) VALUES ('a@b', 20), ('c@d', 5)",
  ]) {
    expect((await run(connection, batch)).errors).toEqual([]);
  }
});
afterAll(async () => {
  await close(connection);
  await server.close();
});

const rows = async (sql: string) => {
  const { rows: found, errors } = await run(connection, sql);
  expect(errors).toEqual([]);
  return found;
};

describe("the catalog", () => {
  it("lists databases, those of the system first", async () => {
    expect(
      await rows("SELECT name, HAS_DBACCESS(name) FROM sys.databases WHERE database_id > 4 ORDER BY name"),
    ).toEqual([
      ["lanewise", 1],
      ["second", 1],
    ]);
  });

  it("lists schemas, tables and views, also of another database", async () => {
    const sql =
      "SELECT s.name, o.name, RTRIM(o.type) FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE o.type IN ('U', 'V') ORDER BY s.name, o.name";
    expect(await rows(sql)).toEqual([
      ["dbo", "numbers", "U"],
      ["dbo", hostile, "U"],
      ["sales", "customers", "U"],
      ["sales", "orders", "U"],
      ["sales", "rich", "V"],
    ]);
    expect(await rows("SELECT COUNT(*) FROM [second].sys.tables")).toEqual([[300]]);
    expect(
      await rows(
        "SELECT TOP 2 name FROM second.sys.tables WHERE name > 'small2' ORDER BY name COLLATE Latin1_General_BIN2",
      ),
    ).toEqual([["small20"], ["small200"]]);
  });

  it("describes columns with their types", async () => {
    const sql = `SELECT c.name, t.name, c.max_length, c.precision, c.scale, c.is_nullable, c.is_identity, d.definition
      FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.user_type_id
      LEFT JOIN sys.default_constraints d ON d.parent_object_id = c.object_id AND d.parent_column_id = c.column_id
      WHERE c.object_id = OBJECT_ID(N'sales.customers') ORDER BY c.column_id`;
    expect(await rows(sql)).toEqual([
      ["id", "int", 4, 10, 0, false, true, null],
      ["email", "varchar", 90, 0, 0, false, false, null],
      ["credit", "decimal", 9, 18, 2, false, false, "(0)"],
      ["note", "nvarchar", -1, 0, 0, true, false, null],
    ]);
    expect(
      await rows(
        "SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'rich'",
      ),
    ).toEqual([
      ["id", "int", null, "NO"],
      ["email", "varchar", 90, "NO"],
      ["doubled", "decimal", null, "YES"],
    ]);
  });

  it("describes indexes and keys", async () => {
    const sql = `SELECT i.name, i.type_desc, i.is_unique, i.is_primary_key, COL.name, ic.key_ordinal, ic.is_descending_key
      FROM sys.indexes i JOIN sys.index_columns ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
      JOIN sys.columns COL ON COL.object_id = ic.object_id AND COL.column_id = ic.column_id
      WHERE i.object_id = OBJECT_ID('sales.orders') ORDER BY i.index_id, ic.key_ordinal`;
    expect(await rows(sql)).toEqual([
      ["PK_orders", "CLUSTERED", true, true, "customer", 1, false],
      ["PK_orders", "CLUSTERED", true, true, "number", 2, false],
      ["IX_placed", "NONCLUSTERED", false, false, "placed", 1, true],
      ["IX_placed", "NONCLUSTERED", false, false, "number", 2, false],
    ]);
    const keys = `SELECT f.name, OBJECT_NAME(f.referenced_object_id), SCHEMA_NAME(o.schema_id), f.delete_referential_action_desc
      FROM sys.foreign_keys f JOIN sys.foreign_key_columns c ON c.constraint_object_id = f.object_id
      JOIN sys.objects o ON o.object_id = f.referenced_object_id`;
    expect(await rows(keys)).toEqual([["FK_orders_customers", "customers", "sales", "CASCADE"]]);
  });

  it("estimates rows", async () => {
    const sql =
      "SELECT OBJECT_NAME(object_id), SUM(row_count) FROM sys.dm_db_partition_stats WHERE index_id IN (0, 1) AND object_id = OBJECT_ID('numbers') GROUP BY object_id";
    expect(await rows(sql)).toEqual([["numbers", "1000"]]);
    expect(
      await rows(
        "SELECT SUM(p.rows) FROM sys.partitions p WHERE p.object_id = OBJECT_ID('sales.customers') AND p.index_id < 2",
      ),
    ).toEqual([["2"]]);
  });

  it("says how many connections there may be, and which there are", async () => {
    expect(
      await rows(
        "SELECT CAST(value_in_use AS int), @@MAX_CONNECTIONS FROM sys.configurations WHERE name = 'user connections'",
      ),
    ).toEqual([[77, 77]]);
    expect(await rows("SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE is_user_process = 1")).toEqual([[1]]);
    expect(
      await rows("SELECT session_id, status FROM sys.dm_exec_requests WHERE session_id = @@SPID"),
    ).toEqual([[51, "running"]]);
  });

  it("keeps hostile names as they are", async () => {
    await rows(`INSERT INTO dbo.${bracketed} (${bracketed}) VALUES (7)`);
    const { rows: found, columns } = await run(connection, `SELECT * FROM [lanewise].dbo.${bracketed}`);
    expect(found).toEqual([[7]]);
    expect(columns[0]?.name).toBe(hostile);
  });

  it("knows views by what they select", async () => {
    expect(await rows("SELECT r.email, r.doubled FROM sales.rich r")).toEqual([["a@b", 40]]);
  });

  it("enforces what it describes", async () => {
    const numbers = async (sql: string) => (await run(connection, sql)).errors.map(({ number }) => number);
    expect(await numbers("INSERT INTO sales.customers (email) VALUES ('a@b')")).toEqual([2627]);
    expect(await numbers("INSERT INTO sales.orders VALUES (99, 1, '2024-01-01')")).toEqual([547]);
    expect(await numbers("INSERT INTO sales.customers (email) VALUES (NULL)")).toEqual([515]);
    expect(await numbers("INSERT INTO sales.customers (id, email) VALUES (1, 'x')")).toEqual([544]);
    expect(await numbers("DROP TABLE sales.customers")).toEqual([3726]);
    expect(await numbers("DROP TABLE nowhere")).toEqual([3701]);
    expect(await numbers("CREATE TABLE numbers (a int)")).toEqual([2714]);
    expect(await numbers("USE nowhere")).toEqual([911]);
  });
});

describe("a database", () => {
  it("is changed by USE, and the client hears of it", async () => {
    const other = await connect(configuration(server));
    const changed = new Promise((resolve) => other.once("databaseChange", resolve));
    expect((await run(other, "USE [second]; SELECT DB_NAME(), COUNT(*) FROM sys.tables")).rows).toEqual([
      ["second", 300],
    ]);
    expect(await changed).toBe("second");
    await close(other);
  });
});
