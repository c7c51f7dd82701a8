import { createHash } from "node:crypto";
import { convertValue, toText } from "../sql/convert-value.ts";
import type { ScalarFunction } from "../sql/scalar-function.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import { isUnicode, MAX, type SqlType, type SqlValue, type, types } from "../sql/sql-type.ts";
import type { Typed } from "../sql/translator.ts";
import { encodeCodePage } from "../wire/collation.ts";

const text = types.nvarcharMax;
const int = types.int;

/** The first argument's type, as text. */
function likeFirst(args: readonly Typed[]): SqlType {
  const first = args[0]?.type;
  return first && isUnicode(first) ? type("nvarchar", first.length) : type("varchar", first?.length ?? MAX);
}

function string(value: SqlValue | undefined): string {
  return String(value ?? "");
}

function define(
  parameters: readonly (SqlType | undefined)[],
  result: (args: readonly Typed[]) => SqlType,
  run: (args: readonly SqlValue[]) => SqlValue,
  more: Partial<ScalarFunction> = {},
): ScalarFunction {
  return { parameters, required: parameters.length, result, run, isDeterministic: true, ...more };
}

const asIs = undefined;

export const textFunctions: Readonly<Record<string, ScalarFunction>> = {
  LEN: define(
    [text],
    () => int,
    ([a]) => BigInt(string(a).trimEnd().length),
  ),
  UPPER: define([asIs], likeFirst, ([a]) => string(a).toUpperCase()),
  LOWER: define([asIs], likeFirst, ([a]) => string(a).toLowerCase()),
  LTRIM: define([asIs], likeFirst, ([a]) => string(a).replace(/^ +/, "")),
  RTRIM: define([asIs], likeFirst, ([a]) => string(a).replace(/ +$/, "")),
  TRIM: define([asIs], likeFirst, ([a]) => string(a).replace(/^ +| +$/g, "")),
  REVERSE: define([asIs], likeFirst, ([a]) => string(a).split("").reverse().join("")),
  SUBSTRING: define([asIs, int, int], likeFirst, ([a, from, length]) => {
    const start = Number(from) - 1;
    const part = (end: number) => [Math.max(0, start), Math.max(0, end)] as const;
    const range = part(start + Number(length));
    return a instanceof Uint8Array ? a.subarray(...range) : string(a).slice(...range);
  }),
  LEFT: define([asIs, int], likeFirst, ([a, length]) => string(a).slice(0, Number(length))),
  RIGHT: define([asIs, int], likeFirst, ([a, length]) =>
    Number(length) > 0 ? string(a).slice(-Number(length)) : "",
  ),
  REPLACE: define(
    [asIs, text, text],
    (args) => ({ ...likeFirst(args), length: MAX }),
    ([a, what, by]) =>
      what === ""
        ? string(a)
        : string(a).replace(new RegExp(escapePattern(string(what)), "gi"), () => string(by)),
  ),
  REPLICATE: define(
    [asIs, int],
    (args) => ({ ...likeFirst(args), length: MAX }),
    ([a, times]) => (Number(times) < 0 ? null : string(a).repeat(Number(times))),
  ),
  SPACE: define(
    [int],
    () => type("varchar", 8000),
    ([times]) => " ".repeat(Math.max(0, Number(times))),
  ),
  CHARINDEX: define(
    [text, text, int],
    () => int,
    ([what, where, from]) =>
      BigInt(
        string(where)
          .toLowerCase()
          .indexOf(string(what).toLowerCase(), Math.max(0, Number(from ?? 1) - 1)) + 1,
      ),
    { required: 2 },
  ),
  CHAR: define(
    [int],
    () => type("char", 1),
    ([code]) => (Number(code) > 255 ? null : String.fromCharCode(Number(code))),
  ),
  NCHAR: define(
    [int],
    () => type("nchar", 1),
    ([code]) => String.fromCodePoint(Number(code)),
  ),
  ASCII: define(
    [text],
    () => int,
    ([a]) => (a === "" ? null : BigInt(encodeCodePage(string(a))[0] ?? 0)),
  ),
  UNICODE: define(
    [text],
    () => int,
    ([a]) => (a === "" ? null : BigInt(string(a).charCodeAt(0))),
  ),
  STR: define(
    [types.float, int, int],
    () => type("varchar", 50),
    ([a, width, digits]) =>
      Number(a)
        .toFixed(Number(digits ?? 0))
        .padStart(Number(width ?? 10)),
    { required: 1 },
  ),
  QUOTENAME: define(
    [text, text],
    () => type("nvarchar", 258),
    ([a, mark]) =>
      mark === "'" ? `'${string(a).replaceAll("'", "''")}'` : `[${string(a).replaceAll("]", "]]")}]`,
    { required: 1 },
  ),
  CONCAT: define(
    [text],
    () => text,
    (args) => args.map((arg) => string(arg)).join(""),
    {
      isVariadic: true,
      required: 2,
      takesNull: true,
      isNeverNull: true,
    },
  ),
  CONCAT_WS: define(
    [text],
    () => text,
    ([by, ...args]) => args.filter((arg) => arg !== null).join(string(by)),
    {
      isVariadic: true,
      required: 3,
      takesNull: true,
      isNeverNull: true,
    },
  ),
  HASHBYTES: define(
    [text, asIs],
    () => type("varbinary", 8000),
    ([algorithm, value]) => {
      const name = string(algorithm).toLowerCase().replace("sha2_", "sha");
      const bytes = value instanceof Uint8Array ? value : Buffer.from(string(value), "utf8");
      return createHash(name).update(bytes).digest();
    },
  ),
  ISNUMERIC: define(
    [text],
    () => int,
    ([a]) => (string(a).trim() !== "" && Number.isFinite(Number(a)) ? 1n : 0n),
    { takesNull: true },
  ),
  ISJSON: define(
    [text],
    () => int,
    ([a]) => {
      try {
        return typeof JSON.parse(string(a)) === "object" ? 1n : 0n;
      } catch {
        return 0n; // no JSON: that is the answer
      }
    },
  ),
  JSON_VALUE: define(
    [text, text],
    () => type("nvarchar", 4000),
    ([document, path]) => {
      let at: unknown = JSON.parse(string(document));
      for (const key of string(path)
        .replace(/^\$\.?/, "")
        .split(".")
        .filter(Boolean))
        at = (at as Record<string, unknown> | null)?.[key];
      return at === undefined || at === null || typeof at === "object" ? null : String(at);
    },
  ),
};

