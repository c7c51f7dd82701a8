import { decimalText } from "../sql/decimal-value.ts";
import {
  decimal,
  isUnicode,
  MAX,
  type SqlType,
  type SqlTypeName,
  type SqlValue,
  temporalType,
  type,
  types,
} from "../sql/sql-type.ts";
import { type ByteReader, ProtocolError } from "./byte-reader.ts";
import { decodeCodePage } from "./collation.ts";
import { DAYS_TO_1900, dateOf, offsetText, ticksOfDatetime, timeOf } from "./temporal.ts";
import { PLP_LENGTH, PLP_NULL, typeTokens as t } from "./type-tokens.ts";

/** A type that a client announced, and how its values are read. */
export interface IncomingType {
  readonly type: SqlType;
  readonly read: (reader: ByteReader) => SqlValue;
}

/** `isRow`: in rows of a bulk load, text, ntext and image carry a pointer before their bytes. */
export function readTypeInfo(reader: ByteReader, isRow = false): IncomingType {
  const token = reader.u8();
  switch (token) {
    case t.null:
      return { type: types.int, read: () => null };
    case t.bit:
      return fixed(types.bit, 1);
    case t.int1:
      return fixed(types.tinyint, 1);
    case t.int2:
      return fixed(types.smallint, 2);
    case t.int4:
      return fixed(types.int, 4);
    case t.int8:
      return fixed(types.bigint, 8);
    case t.float4:
      return fixed(types.real, 4);
    case t.float8:
      return fixed(types.float, 8);
    case t.money4:
      return fixed(type("smallmoney", 0, 10, 4), 4);
    case t.money:
      return fixed(types.money, 8);
    case t.datetime4:
      return fixed(type("smalldatetime"), 4);
    case t.datetime:
      return fixed(types.datetime, 8);
    case t.bitN:
      return sized(ofSize(reader.u8(), { 1: types.bit }));
    case t.intN:
      return sized(
        ofSize(reader.u8(), { 1: types.tinyint, 2: types.smallint, 4: types.int, 8: types.bigint }),
      );
    case t.floatN:
      return sized(ofSize(reader.u8(), { 4: types.real, 8: types.float }));
    case t.moneyN:
      return sized(ofSize(reader.u8(), { 4: type("smallmoney", 0, 10, 4), 8: types.money }));
    case t.datetimeN:
      return sized(ofSize(reader.u8(), { 4: type("smalldatetime"), 8: types.datetime }));
    case t.guid:
      return sized(ofSize(reader.u8(), { 16: types.uniqueidentifier }));
    case t.decimalN:
    case t.numericN: {
      reader.skip(1);
      const precision = reader.u8();
      return sized(decimal(precision, reader.u8()));
    }
    case t.dateN:
      return sized(types.date);
    case t.timeN:
      return sized(scaled("time", reader.u8()));
    case t.datetime2N:
      return sized(scaled("datetime2", reader.u8()));
    case t.datetimeOffsetN:
      return sized(scaled("datetimeoffset", reader.u8()));
    case t.bigVarBinary:
      return long(reader, "varbinary", 1, false);
    case t.bigBinary:
      return long(reader, "binary", 1, false);
    case t.bigVarChar:
      return long(reader, "varchar", 1, true);
    case t.bigChar:
      return long(reader, "char", 1, true);
    case t.nVarChar:
      return long(reader, "nvarchar", 2, true);
    case t.nChar:
      return long(reader, "nchar", 2, true);
    case t.text:
    case t.nText:
    case t.image:
      return large(reader, token, isRow);
    case t.xml:
      if (reader.u8() !== 0) throw new ProtocolError("an XML schema in a parameter");
      return { type: type("xml", MAX), read: (from) => textOf(type("xml", MAX), readPlp(from)) };
    default:
      throw new ProtocolError(`the type 0x${token.toString(16)}, which the stand-in does not know`);
  }
}

function fixed(of: SqlType, size: number): IncomingType {
  return { type: of, read: (reader) => readPlain(reader, of, size) };
}

function sized(of: SqlType): IncomingType {
  return {
    type: of,
    read: (reader) => {
      const size = reader.u8();
      return size === 0 ? null : readPlain(reader, of, size);
    },
  };
}

function ofSize(size: number, sizes: Readonly<Record<number, SqlType>>): SqlType {
  const found = sizes[size];
  if (!found) throw new ProtocolError(`a type of ${size} bytes`);
  return found;
}

