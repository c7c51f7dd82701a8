import { describe, expect, it } from "vitest";
import { notes, parsed, sentence } from "./parsed.ts";

const password = { authentication: "password" };

describe("JDBC's URLs", () => {
  it.each<[string, object]>([
    [
      "jdbc:sqlserver://h\\I;databaseName=d;user=u;password={a;}}b{};encrypt=true;trustServerCertificate=true",
      {
        engine: "mssql",
        host: "h",
        instance: "I",
        database: "d",
        user: "u",
        password: "a;}b{",
        tls: { mode: "require" },
      },
    ],
    ["jdbc:sqlserver://h:1434;database=d", { engine: "mssql", host: "h", port: 1434, database: "d" }],
    [
      "jdbc:sqlserver://;serverName=2001:db8::1;portNumber=1434;instanceName=",
      { engine: "mssql", host: "2001:db8::1", port: 1434 },
    ],
    ["jdbc:sqlserver://[::1]:1434", { engine: "mssql", host: "::1", port: 1434 }],
    [
      "jdbc:sqlserver://h;authentication=ActiveDirectoryInteractive;loginTimeout=9",
      { engine: "mssql", host: "h", authentication: "entra", connectTimeoutSeconds: 9 },
    ],
    [
      "jdbc:jtds:sqlserver://h:1433/d;instance=I;user=u",
      { engine: "mssql", host: "h", port: 1433, database: "d", user: "u" },
    ],
    [
      "sqlserver://h:1433;database=d;user=u;password=p;encrypt=true",
      {
        engine: "mssql",
        host: "h",
        port: 1433,
        database: "d",
        user: "u",
        password: "p",
        tls: { mode: "verify-full" },
      },
    ],
    [
      "sqlserver://sa:p%40@h/SQLEXPRESS?database=d",
      { engine: "mssql", host: "h", instance: "SQLEXPRESS", database: "d", user: "sa", password: "p@" },
    ],
    [
      "jdbc:postgresql://h:5433/d?user=u&password=p%26%2B&ssl=true",
      {
        engine: "postgres",
        host: "h",
        port: 5433,
        database: "d",
        user: "u",
        password: "p&+",
        tls: { mode: "verify-full" },
      },
    ],
    ["jdbc:postgresql://[::1]:5433/d", { engine: "postgres", host: "::1", port: 5433, database: "d" }],
    ["jdbc:postgresql:d", { engine: "postgres", host: "localhost", database: "d" }],
    ["jdbc:postgresql:/", { engine: "postgres", host: "localhost" }],
    [
      "jdbc:mysql://h:3307/d?user=u&password=p&sslMode=VERIFY_CA&connectTimeout=1500",
      {
        engine: "mysql",
        host: "h",
        port: 3307,
        database: "d",
        user: "u",
        password: "p",
        tls: { mode: "verify-ca" },
        connectTimeoutSeconds: 2,
      },
    ],
    [
      "jdbc:mysql://u:p@h/d?useSSL=false",
      { engine: "mysql", host: "h", database: "d", user: "u", password: "p", tls: { mode: "disable" } },
    ],
    [
      "jdbc:mysql://h/d?useSSL=true&requireSSL=true",
      { engine: "mysql", host: "h", database: "d", tls: { mode: "require" } },
    ],
    [
      "jdbc:mariadb://h/d?sslMode=trust",
      { engine: "mysql", host: "h", database: "d", tls: { mode: "require" } },
    ],
    [
      "jdbc:mariadb://localhost/d?localSocket=/run/my.sock",
      { engine: "mysql", host: "/run/my.sock", database: "d" },
    ],
  ])("%s is read", (url, fields) => {
    expect(parsed(url)).toEqual({ ...password, ...fields });
  });

  it("reads SQLite's files", () => {
    expect(parsed("jdbc:sqlite:/data/x.db")).toEqual({ engine: "sqlite", path: "/data/x.db" });
    expect(parsed("jdbc:sqlite:C:\\x.db")).toEqual({ engine: "sqlite", path: "C:\\x.db" });
    expect(sentence("jdbc:sqlite::memory:")).toMatch(/in memory/);
  });

  it.each([
    ["jdbc:sqlserver://h;integratedSecurity=true", /as the Windows user/],
    ["jdbc:mysql://h1,h2/d", /more than one host/],
    ["jdbc:mysql://address=(host=h)(port=1)/d", /lists of addresses/],
    ["jdbc:mysql:loadbalance://h/d", /no connection string|lists of addresses/],
    ["jdbc:oracle:thin:@h:1521/x", /does not know the database of “jdbc:oracle”/],
    ["jdbc:postgresql://h1:1,h2:2/d", /more than one host/],
    ["jdbc:", /no connection string/],
  ])("%s is refused in words", (url, words) => {
    expect(sentence(url)).toMatch(words);
  });

  it("keeps what it does not know as a note", () => {
    expect(notes("jdbc:sqlserver://h;sendStringParametersAsUnicode=false;trustStorePassword=x")).toEqual([
      "Lanewise does not use “sendStringParametersAsUnicode”.",
      "The secret in “trustStorePassword” was left out.",
    ]);
  });
});

describe("MySQL's URLs", () => {
  it.each<[string, object]>([
    [
      "mysql://u:p@h:3307/d?ssl-mode=VERIFY_IDENTITY&ssl-ca=/ca.pem",
      {
        host: "h",
        port: 3307,
        database: "d",
        user: "u",
        password: "p",
        tls: { mode: "verify-full", caFile: "/ca.pem" },
      },
    ],
    ["mysql2://u:p@h/d?reconnect=true", { host: "h", database: "d", user: "u", password: "p" }],
    [
      'mysql://u:p@h/d?ssl={"rejectUnauthorized":true}',
      { host: "h", database: "d", user: "u", password: "p", tls: { mode: "verify-full" } },
    ],
    ['mysql://h/d?ssl={"rejectUnauthorized":false}', { host: "h", database: "d", tls: { mode: "require" } }],
    ["mysql://h/d?sslaccept=strict", { host: "h", database: "d", tls: { mode: "verify-full" } }],
    ["mysql://h/d?ssl=true", { host: "h", database: "d", tls: { mode: "require" } }],
    ["mysql://localhost/d?socket=%2Frun%2Fmy.sock", { host: "/run/my.sock", database: "d" }],
  ])("%s is read", (url, fields) => {
    expect(parsed(url)).toEqual({ engine: "mysql", ...password, ...fields });
  });
});

describe("what is no connection string", () => {
  it.each(["", "  ", "''", "hello", "/data/x.db", "SELECT 1", "=x", ";;", "://h"])(
    "“%s” is refused in words",
    (text) => {
      expect(sentence(text)).toMatch(/no connection string/);
    },
  );
});
