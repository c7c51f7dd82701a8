import { decodeCodePage, encodeCodePage, throughCodePage } from "../wire/collation.ts";
import { guidText } from "../wire/read-type.ts";
import { guidBytes } from "../wire/write-value.ts";
import { dateFromText, dateText, fromInstant, instantOf } from "./convert-date.ts";
import { decimalText, digitsOf, parseDecimal, rescale } from "./decimal-value.ts";
import { conversionFailed, overflow, SqlFailure } from "./sql-failure.ts";
import { familyOf, isUnicode, MAX, type SqlType, type SqlValue, types } from "./sql-type.ts";

/** CAST and CONVERT, and what T-SQL does by itself. Text is cut to the target's length, as CAST does. */
export function convertValue(value: SqlValue, from: SqlType, to: SqlType, style?: number): SqlValue {
  if (value === null) return null;
  if (from.name === "sql_variant") return convertValue(value, baseOf(value), to, style);
  switch (familyOf(to)) {
    case "integer":
      return toInteger(value, from, to);
    case "decimal":
      return toDecimal(value, from, to);
    case "float":
      return toFloat(value, from, to);
    case "text":
      return cut(toText(value, from, style), to);
    case "binary":
      return toBinary(value, from, to, style);
    case "temporal":
      return toDate(value, from, to);
    case "guid":
      return toGuid(value, from);
    case "variant":
      return value;
  }
}

function baseOf(value: SqlValue): SqlType {
  if (typeof value === "bigint") return types.bigint;
  if (typeof value === "number") return types.float;
  return value instanceof Uint8Array ? types.varbinaryMax : types.nvarcharMax;
}

const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  tinyint: [0n, 255n],
  smallint: [-32_768n, 32_767n],
  int: [-2_147_483_648n, 2_147_483_647n],
  bigint: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
};

export function isInRange(value: bigint, of: SqlType): boolean {
  const [low, high] = ranges[of.name] ?? [0n, 1n];
  return value >= low && value <= high;
}

function toInteger(value: SqlValue, from: SqlType, to: SqlType): bigint {
  const whole = wholeNumber(value, from, to);
  if (to.name === "bit") return whole === 0n ? 0n : 1n;
  if (isInRange(whole, to)) return whole;
  if (familyOf(from) === "text") {
    const message = `The conversion of the ${from.name} value '${String(value)}' overflowed an ${to.name} column.`;
    throw new SqlFailure(248, message);
  }
  if ((to.name === "tinyint" || to.name === "smallint") && familyOf(from) === "integer") {
    throw new SqlFailure(220, `Arithmetic overflow error for data type ${to.name}, value = ${whole}.`, {
      state: 2,
    });
  }
  throw overflow(to.name);
}

function wholeNumber(value: SqlValue, from: SqlType, to: SqlType): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return BigInt(Math.trunc(value));
  if (value instanceof Uint8Array)
    return BigInt(`0x${Buffer.from(value.subarray(-8)).toString("hex") || "0"}`);
  const text = String(value).trim();
  if (familyOf(from) === "decimal")
    return rescale(parseDecimal(text) ?? { units: 0n, scale: 0 }, 0, true).units;
  if (familyOf(from) === "text") {
    if (to.name === "bit" && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true" ? 1n : 0n;
    if (text === "") return 0n;
    if (/^[+-]?\d+$/.test(text)) return BigInt(text);
    throw conversionFailed(String(value), from.name, to.name);
  }
  throw operandClash(from, to);
}

function toDecimal(value: SqlValue, from: SqlType, to: SqlType): string {
  const parsed = parseDecimal(typeof value === "bigint" ? String(value) : decimalSource(value, from));
  if (!parsed) {
    if (to.name !== "decimal")
      throw new SqlFailure(235, `Cannot convert a char value to money. The char value has incorrect syntax.`);
    throw new SqlFailure(8114, `Error converting data type ${from.name} to numeric.`, {
      state: 5,
      reach: "batch",
    });
  }
  const result = rescale(parsed, to.scale);
  if (digitsOf(result.units) > to.precision) {
    const source = familyOf(from) === "text" ? from.name : "expression";
    if (source === "expression") throw overflow(to.name === "decimal" ? "numeric" : to.name);
    throw new SqlFailure(8115, `Arithmetic overflow error converting ${source} to data type numeric.`, {
      state: 8,
    });
  }
  return decimalText(result);
}

function decimalSource(value: SqlValue, from: SqlType): string {
  if (typeof value === "number") return String(value);
  if (value instanceof Uint8Array) throw operandClash(from, types.money);
  return String(value).trim();
}

