import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConnectionString } from "../../../src/core/connection/connection-string/parse-connection-string.ts";
import { readEnvFile } from "../../../src/core/connection/import/env-file.ts";
import { makeRedactor } from "../../../src/core/connection/redact.ts";
import { withBacktracks } from "../../support/backtracks.ts";
import { spitefulText } from "./connection-string/arbitrary-profile.ts";

const beginnings = fc.constantFrom(
  ..."postgres:// mysql+pymysql://u:p@ sqlite:/// jdbc:sqlserver:// jdbc:postgresql: jdbc:mysql:// Server= Driver={".split(
    " ",
  ),
  "host=h ",
  "mssql+pyodbc:///?odbc_connect=",
  "",
);

describe("whatever is pasted, read or logged", () => {
  it("is read or refused, and a refusal never repeats the secret", () => {
    fc.assert(
      fc.property(beginnings, fc.array(spitefulText, { maxLength: 4 }), (beginning, parts) => {
        const result = parseConnectionString(`${beginning}${parts.join("hunter2")}`);
        expect(result.status).toMatch(/parsed|invalid/);
        if (result.status === "parsed" || result.problem.problem === "unknown-scheme") return;
        const { name = "", ...rest } = { name: "", ...result.problem };
        expect(JSON.stringify(rest)).not.toContain("hunter2");
        expect(name).toMatch(/^(?:[a-z][\w .-]*|…|)$/i);
      }),
      { seed: 21, numRuns: 3000 },
    );
  });

  it("is a file of variables", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(spitefulText, fc.constant("\nDATABASE_URL=")), { maxLength: 12 }),
        (parts) => {
          expect(Array.isArray(readEnvFile(parts.join("")))).toBe(true);
        },
      ),
      { seed: 22, numRuns: 1000 },
    );
  });

  it.each([
    "a",
    ";",
    "'",
    '"',
    "\\",
    "{",
    "=",
    " ",
    "%25",
    "$",
    "/",
    "@",
    "a.",
    "a://b:",
    "-",
    "password=",
    'password="',
    "$A",
    "a=",
    "\n",
    'A="\n',
  ])("costs no more than a few steps a character when %j is repeated", (piece) => {
    const text = piece.repeat(100_000 / piece.length);
    const read = () => [
      makeRedactor(["p@ss'\\word", piece.repeat(50)])(`${text}!`),
      ...["", "postgres://", "Server=", "host=", "jdbc:sqlserver://h;", "Driver={x};"].map((beginning) =>
        JSON.stringify(parseConnectionString(beginning + text)),
      ),
      JSON.stringify(readEnvFile(text)),
    ];
    // Where a match would have to step back more often, it finds nothing, and something else is read.
    expect(withBacktracks(1_000_000, read)).toEqual(read());
  });
});
