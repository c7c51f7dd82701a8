import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTdsServer, type TdsServer } from "../../support/tds-server/tds-server.ts";
import { close, configuration, connect, login, run } from "../../support/tds-server/tedious-client.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
let server: TdsServer;
beforeAll(async () => {
  server = await startTdsServer({
    folder,
    databases: ["lanewise"],
    logins: [{ ...login, database: "lanewise" }],
  });
});
afterAll(() => server.close());

describe("a login", () => {
  it("lands in the login's own database", async () => {
    const connection = await connect(configuration(server));
    const { rows } = await run(connection, "SELECT DB_NAME(), SUSER_SNAME(), @@SPID");
    expect(rows).toEqual([["lanewise", "sa", 51]]);
    await close(connection);
  });

  it("fails with 18456 for a wrong password, an unknown user and no password alike", async () => {
    for (const wrong of [{ password: "nope" }, { user: "nobody" }, { password: "" }]) {
      const failure = connect(configuration(server, wrong));
      await expect(failure).rejects.toMatchObject({
        code: "ELOGIN",
        message: expect.stringContaining("Login failed for user"),
      });
    }
  });

  it("fails for a database that is not there", async () => {
    await expect(connect(configuration(server, { database: "nowhere" }))).rejects.toMatchObject({
      code: "ELOGIN",
    });
  });
});

describe("a batch", () => {
  it("gives rows, counts and types", async () => {
    const connection = await connect(configuration(server));
    await run(
      connection,
      "CREATE TABLE pets (id int IDENTITY PRIMARY KEY, name nvarchar(20) NOT NULL, weight decimal(9,2) NULL)",
    );
    const inserted = await run(
      connection,
      "INSERT INTO pets (name, weight) VALUES (N'Žofka 🐈', 4.25), (N'Rex', NULL)",
    );
    expect(inserted.rowCount).toBe(2);
    const { rows, columns } = await run(
      connection,
      "SELECT TOP 5 id, [name], weight FROM dbo.pets ORDER BY id DESC",
    );
    expect(rows).toEqual([
      [2, "Rex", null],
      [1, "Žofka 🐈", 4.25],
    ]);
    expect(columns).toEqual([
      { name: "id", type: "Int" },
      { name: "name", type: "NVarChar" },
      { name: "weight", type: "DecimalN" },
    ]);
    await close(connection);
  });

  it("reports errors with number, state, class and line, and goes on after those of one statement", async () => {
    const connection = await connect(configuration(server));
    const { errors, rows } = await run(connection, "SELECT 1\n\nSELECT 1/0\nSELECT 2");
    expect(errors).toEqual([
      { number: 8134, state: 1, class: 16, line: 3, message: "Divide by zero error encountered." },
    ]);
    expect(rows).toEqual([[1], [2]]);
    const syntax = await run(connection, "SELECT 1\nSELECT FROM x");
    expect(syntax.errors).toMatchObject([{ number: 156, class: 15, line: 2 }]);
    expect(syntax.rows).toEqual([]);
    const missing = await run(connection, "SELECT * FROM nowhere\nSELECT 2");
    expect(missing.errors).toMatchObject([{ number: 208, message: "Invalid object name 'nowhere'." }]);
    expect(missing.rows).toEqual([]);
    await close(connection);
  });
});