function toFloat(value: SqlValue, from: SqlType, to: SqlType): number {
  if (value instanceof Uint8Array) throw operandClash(from, to);
  const text = String(value).trim();
  const number = text === "" ? 0 : Number(value);
  if (!Number.isFinite(number) || /^0x/i.test(text)) {
    throw new SqlFailure(8114, `Error converting data type ${from.name} to ${to.name}.`, {
      state: 5,
      reach: "batch",
    });
  }
  return to.name === "real" ? Math.fround(number) : number;
}

/** As CAST to a long varchar shows a value. */
export function toText(value: SqlValue, from: SqlType, style?: number): string {
  if (value instanceof Uint8Array) {
    if (style === 1) return `0x${Buffer.from(value).toString("hex").toUpperCase()}`;
    if (style === 2) return Buffer.from(value).toString("hex").toUpperCase();
    return decodeCodePage(value);
  }
  switch (familyOf(from)) {
    case "temporal":
      return dateText(String(value), from, style);
    case "float":
      return floatText(Number(value), style);
    case "decimal":
      return from.name === "decimal"
        ? String(value)
        : decimalText(rescale(parseDecimal(String(value)) ?? { units: 0n, scale: 0 }, style === 2 ? 4 : 2));
    default:
      return String(value);
  }
}

/** Six digits, and an exponent of three: `1.23457e+010`. Style 3 writes all 17: `1.5000000000000000e+000`. */
function floatText(value: number, style?: number): string {
  if (style === 3) return withLongExponent(value.toExponential(16));
  const short = Number(value.toPrecision(6));
  const isPlain = short === 0 || (Math.abs(short) < 1e6 && Math.abs(short) >= 1e-4);
  return isPlain ? String(short) : withLongExponent(short.toExponential());
}

function withLongExponent(text: string): string {
  const [digits = "", exponent = ""] = text.split("e");
  return `${digits}e${exponent.charAt(0)}${exponent.slice(1).padStart(3, "0")}`;
}

/** To the type's length; char and nchar are filled up. */
export function cut(text: string, to: SqlType): string {
  const stored = isUnicode(to) ? text : throughCodePage(text);
  if (to.length === MAX) return stored;
  const short = stored.length > to.length ? stored.slice(0, to.length) : stored;
  return to.name === "char" || to.name === "nchar" ? short.padEnd(to.length, " ") : short;
}

function toBinary(value: SqlValue, from: SqlType, to: SqlType, style?: number): Uint8Array {
  const bytes = binaryOf(value, from, style);
  if (to.length === MAX) return bytes;
  if (to.name !== "binary") return bytes.subarray(0, to.length);
  const whole = Buffer.alloc(to.length);
  bytes.copy(whole);
  return whole;
}

function binaryOf(value: SqlValue, from: SqlType, style?: number): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (from.name === "uniqueidentifier") return guidBytes(String(value));
  if (typeof value === "bigint") {
    const size = { bit: 1, tinyint: 1, smallint: 2, int: 4 }[from.name as "bit"] ?? 8;
    return Buffer.from(
      BigInt.asUintN(size * 8, value)
        .toString(16)
        .padStart(size * 2, "0"),
      "hex",
    );
  }
  if (familyOf(from) !== "text") throw operandClash(from, types.varbinaryMax);
  const text = String(value);
  if (style === 1 || style === 2) return Buffer.from(style === 1 ? text.slice(2) : text, "hex");
  return isUnicode(from) ? Buffer.from(text, "utf16le") : encodeCodePage(text);
}

function toDate(value: SqlValue, from: SqlType, to: SqlType): string {
  if (familyOf(from) === "temporal") {
    if (from.name === "time" && to.name === "date") throw operandClash(from, to);
    return fromInstant(instantOf(String(value), from), to, from.name);
  }
  if (familyOf(from) === "text") return dateFromText(String(value), to);
  throw operandClash(from, to);
}

function toGuid(value: SqlValue, from: SqlType): string {
  if (value instanceof Uint8Array) return guidText(Buffer.concat([value, Buffer.alloc(16)]).subarray(0, 16));
  const text = String(value)
    .trim()
    .replace(/^\{(.*)\}$/, "$1")
    .slice(0, 36);
  if (from.name === "uniqueidentifier" || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    return text.toUpperCase();
  const message = "Conversion failed when converting from a character string to uniqueidentifier.";
  throw new SqlFailure(8169, message, { state: 2, reach: "batch" });
}

function operandClash(from: SqlType, to: SqlType): SqlFailure {
  return new SqlFailure(206, `Operand type clash: ${from.name} is incompatible with ${to.name}`, {
    state: 2,
    reach: "batch",
  });
}
