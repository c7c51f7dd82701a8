import { describe, expect, it } from "vitest";
import { notes, parsed, sentence } from "./parsed.ts";

const mssql = { engine: "mssql", authentication: "password" };

describe("ADO.NET strings", () => {
  it.each<[string, object]>([
    [
      "Server=tcp:shop.database.windows.net,1433;Initial Catalog=d;Persist Security Info=False;User ID=u;Password=p;MultipleActiveResultSets=False;Encrypt=True;TrustServerCertificate=False;Connection Timeout=30;",
      {
        host: "shop.database.windows.net",
        port: 1433,
        database: "d",
        user: "u",
        password: "p",
        tls: { mode: "verify-full" },
        connectTimeoutSeconds: 30,
      },
    ],
    ["Data Source=h;Database=d;UID=u;PWD=p", { host: "h", database: "d", user: "u", password: "p" }],
    ["Addr=h;User=u", { host: "h", user: "u" }],
    ["Address=h", { host: "h" }],
    ["Network Address=h", { host: "h" }],
    ["server = h ; user id = u ", { host: "h", user: "u" }],
    ["Server=.", { host: "localhost" }],
    ["Server=(local)\\SQLEXPRESS", { host: "localhost", instance: "SQLEXPRESS" }],
    ["Server=h\\I$1;", { host: "h", instance: "I$1" }],
    ["Server=h,1434", { host: "h", port: 1434 }],
    ["Server=h:1434", { host: "h", port: 1434 }],
    ["Server=tcp:::1,1433", { host: "::1", port: 1433 }],
    ["Server=[::1]:1433", { host: "::1", port: 1433 }],
    ["Server=2001:db8::1", { host: "2001:db8::1" }],
    ["Server=h;Encrypt=Optional", { host: "h", tls: { mode: "disable" } }],
    ["Server=h;Encrypt=Mandatory;Trust Server Certificate=true", { host: "h", tls: { mode: "require" } }],
    ["Server=h;Encrypt=Strict;TrustServerCertificate=true", { host: "h", tls: { mode: "strict" } }],
    ["Server=h;TrustServerCertificate=yes", { host: "h", tls: { mode: "require" } }],
    [
      "Server=h;Encrypt=True;HostNameInCertificate=x.y",
      { host: "h", tls: { mode: "verify-full", serverName: "x.y" } },
    ],
    [
      "Server=h;ApplicationIntent=ReadOnly;App=a b",
      { host: "h", readOnlyIntent: true, applicationName: "a b" },
    ],
    ["Server=h;Integrated Security=false;User ID=u", { host: "h", user: "u" }],
    ["Server=h;Database=a;Database=b", { host: "h", database: "b" }],
    ["Server=h;Database=;User ID=''", { host: "h" }],
    ["Server=h;Password=", { host: "h", password: "" }],
  ])("%s is read", (text, fields) => {
    expect(parsed(text)).toEqual({ ...mssql, ...fields });
  });

  // learn.microsoft.com/dotnet/framework/data/adonet/connection-strings
  it.each([
    ["' a;b '", " a;b "],
    ['"a;b"', "a;b"],
    ["'double\"quotation;mark'", 'double"quotation;mark'],
    ['"single\'quotation;mark"', "single'quotation;mark"],
    ['"double""quotation"', 'double"quotation'],
    ["'single''quotation'", "single'quotation"],
    ["no \"escaping\" 'required'", "no \"escaping\" 'required'"],
    ["a=b=c", "a=b=c"],
    ["{a}", "{a}"],
    ["  trimmed  ", "trimmed"],
  ])("the value %s is %s", (written, password) => {
    expect(parsed(`Server=h;Password=${written};Encrypt=false`)).toEqual({
      ...mssql,
      ...{ host: "h", password, tls: { mode: "disable" } },
    });
  });

  it.each([
    ["Server=h;Integrated Security=SSPI", /as the Windows user/],
    ["Server=h;Trusted_Connection=yes", /as the Windows user/],
    ["Server=(localdb)\\MSSQLLocalDB", /LocalDB/],
    ["Server=np:\\\\h\\pipe\\sql", /over TCP only/],
    ["Server=\\\\h\\pipe\\sql\\query", /over TCP only/],
    ["Server=h;Password='a", /“Password” is not closed/],
    ["Server=h;Password='a'b;", /behind the closing quote or brace of “Password”/],
    ["Server=h;nonsense;Password=x", /no name and “=”/],
    ["Server=h;Encrypt=perhaps", /“Encrypt” must be one of true, false, strict/],
    ["Server=h,x", /The port is not/],
  ])("%s is refused in words", (text, words) => {
    expect(sentence(text)).toMatch(words);
  });

  it("turns every sign-in with Microsoft Entra into VS Code's, without a password", () => {
    expect(parsed("Server=h;Authentication=Active Directory Interactive;User ID=a@b.c")).toEqual({
      ...mssql,
      ...{ host: "h", authentication: "entra", user: "a@b.c" },
    });
    const text = "Server=h;Authentication=Active Directory Password;User ID=a@b.c;Password=p";
    expect(parsed(text)).toEqual({ ...mssql, host: "h", authentication: "entra", user: "a@b.c" });
    expect(notes(text)).toEqual([
      "In place of “Active Directory Password”, Lanewise signs in to Microsoft Entra through VS Code.",
      "The secret in “password” was left out.",
    ]);
    expect(parsed("Server=h;Authentication=SqlPassword;Password=p")).toEqual({
      ...mssql,
      host: "h",
      password: "p",
    });
  });

  it("lets the port win over the instance, as the clients do", () => {
    expect(parsed("Server=h\\I,1433")).toEqual({ ...mssql, host: "h", port: 1433 });
    expect(notes("Server=h\\I,1433")).toEqual([
      "The string has a port, so that the instance name “I” is not needed.",
    ]);
  });

  it("tells the strings of other engines by their names", () => {
    expect(parsed("Host=h;Port=5433;Username=u;Password=p;Database=d;SSL Mode=VerifyFull")).toEqual({
      ...{ engine: "postgres", authentication: "password", host: "h", port: 5433, user: "u", password: "p" },
      ...{ database: "d", tls: { mode: "verify-full" } },
    });
    expect(parsed("host=h;user id=u;password=p")).toMatchObject({ engine: "postgres", host: "h", user: "u" });
    expect(parsed("Server=h;Port=3307;Uid=u;Pwd=p;SslMode=Required")).toEqual({
      ...{ engine: "mysql", authentication: "password", host: "h", port: 3307, user: "u", password: "p" },
      tls: { mode: "require" },
    });
    expect(parsed("Data Source=/data/shop.db;Version=3")).toEqual({
      engine: "sqlite",
      path: "/data/shop.db",
    });
  });
});

