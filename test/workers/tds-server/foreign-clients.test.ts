import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeServerCertificate } from "../../support/tds-server/make-server-certificate.ts";
import { isInstalled, runProgram } from "../../support/tds-server/run-program.ts";
import { seedTable } from "../../support/tds-server/seed-table.ts";
import { startTdsServer, type TdsServer } from "../../support/tds-server/tds-server.ts";
import { login } from "../../support/tds-server/tedious-client.ts";
import { watchBytes } from "../../support/tds-server/watch-bytes.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

// Debian's python3 has Debian's pymssql; another Python on the PATH need not.
const python = "/usr/bin/python3";
const hasTsql = await isInstalled("FreeTDS's tsql (Debian: freetds-bin)", "tsql", ["-C"]);
const hasPymssql = await isInstalled("pymssql (Debian: python3-pymssql)", python, ["-c", "import pymssql"]);

const folder = temporaryFolder();
let server: TdsServer;
beforeAll(async () => {
  server = await startTdsServer({
    folder,
    databases: ["lanewise"],
    logins: [{ ...login, database: "lanewise" }],
    certificate: await makeServerCertificate(folder),
  });
  seedTable({ folder, database: "lanewise", table: "numbers", rows: 50_000 });
});
afterAll(() => server.close());

describe.skipIf(!hasTsql)("tsql of FreeTDS", () => {
  const tsql = (
    sql: readonly string[],
    { password = login.password as string, port = server.port, encryption = "request" } = {},
  ) => {
    const config = path.join(folder, `freetds-${encryption}.conf`);
    writeFileSync(
      config,
      `[global]\n\ttds version = 7.4\n\tencryption = ${encryption}\n\tclient charset = UTF-8\n`,
    );
    const input = sql.map((batch) => `${batch}\ngo\n`).join("");
    const args = ["-H", "127.0.0.1", "-p", String(port), "-U", login.name, "-P", password, "-D", "lanewise"];
    return runProgram("tsql", args, { input: `${input}exit\n`, env: { FREETDSCONF: config } });
  };

  it("logs in, queries and reads every type", async () => {
    const { out } = await tsql([
      "SELECT CAST(1 AS bigint) a, N'Žofka 😀' b, CAST(NULL AS int) c, CAST(-1.50 AS decimal(9,2)) d, CAST(1 AS bit) e, 0x00FF f, CAST('2024-02-29' AS date) g, CAST('6F9619FF-8B86-D011-B42D-00C04FC964FF' AS uniqueidentifier) h, CAST(2.5 AS money) i, CAST('x' AS nvarchar(max)) j, CAST('12:34:56.7' AS time(1)) k",
      "SELECT SERVERPROPERTY('ProductVersion') a, CAST('<a/>' AS xml) b, CAST('t' AS text) c, CAST('2024-02-29 01:02:03.1234567 +01:30' AS datetimeoffset) d",
    ]);
    expect(out).toContain("1\tŽofka 😀\tNULL\t-1.50\t1\t00ff\tFeb 29 2024");
    expect(out).toContain("6F9619FF-8B86-D011-B42D-00C04FC964FF\t2.5000\tx\t");
    expect(out).toContain("16.0.1000.6\t<a/>\tt\t");
  });

  it("is told of a wrong password, and cannot log in", async () => {
    const { code, err } = await tsql([], { password: "wrong" });
    expect(code).toBe(1);
    expect(err).toContain("Msg 18456 (severity 14, state 1)");
    expect(err).toContain("Login failed for user 'sa'.");
  });

  it("runs a transaction, which a rollback takes back", async () => {
    const { out } = await tsql([
      "CREATE TABLE tsql (id int PRIMARY KEY, v nvarchar(20) NULL)",
      "BEGIN TRAN\nINSERT INTO tsql VALUES (1, N'x'), (2, NULL)\nSELECT 'inside', COUNT(*), @@TRANCOUNT FROM tsql\nROLLBACK",
      "SELECT 'after', COUNT(*), @@TRANCOUNT FROM tsql",
    ]);
    expect(out).toContain("inside\t2\t1");
    expect(out).toContain("after\t0\t0");
  });

  it("reads errors with number, severity, state and line, and messages", async () => {
    const { err } = await tsql([
      "SELECT 1\n\nSELECT * FROM nowhere",
      "PRINT 'printed'",
      "RAISERROR(N'raised %d', 16, 7, 42)",
    ]);
    expect(err).toContain("Msg 208 (severity 16, state 1) from LANEWISE-STAND-IN Line 3:");
    expect(err).toContain("printed");
    expect(err).toContain("Msg 50000 (severity 16, state 7)");
    expect(err).toContain("raised 42");
  });

  it("encrypts its login alone, or everything, or nothing", async () => {
    const seen: unknown[] = [];
    for (const encryption of ["request", "require", "off"]) {
      const wire = await watchBytes(server);
      const { out } = await tsql(["SELECT 'wire' + 'tapped'"], { port: wire.port, encryption });
      expect(out).toContain("wiretapped");
      const shows = (text: string) => wire.sent().includes(Buffer.from(text, "utf16le"));
      // The driver's name goes with the login.
      seen.push({ encryption, login: shows("TSQL"), batch: shows("tapped") });
      await wire.close();
    }
    expect(seen).toEqual([
      { encryption: "request", login: false, batch: true },
      { encryption: "require", login: false, batch: false },
      { encryption: "off", login: true, batch: true },
    ]);
  });
});

