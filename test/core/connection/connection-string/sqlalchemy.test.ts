import { describe, expect, it } from "vitest";
import { notes, parsed, sentence } from "./parsed.ts";

// What the URLs mean was looked up with SQLAlchemy 2.1 itself (sqlalchemy.engine.make_url).
describe("SQLAlchemy's URLs", () => {
  it.each([
    ["sqlite:///x.db", "x.db"],
    ["sqlite:////abs/x.db", "/abs/x.db"],
    ["sqlite:///C:/data/x.db", "C:/data/x.db"],
    ["sqlite:///C:\\data\\x.db", "C:\\data\\x.db"],
    ["sqlite+pysqlite:////a%20b.db", "/a b.db"],
    ["sqlite+aiosqlite:////x.db?timeout=5", "/x.db"],
    ["sqlite:///file:/abs/x.db?mode=ro&uri=true", "/abs/x.db"],
    ["sqlite:///file:///abs/x.db?uri=true", "/abs/x.db"],
  ])("%s is the file %s", (url, path) => {
    expect(parsed(url)).toEqual({ engine: "sqlite", path });
  });

  it.each(["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"])(
    "%s is in memory, which nobody else can open",
    (url) => {
      expect(sentence(url)).toMatch(/in memory/);
    },
  );

  it("says that a path is relative", () => {
    expect(notes("sqlite:///data/x.db")).toEqual(["“data/x.db” is relative to the folder of your program."]);
  });

  const mysql = { engine: "mysql", authentication: "password", host: "h" };
  const postgres = { engine: "postgres", authentication: "password", host: "h" };
  const mssql = { engine: "mssql", authentication: "password", host: "h" };

  it.each<[string, object]>([
    [
      "mysql+pymysql://u:p@h:3307/d?charset=utf8mb4",
      { ...mysql, port: 3307, database: "d", user: "u", password: "p", charset: "utf8mb4" },
    ],
    [
      "mysql+pymysql://u@localhost/d?unix_socket=/run/my.sock",
      { ...mysql, host: "/run/my.sock", database: "d", user: "u" },
    ],
    [
      "mysql+pymysql://h/d?ssl_ca=/ca.pem&ssl_check_hostname=false",
      { ...mysql, database: "d", tls: { mode: "verify-ca", caFile: "/ca.pem" } },
    ],
    [
      "mysql+pymysql://h/d?ssl_ca=/ca.pem",
      { ...mysql, database: "d", tls: { mode: "verify-full", caFile: "/ca.pem" } },
    ],
    ["mysql+mysqldb://h/d?ssl_mode=REQUIRED", { ...mysql, database: "d", tls: { mode: "require" } }],
    ["mysql+mysqlconnector://h/d?ssl_disabled=True", { ...mysql, database: "d", tls: { mode: "disable" } }],
    ["mariadb+mariadbconnector://u:@h", { ...mysql, user: "u", password: "" }],
    ["mariadb://h/d?connect_timeout=7", { ...mysql, database: "d", connectTimeoutSeconds: 7 }],
    [
      "postgresql+psycopg2://u:p@h/d?sslmode=verify-full&sslrootcert=/ca",
      { ...postgres, database: "d", user: "u", password: "p", tls: { mode: "verify-full", caFile: "/ca" } },
    ],
    [
      "postgresql+asyncpg://u:p%40%2F%3A%25@h/d?ssl=require",
      { ...postgres, database: "d", user: "u", password: "p@/:%", tls: { mode: "require" } },
    ],
    [
      "postgresql+psycopg://u:p@/d?host=/var/run/postgresql&port=5433",
      { ...postgres, host: "/var/run/postgresql", port: 5433, database: "d", user: "u", password: "p" },
    ],
    [
      "postgresql+psycopg2://u@h/d?application_name=a+b",
      { ...postgres, database: "d", user: "u", applicationName: "a b" },
    ],
    [
      "mssql+pyodbc://u:p@h:1433/d?driver=ODBC+Driver+18+for+SQL+Server&Encrypt=yes&TrustServerCertificate=yes",
      { ...mssql, port: 1433, database: "d", user: "u", password: "p", tls: { mode: "require" } },
    ],
    [
      "mssql+pyodbc://u:p@h\\SQLEXPRESS/d?driver=ODBC+Driver+17+for+SQL+Server",
      { ...mssql, instance: "SQLEXPRESS", database: "d", user: "u", password: "p" },
    ],
    [
      "mssql+pyodbc:///?odbc_connect=DRIVER%3D%7BODBC+Driver+18+for+SQL+Server%7D%3BSERVER%3Dh%2C1444%3BDATABASE%3Dd%3BUID%3Du%3BPWD%3D%7Ba%2Bb%3B%7D%7D%7D",
      { ...mssql, port: 1444, database: "d", user: "u", password: "a+b;}" },
    ],
    ["mssql+pymssql://u:p@h:1433/d", { ...mssql, port: 1433, database: "d", user: "u", password: "p" }],
    [
      "mssql://u:p@h/d?encrypt=strict",
      { ...mssql, database: "d", user: "u", password: "p", tls: { mode: "strict" } },
    ],
  ])("%s is read", (url, profile) => {
    expect(parsed(url)).toEqual(profile);
  });

  it.each<[string, object]>([
    ["postgresql+psycopg2://u:a@b@h/d", { user: "u", password: "a@b", host: "h" }],
    ["postgresql+psycopg2://u:a/b@h/d", { user: "u", password: "a/b", host: "h" }],
    ["postgresql+psycopg2://u:12/34@h/d", { user: "u", password: "12/34", host: "h" }],
    ["postgresql+psycopg2://u:a?b@h/d", { user: "u", password: "a?b", host: "h" }],
    ["postgresql+psycopg2://u:a:b@h/d", { user: "u", password: "a:b", host: "h" }],
    ["postgresql+psycopg2://u:50%@h/d", { user: "u", password: "50%", host: "h" }],
    ["postgresql+psycopg2://u:%zz%ff@h/d", { user: "u", password: "%zz%ff", host: "h" }],
    ["postgresql+psycopg2://u:a+b c@h/d", { user: "u", password: "a+b c", host: "h" }],
  ])("%s keeps the whole password, though it should have been encoded", (url, fields) => {
    expect(parsed(url)).toMatchObject({ ...fields, database: "d" });
  });

  it("tells an ODBC data source, which only that machine knows, from a server", () => {
    expect(sentence("mssql+pyodbc://u:p@my_dsn")).toMatch(/data source/);
    expect(sentence("mssql+pyodbc:///?odbc_connect=DSN%3Dmine")).toMatch(/data source/);
  });

  it("knows that pyodbc signs in as the Windows user where no user is named", () => {
    expect(sentence("mssql+pyodbc://h/d?driver=ODBC+Driver+18+for+SQL+Server")).toMatch(
      /as the Windows user/,
    );
    expect(parsed("mssql+pyodbc://h/d?driver=x&Authentication=ActiveDirectoryInteractive")).toEqual({
      ...mssql,
      ...{ authentication: "entra", database: "d" },
    });
  });

  it("keeps what it does not know as a note, and drops secrets that are not the password", () => {
    expect(notes("mysql+pymysql://h/d?local_infile=1&ssl_key_password=x&read_timeout=3")).toEqual([
      "Lanewise does not use “local_infile”.",
      "The secret in “ssl_key_password” was left out.",
      "Lanewise does not use “read_timeout”.",
    ]);
  });

  it("refuses several hosts and other databases", () => {
    expect(sentence("postgresql+psycopg2://u@/d?host=a:1&host=b:2")).toMatch(/more than one host/);
    expect(sentence("postgresql+psycopg2://a:1,b:2/d")).toMatch(/more than one host/);
    expect(sentence("oracle+oracledb://u:p@h/d")).toBe(
      "Lanewise does not know the database of “oracle+oracledb”. It works with SQLite, SQL Server, PostgreSQL, MySQL and MariaDB.",
    );
  });
});