function escapePattern(pattern: string): string {
  return pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** `%`, `_`, `[a-z]`, `[^a]`: case does not matter, as in the server's collation. */
export function likePattern(pattern: string, escapeWith: string | null): RegExp {
  let source = "";
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (escapeWith !== null && char === escapeWith) source += escapePattern(pattern.charAt(++i));
    else if (char === "%") source += "[\\s\\S]*";
    else if (char === "_") source += "[\\s\\S]";
    else if (char === "[" && pattern.indexOf("]", i + 1) > 0) {
      const end = pattern.indexOf("]", i + 1);
      const set = pattern.slice(i + 1, end);
      const isNot = set.startsWith("^");
      source += `[${isNot ? "^" : ""}${(isNot ? set.slice(1) : set).replace(/[\\\]^]/g, "\\$&")}]`;
      i = end;
    } else source += escapePattern(char);
  }
  return new RegExp(`^${source}$`, "i");
}

/** RAISERROR's and FORMATMESSAGE's `%d`, `%s`. */
export function formatMessage(format: string, args: readonly SqlValue[]): string {
  let next = 0;
  return format.replace(/%(?:%|[-+0 #]*\d*(?:\.\d+)?(?:l|I64)?([diouxXs]))/g, (_, kind?: string) => {
    if (kind === undefined) return "%";
    if (next >= args.length)
      throw new SqlFailure(
        2786,
        `The data type of substitution parameter ${next + 1} does not match the expected type of the format specification.`,
      );
    const arg = args[next++] ?? null;
    if (arg === null) return "(null)";
    return kind === "x" || kind === "X" ? BigInt(arg as bigint).toString(16) : string(arg);
  });
}

/** The value as PRINT writes it. */
export function printed(value: SqlValue, of: SqlType): string {
  return value === null ? " " : toText(convertValue(value, of, of), of);
}
