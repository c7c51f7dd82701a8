import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseConnectionString } from "../../../src/core/connection/connection-string/parse-connection-string.ts";
import { engines, type ServerEngine } from "../../../src/core/connection/engine.ts";
import { tlsModeOfEncryption, tlsModeOfWord, tlsModes } from "../../../src/core/connection/tls.ts";
import { readSharedProfiles } from "../../../src/extension/connections/shared-profiles.ts";

const page = readFileSync(path.join(import.meta.dirname, "../../../docs/connections.md"), "utf8");

/** Cells without their back-quotes. */
function rowsBelow(heading: string): string[][] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  const table = section.split("\n## ")[0]?.match(/^\|.*\|$/gm) ?? [];
  return table.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

const engineOf: Readonly<Record<string, string>> = {
  SQLite: "sqlite",
  PostgreSQL: "postgres",
  MySQL: "mysql",
  MariaDB: "mysql",
  "SQL Server": "mssql",
};

describe("docs/connections.md", () => {
  const examples = rowsBelow("Adding one");

  it("has connection strings for every engine", () => {
    expect(new Set(examples.map(([engine = ""]) => engineOf[engine]))).toEqual(new Set(engines));
  });

  it.each(examples)("shows for %s a string (%s) that is read to the last part: %s", (engine, _, example) => {
    const parsed = parseConnectionString(example ?? "");
    expect(parsed).toMatchObject({
      status: "parsed",
      profile: { engine: engineOf[engine ?? ""] },
      notes: [],
    });
    if (parsed.status !== "parsed") return;
    const { profile, password } = parsed;
    expect(JSON.stringify(profile)).toContain("shop");
    expect(password !== undefined).toBe(example?.includes("cret"));
  });

  const modes = rowsBelow("Encryption");

  it.each(modes)(
    "names the modes of TLS as the engines do: %s",
    (mode, libpq = "", mysql = "", mssql = "") => {
      const known = (engine: ServerEngine) => tlsModes[engine].some((one) => one === mode);
      for (const [engine, word] of [
        ["postgres", libpq],
        ["mysql", mysql],
      ] as const) {
        expect(known(engine)).toBe(word !== "–");
        if (word !== "–") expect(tlsModeOfWord(word)).toBe(mode);
      }
      expect(known("mssql")).toBe(mssql !== "–");
      const encrypt = /Encrypt=(false|true|strict)/.exec(mssql)?.[1] as
        | "false"
        | "true"
        | "strict"
        | undefined;
      if (encrypt) expect(tlsModeOfEncryption(encrypt, mssql.includes("TrustServer"))).toBe(mode);
    },
  );

  it("lists every mode", () => {
    expect(modes.map(([mode]) => mode)).toEqual([...new Set([...tlsModes.postgres, ...tlsModes.mssql])]);
  });

  it("shares connections as the setting takes them", () => {
    const settings = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json]) => JSON.parse(json ?? ""));
    const shared = settings.find((one) => "lanewise.connections" in one)?.["lanewise.connections"];
    const { profiles, refused } = readSharedProfiles(shared, "/work");
    expect(refused).toEqual([]);
    expect(profiles.map(({ engine }) => engine).sort()).toEqual([...engines].sort());
    // No field is lost: none is unknown.
    const fields = (value: object) => Object.keys(value).sort();
    for (const [index, profile] of profiles.entries())
      expect(fields({ authentication: "", ...profile })).toEqual(
        fields({ authentication: "", ...shared[index] }),
      );
  });
});
