import { describe, expect, it } from "vitest";
import { readEnvFile } from "../../../../src/core/connection/import/env-file.ts";
import type { ImportFinding } from "../../../../src/core/connection/import/import-candidate.ts";
import { readMssqlConnections } from "../../../../src/core/connection/import/mssql-extension.ts";
import { readSqltoolsConnections } from "../../../../src/core/connection/import/sqltools.ts";
import { importOriginText, importProblemText } from "../../../../src/core/text/import-text.ts";
import { english } from "../../../../src/core/text/text.ts";

describe("SQLTools", () => {
  it("gives server, port, user, group and TLS, and a secret only when asked", () => {
    const [found] = readSqltoolsConnections([
      {
        name: "Shop",
        group: "Berlin",
        driver: "PostgreSQL",
        server: "db.example.com",
        port: 5433,
        database: "shop",
        username: "ann",
        password: "s3cret",
        connectionTimeout: 30,
        previewLimit: 50,
        pgOptions: { ssl: { rejectUnauthorized: false, ca: "/ca.pem" } },
        ssh: "Enabled",
      },
    ]);
    expect(found).toMatchObject({
      status: "candidate",
      origin: { source: "sqltools", index: 0, name: "Shop" },
      notes: [{ note: "unknown-parameter", name: "ssh", value: "Enabled" }],
    });
    expect(profileOf(found)).toEqual({
      engine: "postgres",
      name: "Shop",
      group: ["Berlin"],
      host: "db.example.com",
      port: 5433,
      database: "shop",
      user: "ann",
      authentication: "password",
      connectTimeoutSeconds: 30,
      tls: { mode: "require", caFile: "/ca.pem" },
    });
    expect(secretOf(found)).toBe("s3cret");
    expect(JSON.stringify(found)).not.toContain("s3cret");
  });

  it("gives the other engines, sockets and connection strings", () => {
    const found = readSqltoolsConnections([
      { name: "a", driver: "MariaDB", socketPath: "/run/mysqld.sock", username: "u", askForPassword: true },
      {
        name: "b",
        driver: "Azure",
        server: "x",
        mssqlOptions: { encrypt: true, trustServerCertificate: true, instanceName: "I" },
      },
      { name: "c", driver: "SQLite", database: "/data/x.db" },
      { name: "d", driver: "PostgreSQL", connectString: "postgres://u:p%40@h/d" },
      {
        name: "e",
        driver: "MySQL",
        server: "h",
        mysqlOptions: { authProtocol: "default", enableSsl: "Disabled" },
      },
    ]);
    expect(found.map(profileOf)).toEqual([
      { engine: "mysql", name: "a", host: "/run/mysqld.sock", user: "u", authentication: "password" },
      {
        ...{ engine: "mssql", name: "b", host: "x", instance: "I", authentication: "password" },
        tls: { mode: "require" },
      },
      { engine: "sqlite", name: "c", path: "/data/x.db" },
      { engine: "postgres", name: "d", host: "h", database: "d", user: "u", authentication: "password" },
      { engine: "mysql", name: "e", host: "h", authentication: "password" },
    ]);
    expect(found.map(secretOf)).toEqual([undefined, undefined, undefined, "p@", undefined]);
  });

  it("says which entries it cannot take over", () => {
    const found = readSqltoolsConnections([{ name: "o", driver: "OracleDB" }, 7, { driver: "SQLite" }]);
    expect(found.map(sentence)).toEqual([
      "SQLTools: o: Lanewise has no driver for “OracleDB”.",
      "SQLTools: #2: This entry of the setting is no connection.",
      "SQLTools: #3: This is an SQLite database in memory, which only the program that made it can open. Name a file.",
    ]);
    expect(readSqltoolsConnections("nonsense")).toEqual([]);
  });
});

describe("Microsoft's mssql extension", () => {
  it("gives server, instance, groups and encryption", () => {
    const groups = [
      { id: "r", name: "ROOT" },
      { id: "1", name: "Work", parentId: "r" },
      { id: "2", name: "Test", parentId: "1" },
      { id: "3", name: "Loop", parentId: "3" },
    ];
    const found = readMssqlConnections(
      [
        {
          ...{
            server: "tcp:db.example.com,1444",
            database: "shop",
            user: "ann",
            password: "",
            savePassword: true,
          },
          ...{
            authenticationType: "SqlLogin",
            encrypt: "Mandatory",
            trustServerCertificate: true,
            groupId: "2",
          },
          ...{ profileName: "Shop", applicationName: "vscode-mssql", connectTimeout: 30, id: "x" },
        },
        {
          server: ".\\SQLEXPRESS",
          authenticationType: "AzureMFA",
          email: "a@b.c",
          groupId: "3",
          encrypt: "Strict",
        },
        { connectionString: "Data Source=h;User ID=u;Password='a;b'", profileName: "by string" },
      ],
      groups,
    );
    expect(found.map(profileOf)).toEqual([
      {
        ...{ engine: "mssql", name: "Shop", group: ["Work", "Test"], host: "db.example.com", port: 1444 },
        ...{ database: "shop", user: "ann", authentication: "password", connectTimeoutSeconds: 30 },
        tls: { mode: "require" },
      },
      {
        ...{ engine: "mssql", name: "localhost\\SQLEXPRESS", group: ["Loop"], host: "localhost" },
        ...{ instance: "SQLEXPRESS", authentication: "entra", tls: { mode: "strict" } },
      },
      { engine: "mssql", name: "by string", host: "h", user: "u", authentication: "password" },
    ]);
    expect(found.map(secretOf)).toEqual([undefined, undefined, "a;b"]);
    expect(found.flatMap((one) => (one.status === "candidate" ? one.notes : []))).toEqual([]);
  });

  it("says that Windows' own sign-in cannot be taken over", () => {
    const found = readMssqlConnections([{ server: "h", authenticationType: "Integrated" }, null]);
    expect(found.map(sentence)).toEqual([
      "SQL Server (mssql): #1: Lanewise cannot sign in to SQL Server as the Windows user. Use a SQL login or Microsoft Entra.",
      "SQL Server (mssql): #2: This entry of the setting is no connection.",
    ]);
  });
});

