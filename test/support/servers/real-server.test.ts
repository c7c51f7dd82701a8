import { expect, it } from "vitest";
import { realServer } from "./real-server.ts";

it("finds no server in an environment that names none", () => {
  expect(realServer("postgres", {})).toBeUndefined();
  expect(realServer("mysql", { LANEWISE_TEST_MYSQL_URL: "" })).toBeUndefined();
});

it("reads each engine's own variable", () => {
  const environment = {
    LANEWISE_TEST_POSTGRES_URL: "postgres://ada:l%40%2F%3A@db.example:5433/numbers",
    LANEWISE_TEST_MYSQL_URL: "mysql://root@[::1]/test",
    LANEWISE_TEST_MSSQL_URL: "mssql://sa:pass@db.example/master",
  };
  expect(realServer("postgres", environment)).toEqual({
    ...{ engine: "postgres", url: environment.LANEWISE_TEST_POSTGRES_URL, certificate: undefined },
    ...{ host: "db.example", port: 5433, user: "ada", password: "l@/:", database: "numbers" },
  });
  expect(realServer("mysql", environment)).toMatchObject({
    host: "::1",
    port: 3306,
    user: "root",
    password: "",
  });
  expect(realServer("mssql", environment)).toMatchObject({ port: 1433, database: "master" });
});

it("says which variable holds no URL", () => {
  expect(() => realServer("mssql", { LANEWISE_TEST_MSSQL_URL: "db.example" })).toThrow(
    "LANEWISE_TEST_MSSQL_URL",
  );
});