describe("ODBC strings", () => {
  it.each<[string, object]>([
    [
      "Driver={ODBC Driver 18 for SQL Server};Server=h,1444;Database=d;UID=u;PWD={a;}}b};Encrypt=yes",
      {
        ...mssql,
        host: "h",
        port: 1444,
        database: "d",
        user: "u",
        password: "a;}b",
        tls: { mode: "verify-full" },
      },
    ],
    [
      "DRIVER=FreeTDS;SERVER=h;PORT=1433;UID=u;PWD=p",
      { ...mssql, host: "h", port: 1433, user: "u", password: "p" },
    ],
    ["UID=first;Driver={SQL Server};Server=h;UID=second", { ...mssql, host: "h", user: "first" }],
    [
      "Driver={PostgreSQL Unicode};Server=h;Port=5432;Database=d;Uid=u;Pwd=p;",
      {
        engine: "postgres",
        authentication: "password",
        host: "h",
        port: 5432,
        database: "d",
        user: "u",
        password: "p",
      },
    ],
    [
      "Driver={MySQL ODBC 8.0 Unicode Driver};Server=h;User=u;Password={};",
      { engine: "mysql", authentication: "password", host: "h", user: "u", password: "" },
    ],
    ["Driver=SQLite3 ODBC Driver;Database=/x.db;", { engine: "sqlite", path: "/x.db" }],
  ])("%s is read", (text, profile) => {
    expect(parsed(text)).toEqual(profile);
  });

  it.each([
    ["DSN=mine;UID=u", /data source/],
    ["Driver={Oracle};Server=h", /no database that Lanewise knows/],
    ["Driver={SQL Server};Server=h;PWD={a", /“PWD” is not closed/],
    ["Driver={SQL Server};Server=h;PWD={a}b", /behind the closing/],
    ["Driver={SQL Server};Server=h;Trusted_Connection=Yes", /as the Windows user/],
  ])("%s is refused in words", (text, words) => {
    expect(sentence(text)).toMatch(words);
  });
});