function scaled(name: "time" | "datetime2" | "datetimeoffset", scale: number): SqlType {
  const found = temporalType(name, scale);
  if (!found) throw new ProtocolError(`${name} with scale ${scale}`);
  return found;
}

function long(reader: ByteReader, name: SqlTypeName, unit: number, hasCollation: boolean): IncomingType {
  const size = reader.u16();
  if (hasCollation) reader.skip(5);
  if (size === PLP_LENGTH) {
    const of = type(name, MAX);
    return { type: of, read: (from) => textOf(of, readPlp(from)) };
  }
  const of = type(name, Math.max(1, size / unit));
  return {
    type: of,
    read: (from) => {
      const length = from.u16();
      return length === 0xffff ? null : textOf(of, from.bytes(length));
    },
  };
}

function large(reader: ByteReader, token: number, isRow: boolean): IncomingType {
  reader.skip(4);
  if (token !== t.image) reader.skip(5);
  const of = type(token === t.image ? "image" : token === t.text ? "text" : "ntext", MAX);
  return {
    type: of,
    read: (from) => {
      if (isRow) {
        const pointer = from.u8();
        if (pointer === 0) return null;
        from.skip(pointer + 8);
      }
      const length = from.i32();
      return length < 0 ? null : textOf(of, from.bytes(length));
    },
  };
}

function textOf(of: SqlType, bytes: Buffer | null): SqlValue {
  if (!bytes) return null;
  if (of.name === "varbinary" || of.name === "binary" || of.name === "image") return Buffer.from(bytes);
  return isUnicode(of) ? bytes.toString("utf16le") : decodeCodePage(bytes);
}

function readPlp(reader: ByteReader): Buffer | null {
  if (reader.u64() === PLP_NULL) return null;
  const chunks: Buffer[] = [];
  for (let size = reader.u32(); size > 0; size = reader.u32()) chunks.push(reader.bytes(size));
  return Buffer.concat(chunks);
}

function readPlain(reader: ByteReader, of: SqlType, size: number): SqlValue {
  switch (of.name) {
    case "bit":
    case "tinyint":
      return BigInt(reader.u8());
    case "smallint":
      return BigInt(reader.i16());
    case "int":
      return BigInt(reader.i32());
    case "bigint":
      return reader.i64();
    case "real":
      return reader.f32();
    case "float":
      return reader.f64();
    case "smallmoney":
      return decimalText({ units: BigInt(reader.i32()), scale: 4 });
    case "money": {
      const high = BigInt(reader.i32());
      return decimalText({ units: (high << 32n) | BigInt(reader.u32()), scale: 4 });
    }
    case "decimal": {
      const isPositive = reader.u8() !== 0;
      const units = reader.uint(size - 1);
      return decimalText({ units: isPositive ? units : -units, scale: of.scale });
    }
    case "uniqueidentifier":
      return guidText(reader.bytes(16));
    case "date":
      return dateOf(Number(reader.uint(3)));
    case "time":
      return readTime(reader, of.scale, size);
    case "smalldatetime": {
      const date = dateOf(reader.u16() + DAYS_TO_1900);
      return `${date} ${timeOf(BigInt(reader.u16()) * 600_000_000n, 0)}`;
    }
    case "datetime": {
      const date = dateOf(reader.i32() + DAYS_TO_1900);
      return `${date} ${timeOf(ticksOfDatetime(reader.u32()), 3)}`;
    }
    case "datetime2": {
      const time = readTime(reader, of.scale, size - 3);
      return `${dateOf(Number(reader.uint(3)))} ${time}`;
    }
    case "datetimeoffset": {
      const time = readTime(reader, of.scale, size - 5);
      const date = dateOf(Number(reader.uint(3)));
      return `${date} ${time}${offsetText(reader.i16())}`;
    }
    default:
      throw new ProtocolError(`a value of ${of.name}`);
  }
}

function readTime(reader: ByteReader, scale: number, size: number): string {
  return timeOf(reader.uint(size) * 10n ** BigInt(7 - scale), scale);
}

export function guidText(bytes: Uint8Array): string {
  const ordered = Buffer.from(bytes);
  ordered.subarray(0, 4).reverse();
  ordered.subarray(4, 6).reverse();
  ordered.subarray(6, 8).reverse();
  const hex = ordered.toString("hex").toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
