import { base64, utf8Bytes } from "./base64.ts";

const mark = "***";

/**
 * The text without the secrets, for what goes into a log, an error or a report. It takes out
 * - every known secret: as it is, percent-encoded (once or more often), with its quotes, braces and backslashes doubled
 *   or escaped, in JSON, and in base64 at any place of a longer text;
 * - what stands where passwords do: in `password=…` and its like, in the user part of a URL, behind `Bearer`.
 *
 * A secret of up to three characters is only taken out where it stands alone, or nothing could be read any more.
 */
export function redact(text: string, secrets: readonly string[]): string {
  return makeRedactor(secrets)(text);
}

/** As `redact`, prepared once for many texts. */
export function makeRedactor(secrets: readonly string[]): (text: string) => string {
  // The longest first: another may be a part of it.
  const known = secrets
    .filter((secret) => secret !== "")
    .toSorted((a, b) => b.length - a.length)
    .flatMap(shapesOf);
  return (text) => {
    let result = text;
    for (const pattern of known) result = result.replaceAll(pattern, mark);
    return redactUnknown(result);
  };
}

function shapesOf(secret: string): RegExp[] {
  const quoted = distinct(quotings.map((quote) => quote(secret)));
  const escaped = distinct(quoted.flatMap(escapedShapes)).filter((text) => !quoted.includes(text));
  // The longest first: what is inside its own quoted shape must not be left half.
  const written = [...quoted.map(percentPattern), ...escaped.map(literal)]
    .toSorted((a, b) => b.length - a.length)
    .join("|");
  const isShort = Array.from(secret).length < 4;
  const pattern = isShort ? `(?<![\\p{L}\\p{N}_])(?:${written})(?![\\p{L}\\p{N}_])` : written;
  return [new RegExp(pattern, "gu"), ...base64Shapes(secret)];
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** As connection strings, SQL, shells and programming languages write a text between quotes. */
const quotings: readonly ((text: string) => string)[] = [
  (text) => text,
  ...["'", '"', "`", "}", "]"].map((quote) => (text: string) => text.replaceAll(quote, quote + quote)),
  ...[/[\\']/g, /[\\"]/g, /[\\'"]/g, /['"]/g, /'/g, /"/g, /[\\`$]/g].map(
    (special) => (text: string) => text.replaceAll(special, "\\$&"),
  ),
];

/** In JSON, in JSON within JSON, and both without anything but ASCII. */
function escapedShapes(text: string): readonly string[] {
  const shapes = [
    jsonText,
    (one: string) => asciiText(jsonText(one)),
    (one: string) => jsonText(one).replaceAll("/", "\\/"),
  ];
  return shapes.flatMap((shape) => [shape(text), jsonText(shape(text)), asciiText(jsonText(shape(text)))]);
}

function jsonText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function asciiText(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Each character as it is or in percent code, where `%25` is a percent sign that was encoded once more. */
function percentPattern(text: string): string {
  return Array.from(text, (char) => {
    const codes = utf8Bytes(char).map((byte) => `%(?:25)*${anyCase(byte.toString(16).padStart(2, "0"))}`);
    return `(?:${codes.join("")}|${literal(char)}${char === " " ? "|\\+" : ""})`;
  }).join("");
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/**
 * Base64 of the secret by itself and inside a longer text, where it may begin at any of the three places of a group.
 * The letters that it shares with its neighbours go with it. Fewer than 6 of its own would hit by chance.
 */
function base64Shapes(secret: string): RegExp[] {
  const bytes = utf8Bytes(secret);
  return [0, 1, 2]
    .map((shift) => {
      const text = base64([...Array.from({ length: shift }, () => 0), ...bytes]);
      return text.slice(Math.ceil((shift * 4) / 3), Math.floor((shift + bytes.length) / 3) * 4);
    })
    .filter((text) => text.length >= 6)
    .map((text) => new RegExp(`${letters}${base64Pattern(text)}${letters}={0,2}`, "g"));
}

const letters = "[A-Za-z0-9+/_-]{0,3}";

/** The alphabet of URLs has `-` and `_`. */
function base64Pattern(text: string): string {
  return text.replaceAll("+", "[+-]").replaceAll("/", "[/_]");
}

const secretKey =
  "(?:pass(?:word|wd|phrase)|pwd|secret|(?:access|auth|refresh|session|id)[-_ ]?token|api[-_ ]?key|credentials?)";

/** A value in quotes or braces to their end, else to the next semicolon, before which it may hold anything, or blank. */
const value = `(?!\\*{3})(?:\\\\*"(?:[^"\\\\]|\\\\.|"")*"?|'(?:[^'\\\\]|\\\\.|'')*'?|\\{(?:[^}]|\\}\\})*\\}?|[^;\\r\\n]{0,200}(?=;)|[^\\s;&]+)`;

/** With bounds on what may be long: a log line of a megabyte must not take minutes. */
const unknown: readonly RegExp[] = [
  // scheme://user:password@host, the password with whatever it should not hold.
  /(?<before>[a-z][\w+.-]{0,30}:\/\/[^\s:@/?'"]*:)(?!\*\*\*@)[^\s'"<>]{0,4000}(?=@)/gi,
  /(?<before>\b(?:postgres(?:ql)?|mysql|mariadb|mssql|sqlserver)[\w+]*:\/\/[^\s:@/?'"]*:)(?!\*\*\*@)[^\r\n@]{0,200}(?=@)/gi,
  new RegExp(`(?<before>(?:${secretKey}|\\bpass)\\s*=\\s*)(?!>)${value}`, "gi"),
  new RegExp(`(?<before>${secretKey}\\\\*["']\\s*(?::|=>)\\s*)${value}`, "gi"),
  // MySQL says "using password: YES".
  new RegExp(`(?<before>${secretKey}\\s*:\\s*)(?!(?:YES|NO)\\b)${value}`, "gi"),
  new RegExp(`(?<before>${secretKey}%3D)(?:(?!%3B|&)\\S)+`, "gi"),
  new RegExp(`(?<before>--[\\w-]{0,30}${secretKey}\\s+)\\S+`, "gi"),
  // CREATE USER … IDENTIFIED BY '…', ALTER ROLE … PASSWORD '…'
  /(?<before>\b(?:identified\s+by|password)\s+)'(?:[^'\\]|\\.|'')*'?/gi,
  /(?<before>\bbearer\s+)[\w.~+/=-]+/gi,
];

function redactUnknown(text: string): string {
  let result = text;
  for (const pattern of unknown) result = result.replaceAll(pattern, `$<before>${mark}`);
  return result;
}