describe.skipIf(!hasPymssql)("pymssql", () => {
  const run = async (program: string) => {
    const connect = `import pymssql, datetime, decimal, uuid, json
def connect(**more): return pymssql.connect(**{**dict(server="127.0.0.1", port="${server.port}", user="sa", password="${login.password}", database="lanewise"), **more})
`;
    const { out, err, code } = await runProgram(python, ["-c", connect + program]);
    expect({ err, code }).toEqual({ err: "", code: 0 });
    return out.trim().split("\n");
  };

  it("logs in, and not with a wrong password", async () => {
    const lines = await run(`
try: connect(password="wrong")
except pymssql.OperationalError as error: print(error.args[0][0])
k = connect().cursor()
k.execute("SELECT DB_NAME(), SUSER_SNAME()")
print(k.fetchone())`);
    expect(lines).toEqual(["18456", "('lanewise', 'sa')"]);
  });

  it("stores values and gets them back", async () => {
    const lines = await run(`
c = connect(); k = c.cursor()
k.execute("CREATE TABLE python_types (i int, b bigint, d decimal(20,5), f float, n nvarchar(50), v varbinary(10), t datetime, g uniqueidentifier, bt bit, dt date)")
row = (1, 9007199254740993, decimal.Decimal("123456789012345.12345"), 1.5, "Žofka 😀", b"\\x00\\xff", datetime.datetime(2024,2,29,1,2,3,457000), uuid.UUID("6F9619FF-8B86-D011-B42D-00C04FC964FF"), True, datetime.date(2024,2,29))
k.execute("INSERT INTO python_types VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)", row)
k.execute("INSERT INTO python_types (i) VALUES (2)")
c.commit()
k.execute("SELECT * FROM python_types ORDER BY i")
print(k.fetchone() == row, k.fetchone() == (2,) + (None,) * 9)`);
    expect(lines).toEqual(["True True"]);
  });

  it("runs transactions: a rollback takes back, a commit keeps", async () => {
    const lines = await run(`
c = connect(); k = c.cursor()
k.execute("CREATE TABLE python_rows (i int PRIMARY KEY)"); c.commit()
k.executemany("INSERT INTO python_rows VALUES (%d)", [(1,), (2,)]); c.rollback()
k.execute("SELECT COUNT(*) FROM python_rows"); print(k.fetchone()[0])
k.executemany("INSERT INTO python_rows VALUES (%d)", [(1,), (2,)]); c.commit()
other = connect().cursor()
other.execute("SELECT COUNT(*) FROM python_rows"); print(other.fetchone()[0])`);
    expect(lines).toEqual(["0", "2"]);
  });

  it("reads errors, each as the exception that it knows", async () => {
    const lines = await run(`
k = connect(autocommit=True).cursor()
k.execute("CREATE TABLE python_keys (i int PRIMARY KEY)")
for sql in ["SELECT * FROM nowhere", "SELECT 1/0", "SELECT nope FROM python_keys", "INSERT INTO python_keys VALUES (1), (1)", "SELECT FROM", "INSERT INTO python_keys VALUES ('x')"]:
    try: k.execute(sql); k.fetchall()
    except pymssql.Error as error: print(type(error).__name__, error.args[0])`);
    expect(lines).toEqual([
      "ProgrammingError 208",
      "OperationalError 8134",
      "ProgrammingError 207",
      "IntegrityError 2627",
      "OperationalError 156",
      "OperationalError 245",
    ]);
  });

  it("cancels a result in its midst, and goes on with the next", async () => {
    const lines = await run(`
k = connect().cursor()
k.execute("SELECT a.id, a.label FROM numbers a CROSS JOIN numbers b")
first = k.fetchone()
k.execute("SELECT 'next'")
print(k.fetchone()[0])`);
    expect(lines).toEqual(["next"]);
  });

  it("calls a procedure with an output parameter", async () => {
    const lines = await run(`
k = connect().cursor()
k.callproc("sp_executesql", ("SELECT 40 + 2 AS n",))
print([row[0] for row in k])`);
    expect(lines).toEqual(["[42]"]);
  });
});
