import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConnectionProfile } from "../../../src/core/connection/profile.ts";
import { readProfile, readProfiles } from "../../../src/core/connection/read-profile.ts";
import { profileProblemText } from "../../../src/core/text/profile-problem-text.ts";
import { english } from "../../../src/core/text/text.ts";
import { arbitraryProfile } from "./connection-string/arbitrary-profile.ts";

const shop = { engine: "postgres", name: "Shop", host: "db.example.com" };

describe("a profile in the settings", () => {
  it("is read with all that it may say", () => {
    const profile = {
      ...{ engine: "mssql", name: "Shop", host: "db", instance: "I", database: "shop", user: "ann" },
      ...{ authentication: "entra", production: true, group: ["Work", "Berlin"], readOnlyIntent: true },
      ...{ connectTimeoutSeconds: 20, applicationName: "bench" },
      tls: {
        mode: "verify-full",
        fingerprint: "ab".repeat(32),
        caFile: "/ca.pem",
        serverName: "db.example.com",
      },
    };
    expect(readProfile(profile)).toEqual({ status: "read", profile, warnings: [] });
  });

  it.each(["sqlite", "mssql", "postgres", "mysql"] as const)("of %s comes back as it was", (engine) => {
    fc.assert(
      fc.property(arbitraryProfile[engine], (profile: ConnectionProfile) => {
        const stored: unknown = JSON.parse(JSON.stringify(profile));
        expect(readProfile(stored)).toEqual({ status: "read", profile, warnings: [] });
      }),
      { seed: 11 },
    );
  });

  it("signs in with a password where nothing else is said", () => {
    expect(readProfile(shop)).toMatchObject({
      status: "read",
      profile: { ...shop, authentication: "password" },
    });
  });

  it("may write an address in brackets and a fingerprint with colons", () => {
    const fingerprint = `${"AB:".repeat(31)}AB`;
    expect(readProfile({ ...shop, host: "[::1]", tls: { mode: "require", fingerprint } })).toMatchObject({
      profile: { host: "::1", tls: { mode: "require", fingerprint: "ab".repeat(32) } },
    });
  });

  it("takes null for absent", () => {
    expect(readProfile({ ...shop, port: null, tls: null })).toMatchObject({ status: "read" });
  });

  it("warns of fields that it does not know", () => {
    const read = readProfile({ ...shop, colour: "red", tls: { mode: "require", depth: 1 } });
    expect(read.status === "read" && read.warnings.map(profileProblemText).map(english)).toEqual([
      "Lanewise does not know “tls.depth”.",
      "Lanewise does not know “colour”.",
    ]);
  });

  it.each<[unknown, readonly string[]]>([
    [7, ["A connection must be an object with an engine, a name and where to find the database."]],
    [{ name: "x" }, ["“engine” is missing."]],
    [{ engine: "oracle" }, ["“engine” must be one of sqlite, mssql, postgres, mysql."]],
    [{ engine: "sqlite", name: "x" }, ["“path” is missing."]],
    [{ engine: "sqlite", name: "x", path: "x.db" }, ["“path” must be an absolute path."]],
    [{ engine: "sqlite", name: "x", path: "/x.db", host: "h" }, ["SQLite has no “host”."]],
    [
      { engine: "postgres", name: " ", host: 5 },
      ["“name” must be a text that is not empty.", "“host” must be a text that is not empty."],
    ],
    [{ ...shop, name: "a\nb" }, ["“name” holds a line break or another control character."]],
    [{ ...shop, port: 0 }, ["“port” must be a whole number from 1 to 65535."]],
    [{ ...shop, port: "5432" }, ["“port” must be a whole number."]],
    [{ ...shop, production: "yes" }, ["“production” must be true or false."]],
    [{ ...shop, group: "Work" }, ["“group” must be a list of texts that are not empty."]],
    [{ ...shop, tls: true }, ["“tls” must be an object."]],
    [{ ...shop, tls: {} }, ["“tls.mode” is missing."]],
    [
      { ...shop, tls: { mode: "strict" } },
      ["“tls.mode” must be one of disable, prefer, require, verify-ca, verify-full."],
    ],
    [
      { ...shop, tls: { mode: "require", fingerprint: "abc" } },
      ["“tls.fingerprint” must be the SHA-256 of a certificate: 64 hexadecimal digits."],
    ],
    [{ ...shop, authentication: "entra" }, ["“authentication” must be one of password."]],
    [{ ...shop, instance: "I" }, ["PostgreSQL has no “instance”."]],
    [{ ...shop, engine: "mssql", charset: "utf8" }, ["SQL Server has no “charset”."]],
    [
      { ...shop, engine: "mssql", port: 1, instance: "I" },
      ["Give “port” or “instance”, not both: the port says which instance it is."],
    ],
    [
      { ...shop, host: "postgres://h" },
      ["“host” must be the host alone: port, user, instance and database have fields of their own."],
    ],
    [
      { ...shop, host: "a b" },
      ["“host” is not a host name or an address that this engine can be reached by."],
    ],
    [
      { ...shop, engine: "mssql", host: "/tmp" },
      ["“host” is not a host name or an address that this engine can be reached by."],
    ],
    [
      { ...shop, password: "hunter2" },
      [
        "“password” would share a secret with everyone who sees the settings: take it out. Lanewise asks for it and keeps it in the system's key store.",
      ],
    ],
  ])("%j is refused, with everything that is wrong", (value, sentences) => {
    const read = readProfile(value);
    expect(read.status === "invalid" && read.problems.map(profileProblemText).map(english)).toEqual(
      sentences,
    );
  });

  it.each(["PWD", "pass_word", "accessToken", "connectionString", "clientSecret"])(
    "may not hold a secret as %s",
    (field) => {
      expect(readProfile({ ...shop, [field]: "x" })).toEqual({
        status: "invalid",
        problems: [{ problem: "secret", field }],
      });
    },
  );

  it.each(["h:5432", "u@h", "h\\I", "a,b", "[::1]:5", "tcp:h"])(
    "may not hold more than the host in “%s”",
    (host) => {
      expect(readProfile({ ...shop, host }).status).toBe("invalid");
    },
  );

  it("never throws, whatever stands there", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readProfile(value).status).toBe("invalid");
        expect(readProfile({ ...shop, tls: value, group: value, port: value }).status).toMatch(
          /read|invalid/,
        );
      }),
      { seed: 3 },
    );
  });
});

describe("the list of profiles", () => {
  it("reads each for itself, in its order", () => {
    const read = readProfiles([shop, 7, { ...shop, name: "Two" }, shop]);
    expect(read.map(({ status }) => status)).toEqual(["read", "invalid", "read", "invalid"]);
    expect(read[3]).toEqual({ status: "invalid", problems: [{ problem: "name-twice", name: "Shop" }] });
  });

  it("must be a list", () => {
    expect(readProfiles({})).toEqual([{ status: "invalid", problems: [{ problem: "not-a-list" }] }]);
  });

  it("has no sentence with a gap", () => {
    expect(english(profileProblemText({ problem: "not-a-list" }))).toMatch(/lanewise\.connections/);
    expect(english(profileProblemText({ problem: "name-twice", name: "a" }))).toBe(
      "Two connections are named “a”.",
    );
  });
});
