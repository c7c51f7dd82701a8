import { familyOf, isUnicode, MAX, readTypeText, type SqlType } from "../sql/sql-type.ts";

/** `sys.types`: name, system_type_id, user_type_id, max_length, precision, scale, whether it has a collation. */
export const typeRows: readonly (readonly [string, number, number, number, number, number, boolean])[] = [
  ["image", 34, 34, 16, 0, 0, false],
  ["text", 35, 35, 16, 0, 0, true],
  ["uniqueidentifier", 36, 36, 16, 0, 0, false],
  ["date", 40, 40, 3, 10, 0, false],
  ["time", 41, 41, 5, 16, 7, false],
  ["datetime2", 42, 42, 8, 27, 7, false],
  ["datetimeoffset", 43, 43, 10, 34, 7, false],
  ["tinyint", 48, 48, 1, 3, 0, false],
  ["smallint", 52, 52, 2, 5, 0, false],
  ["int", 56, 56, 4, 10, 0, false],
  ["smalldatetime", 58, 58, 4, 16, 0, false],
  ["real", 59, 59, 4, 24, 0, false],
  ["money", 60, 60, 8, 19, 4, false],
  ["datetime", 61, 61, 8, 23, 3, false],
  ["float", 62, 62, 8, 53, 0, false],
  ["sql_variant", 98, 98, 8016, 0, 0, false],
  ["ntext", 99, 99, 16, 0, 0, true],
  ["bit", 104, 104, 1, 1, 0, false],
  ["decimal", 106, 106, 17, 38, 38, false],
  ["numeric", 108, 108, 17, 38, 38, false],
  ["smallmoney", 122, 122, 4, 10, 4, false],
  ["bigint", 127, 127, 8, 19, 0, false],
  ["varbinary", 165, 165, 8000, 0, 0, false],
  ["varchar", 167, 167, 8000, 0, 0, true],
  ["binary", 173, 173, 8000, 0, 0, false],
  ["char", 175, 175, 8000, 0, 0, true],
  ["nvarchar", 231, 231, 8000, 0, 0, true],
  ["sysname", 231, 256, 256, 0, 0, true],
  ["nchar", 239, 239, 8000, 0, 0, true],
  ["xml", 241, 241, -1, 0, 0, false],
];

export interface TypeFacts {
  readonly id: number;
  readonly name: string;
  /** In bytes; -1 for max. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly isText: boolean;
}

const decimalBytes = (precision: number) =>
  precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;

/** What `sys.columns` says of a column of this type. */
export function typeFacts(type: SqlType): TypeFacts {
  const row = typeRows.find(([name]) => name === type.name) ?? typeRows[0];
  const [name = "", id = 0, , length = 0, precision = 0, scale = 0, isText = false] = row ?? [];
  const facts = { id, name, length, precision, scale, isText };
  switch (type.name) {
    case "decimal":
      return { ...facts, length: decimalBytes(type.precision), precision: type.precision, scale: type.scale };
    case "time":
    case "datetime2":
    case "datetimeoffset": {
      const less = type.scale <= 2 ? 2 : type.scale <= 4 ? 1 : 0;
      return { ...facts, length: length - less, precision: type.precision, scale: type.scale };
    }
    default: {
      const family = familyOf(type);
      const hasLength = (family === "text" || family === "binary") && length === 8000;
      if (!hasLength) return facts;
      return { ...facts, length: type.length === MAX ? -1 : isUnicode(type) ? type.length * 2 : type.length };
    }
  }
}

/** One fact by its name, for SQL. */
export function typeFact(typeText: string, fact: string): bigint {
  const facts = typeFacts(readTypeText(typeText));
  if (fact === "text") return facts.isText ? 1n : 0n;
  return BigInt(
    fact === "id"
      ? facts.id
      : fact === "length"
        ? facts.length
        : fact === "precision"
          ? facts.precision
          : facts.scale,
  );
}
