import { describe, expect, it } from "vitest";
import { defaultPorts } from "../../../src/core/connection/engine.ts";
import {
  defaultTlsModes,
  encryptionOf,
  mysqlSslMode,
  tlsModeOfEncryption,
  tlsModeOfWord,
  tlsModes,
} from "../../../src/core/connection/tls.ts";

describe("TLS modes", () => {
  it.each(["disable", "prefer", "require", "verify-ca", "verify-full"] as const)(
    "keep their sense through the words of each client: %s",
    (mode) => {
      expect(tlsModeOfWord(mode)).toBe(mode);
      expect(tlsModeOfWord(mysqlSslMode(mode))).toBe(mode);
    },
  );

  it.each(tlsModes.mssql)("keep their sense through SQL Server's two settings: %s", (mode) => {
    const { encrypt, trustServerCertificate } = encryptionOf(mode);
    expect(tlsModeOfEncryption(encrypt, trustServerCertificate)).toBe(mode);
  });

  it("are not guessed from an unknown word", () => {
    for (const word of ["", "yes", "strict", "verify"]) expect(tlsModeOfWord(word)).toBeUndefined();
    expect(tlsModeOfEncryption(undefined, undefined)).toBeUndefined();
    expect(tlsModeOfEncryption(undefined, false)).toBeUndefined();
  });

  it("are never weakened by trusting a certificate where encryption is strict", () => {
    expect(tlsModeOfEncryption("strict", true)).toBe("strict");
  });

  it("have a default that the engine knows, and engines have a port", () => {
    for (const engine of ["mssql", "postgres", "mysql"] as const)
      expect(tlsModes[engine]).toContain(defaultTlsModes[engine]);
    expect(defaultPorts).toEqual({ mssql: 1433, postgres: 5432, mysql: 3306 });
  });
});
