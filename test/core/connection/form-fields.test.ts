import { describe, expect, it } from "vitest";
import {
  emptyFields,
  fieldsForEngine,
  fieldsOf,
  formFieldOf,
  profileOfFields,
  textFieldsOf,
} from "../../../src/core/connection/form-fields.ts";
import type { ConnectionProfile } from "../../../src/core/connection/profile.ts";

const profiles: readonly ConnectionProfile[] = [
  { engine: "sqlite", name: "christmas.db", path: "/data/ christmas.db" },
  {
    engine: "postgres",
    name: "shop",
    host: "::1",
    port: 5433,
    database: "shop",
    user: "ada",
    authentication: "password",
    production: true,
    group: ["work", "eu"],
    tls: { mode: "verify-ca", caFile: "/ca.pem", serverName: "db.example.com" },
    connectTimeoutSeconds: 5,
    applicationName: "lanewise",
  },
  {
    engine: "mssql",
    name: "erp",
    host: "sql",
    instance: "SQLEXPRESS",
    authentication: "entra",
    readOnlyIntent: true,
    tls: { mode: "strict" },
  },
  {
    engine: "mysql",
    name: "blog",
    host: "/run/mysqld/mysqld.sock",
    user: "root",
    authentication: "password",
    charset: "utf8mb4",
    tls: { mode: "disable" },
  },
];

describe("the fields of a connection's form", () => {
  it.each(profiles)("hold all of a profile of $engine", (profile) => {
    expect(profileOfFields(fieldsOf(profile))).toEqual({ status: "read", profile, warnings: [] });
  });

  it("of a new connection miss what only the user knows", () => {
    const read = profileOfFields(emptyFields("postgres"));
    expect(read.status === "invalid" && read.problems).toEqual([{ problem: "missing", field: "name" }]);
  });

  it("keep for another engine what both have, and a mode only where it was chosen", () => {
    const before = fieldsOf(profiles[1] as ConnectionProfile);
    const { texts, engine } = fieldsForEngine(before, "mysql");
    expect([engine, texts.host, texts.user, texts.port, texts.mode]).toEqual([
      ...["mysql", "::1", "ada", "", "verify-ca"],
    ]);
    expect(fieldsForEngine(before, "mssql").texts.mode).toBe("verify-full");
    const there = fieldsForEngine(emptyFields("postgres"), "mssql");
    expect(there.texts.mode).toBe("verify-full");
    expect(fieldsForEngine(there, "postgres")).toEqual(emptyFields("postgres"));
    expect(fieldsForEngine(emptyFields("sqlite"), "mysql")).toEqual(emptyFields("mysql"));
  });

  it("refuse a port that is no number, at its field", () => {
    const fields = fieldsOf(profiles[1] as ConnectionProfile);
    const read = profileOfFields({ ...fields, texts: { ...fields.texts, port: "54x" } });
    const [problem] = read.status === "invalid" ? read.problems : [];
    expect(problem).toMatchObject({ problem: "wrong-type", field: "port" });
    expect(formFieldOf("tls.caFile")).toBe("caFile");
  });

  it("leave out what another engine has", () => {
    const fields = fieldsOf(profiles[2] as ConnectionProfile);
    const read = profileOfFields({
      ...fields,
      engine: "postgres",
      texts: { ...fields.texts, mode: "require" },
    });
    expect(read.status === "invalid" ? read.problems : read.profile).not.toHaveProperty("instance");
    expect(textFieldsOf("postgres")).not.toContain("instance");
  });
});
