import { isUnicode, MAX, type SqlType } from "../sql/sql-type.ts";
import type { ByteWriter } from "./byte-writer.ts";
import { serverCollation } from "./collation.ts";
import { PLP_LENGTH, typeTokens as t } from "./type-tokens.ts";

/**
 * TYPE_INFO (MS-TDS 2.2.5.6). A column that cannot be NULL gets the fixed form where there is one, as the real
 * server does, so that clients meet both.
 */
export function writeTypeInfo(writer: ByteWriter, type: SqlType, isNullable: boolean): void {
  switch (type.name) {
    case "bit":
      sized(writer, isNullable, t.bit, t.bitN, 1);
      return;
    case "tinyint":
      sized(writer, isNullable, t.int1, t.intN, 1);
      return;
    case "smallint":
      sized(writer, isNullable, t.int2, t.intN, 2);
      return;
    case "int":
      sized(writer, isNullable, t.int4, t.intN, 4);
      return;
    case "bigint":
      sized(writer, isNullable, t.int8, t.intN, 8);
      return;
    case "real":
      sized(writer, isNullable, t.float4, t.floatN, 4);
      return;
    case "float":
      sized(writer, isNullable, t.float8, t.floatN, 8);
      return;
    case "smallmoney":
      sized(writer, isNullable, t.money4, t.moneyN, 4);
      return;
    case "money":
      sized(writer, isNullable, t.money, t.moneyN, 8);
      return;
    case "smalldatetime":
      sized(writer, isNullable, t.datetime4, t.datetimeN, 4);
      return;
    case "datetime":
      sized(writer, isNullable, t.datetime, t.datetimeN, 8);
      return;
    case "decimal":
      writer.u8(t.decimalN).u8(decimalSize(type.precision)).u8(type.precision).u8(type.scale);
      return;
    case "uniqueidentifier":
      writer.u8(t.guid).u8(16);
      return;
    case "date":
      writer.u8(t.dateN);
      return;
    case "time":
      writer.u8(t.timeN).u8(type.scale);
      return;
    case "datetime2":
      writer.u8(t.datetime2N).u8(type.scale);
      return;
    case "datetimeoffset":
      writer.u8(t.datetimeOffsetN).u8(type.scale);
      return;
    case "char":
      characters(writer, t.bigChar, type);
      return;
    case "varchar":
      characters(writer, t.bigVarChar, type);
      return;
    case "nchar":
      characters(writer, t.nChar, type);
      return;
    case "nvarchar":
      characters(writer, t.nVarChar, type);
      return;
    case "binary":
      writer.u8(t.bigBinary).u16(type.length);
      return;
    case "varbinary":
      writer.u8(t.bigVarBinary).u16(type.length === MAX ? PLP_LENGTH : type.length);
      return;
    case "text":
      writer.u8(t.text).u32(0x7fffffff).bytes(serverCollation);
      return;
    case "ntext":
      writer.u8(t.nText).u32(0x7ffffffe).bytes(serverCollation);
      return;
    case "image":
      writer.u8(t.image).u32(0x7fffffff);
      return;
    case "xml":
      writer.u8(t.xml).u8(0);
      return;
    case "sql_variant":
      writer.u8(t.variant).u32(8009);
      return;
  }
}

/** Whether a value of this form has no room for NULL. */
export function isFixed(type: SqlType, isNullable: boolean): boolean {
  return !isNullable && fixedNames.has(type.name);
}

const fixedNames = new Set([
  "bit",
  "tinyint",
  "smallint",
  "int",
  "bigint",
  "real",
  "float",
  "smallmoney",
  "money",
  "smalldatetime",
  "datetime",
]);

/** The bytes of a decimal with its sign (MS-TDS 2.2.5.5.1.6). */
export function decimalSize(precision: number): number {
  return precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
}

function sized(writer: ByteWriter, isNullable: boolean, fixed: number, nullable: number, size: number): void {
  if (isNullable) writer.u8(nullable).u8(size);
  else writer.u8(fixed);
}

function characters(writer: ByteWriter, token: number, type: SqlType): void {
  const size = isUnicode(type) ? type.length * 2 : type.length;
  writer
    .u8(token)
    .u16(type.length === MAX ? PLP_LENGTH : size)
    .bytes(serverCollation);
}