describe("a .env file", () => {
  it("gives the strings in all their quotes", () => {
    const found = readEnvFile(
      [
        "# DATABASE_URL=postgres://not:me@h/d",
        "DATABASE_URL=postgres://u:p%23@h/a # the first",
        `export REPLICA_URL = 'postgres://u:$x\${y}@h/b'`,
        'TEST_DB="mysql://u:p\\"q@h/c"',
        "HASH_URL=postgres://u:p#q@h/d",
        "SQL=`mssql://u:p@h/e`",
        "ConnectionStrings__Shop=Server=h;Database=f;User ID=u;Password=p",
        "REDIS_URL=redis://:secret@h:6379",
        "SITE_URL=https://example.com",
        "EMPTY_URL=",
        "DEBUG=postgres",
      ].join("\r\n"),
    );
    expect(found.map((one) => [one.origin, secretOf(one)])).toEqual([
      [{ source: "env-file", variable: "DATABASE_URL", line: 2 }, "p#"],
      [{ source: "env-file", variable: "REPLICA_URL", line: 3 }, `$x\${y}`],
      [{ source: "env-file", variable: "TEST_DB", line: 4 }, 'p"q'],
      [{ source: "env-file", variable: "HASH_URL", line: 5 }, "p#q"],
      [{ source: "env-file", variable: "SQL", line: 6 }, "p"],
      [{ source: "env-file", variable: "ConnectionStrings__Shop", line: 7 }, "p"],
    ]);
    expect(found.map((one) => (one.status === "candidate" ? one.profile.engine : ""))).toEqual([
      ...["postgres", "postgres", "mysql", "postgres", "mssql", "mssql"],
    ]);
    expect(JSON.stringify(found)).not.toMatch(/p#|p"q/);
  });

  it("expands variables from itself, before and behind", () => {
    const [found] = readEnvFile(
      `DATABASE_URL="postgres://\${DB_USER}:\${DB_PASSWORD}@\${DB_HOST:-localhost}/$DB_NAME"\nDB_USER=ann\nDB_PASSWORD='a$b'\nDB_NAME=shop`,
    );
    expect(profileOf(found)).toMatchObject({ user: "ann", host: "localhost", database: "shop" });
    expect(secretOf(found)).toBe("a$b");
  });

  it("says which variable the file does not set", () => {
    const found = readEnvFile(
      `DATABASE_URL=postgres://u:\${DB_PASSWORD}@h/d\nA_URL=postgres://u:pa$$word@h/d\nB_URL=postgres://$C@h\nC=\${B_URL}`,
    );
    expect(found.map((one) => (one.status === "candidate" ? secretOf(one) : sentence(one)))).toEqual([
      "DATABASE_URL, line 1: The file does not set “DB_PASSWORD”, which the value refers to.",
      "pa$$word",
      "B_URL, line 3: The file does not set “B_URL”, which the value refers to.",
    ]);
  });

  it("does not grow without end", () => {
    const doubling = Array.from({ length: 60 }, (_, i) => `V${i}=\${V${i + 1}}\${V${i + 1}}`);
    const [found] = readEnvFile(`DATABASE_URL=postgres://u:\${V0}@h/d\n${doubling.join("\n")}\nV60=x`);
    expect(secretOf(found)?.length).toBeLessThan(20_000);
  });
});

function profileOf(finding: ImportFinding | undefined): unknown {
  return finding?.status === "candidate" ? finding.profile : undefined;
}

function secretOf(finding: ImportFinding | undefined): string | undefined {
  return finding?.status === "candidate" ? finding.takeSecret?.() : undefined;
}

function sentence(finding: ImportFinding): string {
  const where = english(importOriginText(finding.origin));
  return finding.status === "candidate" ? where : `${where}: ${english(importProblemText(finding.problem))}`;
}
