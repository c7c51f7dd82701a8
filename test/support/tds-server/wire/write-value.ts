import { parseDecimal, rescale } from "../sql/decimal-value.ts";
import { isUnicode, MAX, type SqlType, type SqlValue } from "../sql/sql-type.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { encodeCodePage, serverCollation } from "./collation.ts";
import { DAYS_TO_1900, datetimeTicks, daysOf, offsetOf, ticksOf } from "./temporal.ts";
import { PLP_NULL, typeTokens as t, timeSize } from "./type-tokens.ts";
import { decimalSize, isFixed } from "./write-type.ts";

/** Writes one value of a column, in the form that its TYPE_INFO announced. */
export type ValueWriter = (writer: ByteWriter, value: SqlValue) => void;

const CHUNK = 8000;
const lengthBytes = { none: 0, byte: 1, short: 2, plp: 8, pointer: 4 } as const;

export function valueWriter(type: SqlType, isNullable: boolean): ValueWriter {
  const write = plainWriter(type);
  switch (lengthForm(type)) {
    case "byte": {
      if (isFixed(type, isNullable)) return write;
      const size = byteSize(type);
      return (writer, value) => {
        if (value === null) writer.u8(0);
        else write(writer.u8(size), value);
      };
    }
    case "short":
      return (writer, value) => {
        if (value === null) writer.u16(0xffff);
        else writer.withLength(() => write(writer, value));
      };
    case "plp":
      return (writer, value) => writePlp(writer, value === null ? null : longBytes(type, value));
    case "pointer":
      return (writer, value) => writeBehindPointer(writer, value === null ? null : longBytes(type, value));
    default:
      return writeVariant;
  }
}

function lengthForm(type: SqlType): keyof typeof lengthBytes {
  switch (type.name) {
    case "char":
    case "nchar":
    case "binary":
      return "short";
    case "varchar":
    case "nvarchar":
    case "varbinary":
      return type.length === MAX ? "plp" : "short";
    case "xml":
      return "plp";
    case "text":
    case "ntext":
    case "image":
      return "pointer";
    case "sql_variant":
      return "none";
    default:
      return "byte";
  }
}

function byteSize(type: SqlType): number {
  switch (type.name) {
    case "bit":
    case "tinyint":
      return 1;
    case "smallint":
      return 2;
    case "int":
    case "real":
    case "smallmoney":
    case "smalldatetime":
      return 4;
    case "decimal":
      return decimalSize(type.precision);
    case "uniqueidentifier":
      return 16;
    case "date":
      return 3;
    case "time":
      return timeSize(type.scale);
    case "datetime2":
      return timeSize(type.scale) + 3;
    case "datetimeoffset":
      return timeSize(type.scale) + 5;
    default:
      return 8;
  }
}

function plainWriter(type: SqlType): ValueWriter {
  switch (type.name) {
    case "bit":
    case "tinyint":
      return (writer, value) => writer.u8(Number(value));
    case "smallint":
      return (writer, value) => writer.i16(Number(value));
    case "int":
      return (writer, value) => writer.i32(Number(value));
    case "bigint":
      return (writer, value) => writer.u64(BigInt(value as bigint));
    case "real":
      return (writer, value) => writer.f32(Number(value));
    case "float":
      return (writer, value) => writer.f64(Number(value));
    case "smallmoney":
      return (writer, value) => writer.u32(Number(BigInt.asUintN(32, moneyUnits(value))));
    case "money":
      // The high half comes first (MS-TDS 2.2.5.5.1.2).
      return (writer, value) => {
        const units = BigInt.asUintN(64, moneyUnits(value));
        writer.u32(Number(units >> 32n)).u32(Number(units & 0xffff_ffffn));
      };
    case "decimal":
      return (writer, value) => {
        const { units } = rescale(parseDecimal(String(value)) ?? { units: 0n, scale: 0 }, type.scale);
        writer.u8(units < 0n ? 0 : 1).uint(units < 0n ? -units : units, decimalSize(type.precision) - 1);
      };
    case "uniqueidentifier":
      return (writer, value) => writer.bytes(guidBytes(String(value)));
    case "date":
      return (writer, value) => writer.uint(BigInt(daysOf(String(value))), 3);
    case "time":
      return (writer, value) => writeTime(writer, String(value), type.scale);
    case "smalldatetime":
      return (writer, value) => {
        const [date = "", time = ""] = String(value).split(" ");
        writer.u16(daysOf(date) - DAYS_TO_1900).u16(Number(ticksOf(time) / 600_000_000n));
      };
    case "datetime":
      return (writer, value) => {
        const [date = "", time = ""] = String(value).split(" ");
        writer.i32(daysOf(date) - DAYS_TO_1900).u32(datetimeTicks(ticksOf(time)));
      };
    case "datetime2":
      return (writer, value) => writeInstant(writer, String(value), type.scale);
    case "datetimeoffset":
      return (writer, value) => {
        const text = String(value);
        writeInstant(writer, text.slice(0, -6), type.scale);
        writer.i16(offsetOf(text.slice(-6)));
      };
    default:
      return (writer, value) => {
        if (value instanceof Uint8Array) writer.bytes(value);
        else if (isUnicode(type)) writer.ucs2(String(value));
        else writer.bytes(encodeCodePage(String(value)));
      };
  }
}

function writeTime(writer: ByteWriter, time: string, scale: number): void {
  writer.uint(ticksOf(time) / 10n ** BigInt(7 - scale), timeSize(scale));
}

function writeInstant(writer: ByteWriter, text: string, scale: number): void {
  const [date = "", time = ""] = text.split(" ");
  writeTime(writer, time, scale);
  writer.uint(BigInt(daysOf(date)), 3);
}

function moneyUnits(value: SqlValue): bigint {
  return rescale(parseDecimal(String(value)) ?? { units: 0n, scale: 0 }, 4).units;
}

/** The first three groups are little-endian (MS-TDS 2.2.5.5.3). */
export function guidBytes(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll("-", ""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

function longBytes(type: SqlType, value: SqlValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return isUnicode(type) ? Buffer.from(String(value), "utf16le") : encodeCodePage(String(value));
}

function writePlp(writer: ByteWriter, bytes: Uint8Array | null): void {
  if (!bytes) {
    writer.u64(PLP_NULL);
    return;
  }
  writer.u64(BigInt(bytes.length));
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    writer.u32(chunk.length).bytes(chunk);
  }
  writer.u32(0);
}

/** text, ntext, image: a pointer of 16 bytes and a timestamp before the data. */
function writeBehindPointer(writer: ByteWriter, bytes: Uint8Array | null): void {
  if (bytes) writer.u8(16).bytes(Buffer.alloc(24)).u32(bytes.length).bytes(bytes);
  else writer.u8(0);
}

/** sql_variant (MS-TDS 2.2.5.5.4): the value's own type goes with it. */
function writeVariant(writer: ByteWriter, value: SqlValue): void {
  if (value === null) writer.u32(0);
  else if (typeof value === "bigint") writer.u32(6).u8(t.int4).u8(0).i32(Number(value));
  else if (typeof value === "number") writer.u32(10).u8(t.float8).u8(0).f64(value);
  else {
    const text = String(value).slice(0, 4000);
    writer
      .u32(9 + text.length * 2)
      .u8(t.nVarChar)
      .u8(7)
      .bytes(serverCollation)
      .u16(8000)
      .ucs2(text);
  }
}
