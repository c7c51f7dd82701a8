import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatConnectionStringWithPassword } from "../../../src/core/connection/connection-string/format-connection-string.ts";
import { notations } from "../../../src/core/connection/connection-string/notation.ts";
import { makeRedactor, redact } from "../../../src/core/connection/redact.ts";
import { arbitraryProfile, spitefulText } from "./connection-string/arbitrary-profile.ts";

const secret = "p@ss w/rd'\"}%2B]\\1é😀";

describe("a known secret", () => {
  it.each<[string, string]>([
    ["as it is", secret],
    ["percent-encoded", encodeURIComponent(secret)],
    [
      "percent-encoded in small letters",
      encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
    ],
    ["percent-encoded twice", encodeURIComponent(encodeURIComponent(secret))],
    ["as a form sends it", new URLSearchParams({ x: secret }).toString().slice(2)],
    ["in JSON", JSON.stringify(secret)],
    ["in JSON in JSON", JSON.stringify(JSON.stringify(secret))],
    ["in JSON without other than ASCII", JSON.stringify(secret).replace(/[^ -~]/g, unicodeEscape)],
    ["with doubled quotes", secret.replaceAll("'", "''")],
    ["with doubled double quotes", secret.replaceAll('"', '""')],
    ["with doubled braces", secret.replaceAll("}", "}}")],
    ["with escaped quotes", secret.replaceAll("'", "\\'")],
    ["quoted for libpq", secret.replaceAll(/['\\]/g, "\\$&")],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["in base64 for URLs", Buffer.from(secret).toString("base64url")],
  ])("goes %s", (_, written) => {
    expect(redact(`before <${written}> after`, [secret])).toMatch(
      /^before <"?(?:\\")?\*\*\*(?:\\")?"?> after$/,
    );
  });

  it.each(["", "u", "us", "user", "user:"])("goes in the base64 of a longer text, behind “%s”", (before) => {
    const encoded = Buffer.from(`${before}correct horse battery: and more`).toString("base64");
    const left = redact(`Basic ${encoded}!`, ["correct horse battery"]);
    expect(left).toMatch(/^Basic [\w+/]*\*\*\*[\w+/=]*!$/);
    expect(Buffer.from(left.slice(6).split("***")[0] ?? "", "base64").toString()).not.toContain("c");
  });

  it("goes as a whole when another is a part of it", () => {
    expect(redact("sesame and sesame street", ["sesame", "sesame street"])).toBe("*** and ***");
  });

  it("goes in every escape when backslashes stand before what is escaped", () => {
    for (const word of ["ab\\\té", "ab\\\\\"'\n", "\\é\\/$x", "a\\'\\b"]) {
      const ascii = JSON.stringify(word).replace(/[^ -~]/g, unicodeEscape);
      for (const written of [
        word,
        JSON.stringify(word),
        ascii,
        JSON.stringify(ascii),
        encodeURIComponent(word),
      ])
        expect(redact(`x ${written} y`, [word])).toMatch(/^x [\\"]*\*\*\*[\\"]* y$/);
    }
  });

  it("goes in any shape, whatever it is", () => {
    const word = fc
      .string({ minLength: 4, maxLength: 12, unit: "binary" })
      .filter((text) => !/^[\\"']|["'\\]$/.test(text));
    const shapes: readonly ((text: string) => string)[] = [
      (text) => text,
      JSON.stringify,
      (text) => JSON.stringify(JSON.stringify(text)),
      encodeURIComponent,
      (text) => new URLSearchParams({ x: text }).toString().slice(2),
      (text) => `'${text.replaceAll("'", "''")}'`,
      (text) => `{${text.replaceAll("}", "}}")}}`,
      (text) => `'${text.replaceAll(/['\\]/g, "\\$&")}'`,
    ];
    for (const [i, shape] of shapes.entries())
      fc.assert(
        fc.property(word, (text) => {
          expect(redact(`x ${shape(text)} y`, [text]), String(i)).toMatch(/^x [\\"'{]*\*\*\*[\\"'}]* y$/);
        }),
        { seed: 6, numRuns: 300 },
      );
  });

  it("goes when it is short only where it stands alone", () => {
    expect(redact("login sa: pwx, a 'x', max", ["x"])).toBe("login sa: pwx, a '***', max");
  });

  it("is never the empty one", () => {
    expect(redact("nothing to hide", [""])).toBe("nothing to hide");
  });

  it("is gone from every connection string, whatever it is", () => {
    const pairs = (["mssql", "postgres", "mysql"] as const).flatMap((engine) =>
      notations[engine].map((notation) => ({ engine, notation })),
    );
    const password = spitefulText.map((text) => `Zq9${text}7xK`);
    for (const { engine, notation } of pairs)
      fc.assert(
        fc.property(arbitraryProfile[engine], password, (profile, word) => {
          const text = formatConnectionStringWithPassword(profile, notation, word) ?? "";
          const left = redact(`cannot connect with ${text}`, [word]);
          expect(left).not.toContain(word);
          expect(left).not.toMatch(/Zq9|7xK/);
        }),
        { seed: 4, numRuns: 60 },
      );
  });

  it("takes no longer when there are many backslashes and quotes", () => {
    const clean = makeRedactor(["\\'".repeat(40), "'".repeat(40), "\\".repeat(40), "%25".repeat(40)]);
    const text = `${"\\\\'".repeat(39)} ${"''".repeat(19)} ${"%2525".repeat(39)}`;
    expect(clean(text)).toBe(text);
  });
});

describe("a secret that nobody told", () => {
  it.each([
    ["connect postgres://ann:s3cr:t/@x@db/shop failed", "connect postgres://ann:***@db/shop failed"],
    ["mysql+pymysql://ann:two words@db/shop", "mysql+pymysql://ann:***@db/shop"],
    ["Server=db;Password=two words 'and' = more;Encrypt=True", "Server=db;Password=***;Encrypt=True"],
    ['Server=db;Pwd="a;b""c";Encrypt=True', "Server=db;Pwd=***;Encrypt=True"],
    ["PWD={a;}}b};UID=u", "PWD=***;UID=u"],
    ["host=db password='it\\'s me' user=ann", "host=db password=*** user=ann"],
    ["host=db password=secret user=ann", "host=db password=*** user=ann"],
    [
      "jdbc:postgresql://db/x?user=ann&password=s3cret&ssl=true",
      "jdbc:postgresql://db/x?user=ann&password=***&ssl=true",
    ],
    [
      "odbc_connect=UID%3Dann%3BPWD%3Ds3cret%3BEncrypt%3Dyes",
      "odbc_connect=UID%3Dann%3BPWD%3D***%3BEncrypt%3Dyes",
    ],
    ['{"user":"ann","password":"s3\\"cret","port":1}', '{"user":"ann","password":***,"port":1}'],
    ["{ user: 'ann', password: 's3cret' }", "{ user: 'ann', password: *** }"],
    ["PGPASSWORD=s3cret psql", "PGPASSWORD=*** psql"],
    ["mysqldump --password s3cret shop", "mysqldump --password *** shop"],
    ["Authorization: Bearer eyJh.bGci-Oi_J9", "Authorization: Bearer ***"],
    ["CREATE USER ann IDENTIFIED BY 's3''cret'", "CREATE USER ann IDENTIFIED BY ***"],
    ["ALTER ROLE ann PASSWORD 's3cret'", "ALTER ROLE ann PASSWORD ***"],
    ["sslpassword=s3cret", "sslpassword=***"],
    ["AccessToken=s3cret", "AccessToken=***"],
  ])("goes from %s", (text, left) => {
    expect(redact(text, [])).toBe(left);
    expect(redact(left, [])).toBe(left);
  });

  it.each([
    'password authentication failed for user "ann"',
    "Access denied for user 'ann'@'localhost' (using password: YES)",
    "Login failed for user 'sa'.",
    'syntax error at or near "password"',
    "Unexpected token: SELECT",
    "connect ECONNREFUSED 127.0.0.1:5432",
    "see https://example.com:8080/docs",
    "postgres://ann@db:5432/shop",
    "1 pass: ok",
  ])("leaves alone: %s", (text) => {
    expect(redact(text, [])).toBe(text);
  });
});

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
