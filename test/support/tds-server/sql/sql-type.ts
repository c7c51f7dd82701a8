export type SqlTypeName =
  | "bit" | "tinyint" | "smallint" | "int" | "bigint"
  | "decimal" | "money" | "smallmoney" | "real" | "float"
  | "char" | "varchar" | "nchar" | "nvarchar" | "text" | "ntext" | "xml"
  | "binary" | "varbinary" | "image"
  | "date" | "time" | "smalldatetime" | "datetime" | "datetime2" | "datetimeoffset"
  | "uniqueidentifier" | "sql_variant"; // biome-ignore format: families stand together

/** A type of T-SQL. `numeric` is `decimal`, `sysname` is `nvarchar(128)`. */
export interface SqlType {
  readonly name: SqlTypeName;
  /** Characters (n types: UTF-16 units) or bytes; `MAX` for the long ones. 0 where it means nothing. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
}

/**
 * A value as the engine and SQLite hold it: integers and bits as bigint, real and float as number, binary as bytes,
 * everything else as text: decimals in full, dates in ISO order (`wire/temporal.ts`), GUIDs in capitals.
 */
export type SqlValue = null | bigint | number | string | Uint8Array;

export const MAX = -1;

export function type(name: SqlTypeName, length = 0, precision = 0, scale = 0): SqlType {
  return { name, length, precision, scale };
}

export const types = {
  bit: type("bit"),
  tinyint: type("tinyint"),
  smallint: type("smallint"),
  int: type("int"),
  bigint: type("bigint"),
  float: type("float"),
  real: type("real"),
  money: type("money", 0, 19, 4),
  date: type("date"),
  datetime: type("datetime", 0, 23, 3),
  datetime2: type("datetime2", 0, 27, 7),
  datetimeoffset: type("datetimeoffset", 0, 34, 7),
  uniqueidentifier: type("uniqueidentifier"),
  sysname: type("nvarchar", 128),
  nvarcharMax: type("nvarchar", MAX),
  varcharMax: type("varchar", MAX),
  varbinaryMax: type("varbinary", MAX),
  sqlVariant: type("sql_variant"),
} as const;

export function decimal(precision: number, scale: number): SqlType {
  return type("decimal", 0, precision, scale);
}

const synonyms: Readonly<Record<string, SqlTypeName>> = {
  numeric: "decimal",
  dec: "decimal",
  integer: "int",
  rowversion: "binary",
  timestamp: "binary",
  character: "char",
};

const withoutLength = new Set<string>([
  "bit", "tinyint", "smallint", "int", "bigint", "money", "smallmoney", "real", "text", "ntext", "xml", "image",
  "date", "smalldatetime", "datetime", "uniqueidentifier", "sql_variant",
]); // biome-ignore format: a list

/**
 * The type that a declaration names: `nvarchar(50)`, `decimal(10,2)`. Undefined for a name that is no type.
 * `fallback` is the length of a string type without one: 1 in a declaration, 30 in CAST.
 */
export function declaredType(
  name: string,
  args: readonly (number | "max")[],
  fallback = 1,
): SqlType | undefined {
  const lower = name.toLowerCase();
  if (lower === "sysname") return types.sysname;
  const known = synonyms[lower] ?? lower;
  const [first, second] = args;
  if (withoutLength.has(known)) return args.length === 0 ? plain(known as SqlTypeName) : undefined;
  switch (known) {
    case "decimal": {
      const precision = first === undefined ? 18 : Number(first);
      const scale = Number(second ?? 0);
      return precision >= 1 && precision <= 38 && scale <= precision ? decimal(precision, scale) : undefined;
    }
    case "float":
      return first === undefined || Number(first) > 24 ? types.float : types.real;
    case "time":
    case "datetime2":
    case "datetimeoffset":
      return temporalType(known, Number(first ?? 7));
    case "char":
    case "nchar":
    case "binary":
    case "varchar":
    case "nvarchar":
    case "varbinary":
      return lengthType(known, lower === "rowversion" || lower === "timestamp" ? 8 : (first ?? fallback));
    default:
      return undefined;
  }
}

function plain(name: SqlTypeName): SqlType {
  switch (name) {
    case "money":
      return types.money;
    case "smallmoney":
      return type("smallmoney", 0, 10, 4);
    case "datetime":
      return types.datetime;
    case "text":
    case "ntext":
    case "image":
    case "xml":
      return type(name, MAX);
    default:
      return type(name);
  }
}

export function temporalType(
  name: "time" | "datetime2" | "datetimeoffset",
  scale: number,
): SqlType | undefined {
  if (!(scale >= 0 && scale <= 7)) return undefined;
  const whole = { time: 8, datetime2: 19, datetimeoffset: 26 }[name];
  return type(name, 0, whole + (scale > 0 ? scale + 1 : 0), scale);
}

function lengthType(
  name: "char" | "nchar" | "binary" | "varchar" | "nvarchar" | "varbinary",
  length: number | "max",
): SqlType | undefined {
  if (length === "max") return name.includes("var") ? type(name, MAX) : undefined;
  const limit = name.startsWith("n") ? 4000 : 8000;
  return length >= 1 && length <= limit ? type(name, length) : undefined;
}

/** As a declaration writes it. */
export function typeText(of: SqlType): string {
  switch (of.name) {
    case "decimal":
      return `decimal(${of.precision},${of.scale})`;
    case "time":
    case "datetime2":
    case "datetimeoffset":
      return `${of.name}(${of.scale})`;
    case "char":
    case "nchar":
    case "binary":
    case "varchar":
    case "nvarchar":
    case "varbinary":
      return `${of.name}(${of.length === MAX ? "max" : of.length})`;
    default:
      return of.name;
  }
}

const texts = new Map<string, SqlType>();

/** Reads what `typeText` wrote. The cache only spares parsing: what it holds follows from the text. */
export function readTypeText(text: string): SqlType {
  const known = texts.get(text);
  if (known) return known;
  const open = text.indexOf("(");
  const args = open < 0 ? [] : text.slice(open + 1, -1).split(",");
  const read = declaredType(
    open < 0 ? text : text.slice(0, open),
    args.map((arg) => (arg === "max" ? "max" : Number(arg))),
  );
  if (!read) throw new Error(`no type: ${text}`);
  texts.set(text, read);
  return read;
}

export type Family =
  | "integer" | "decimal" | "float" | "text" | "binary" | "temporal" | "guid" | "variant"; // biome-ignore format: short

const families: Readonly<Record<SqlTypeName, Family>> = {
  bit: "integer", tinyint: "integer", smallint: "integer", int: "integer", bigint: "integer",
  decimal: "decimal", money: "decimal", smallmoney: "decimal", real: "float", float: "float",
  char: "text", varchar: "text", nchar: "text", nvarchar: "text", text: "text", ntext: "text", xml: "text",
  binary: "binary", varbinary: "binary", image: "binary",
  date: "temporal", time: "temporal", smalldatetime: "temporal", datetime: "temporal", datetime2: "temporal",
  datetimeoffset: "temporal", uniqueidentifier: "guid", sql_variant: "variant",
}; // biome-ignore format: families stand together

export function familyOf(of: SqlType): Family {
  return families[of.name];
}

export function isUnicode(of: SqlType): boolean {
  return of.name === "nchar" || of.name === "nvarchar" || of.name === "ntext" || of.name === "xml";
}

/** T-SQL's data type precedence: of two operands the higher one wins (learn.microsoft.com, "Data type precedence"). */
const precedence: readonly SqlTypeName[] = [
  "binary", "varbinary", "char", "varchar", "nchar", "nvarchar", "uniqueidentifier", "image", "text", "ntext",
  "bit", "tinyint", "smallint", "int", "bigint", "smallmoney", "money", "decimal", "real", "float",
  "time", "date", "smalldatetime", "datetime", "datetime2", "datetimeoffset", "xml", "sql_variant",
]; // biome-ignore format: a ranking

/** The type in which two operands meet, with room for both. */
export function commonType(a: SqlType, b: SqlType): SqlType {
  const [low, high] = precedence.indexOf(a.name) <= precedence.indexOf(b.name) ? [a, b] : [b, a];
  const family = familyOf(high);
  if (family === "decimal" && high.name === "decimal") return commonDecimal(low, high);
  if (family === "text" || family === "binary") {
    if (familyOf(low) !== "text" && familyOf(low) !== "binary") return high;
    const limit = isUnicode(high) ? 4000 : 8000;
    const length =
      low.length === MAX || high.length === MAX ? MAX : Math.min(Math.max(low.length, high.length), limit);
    return type(high.name, length);
  }
  if (low.name === high.name && high.scale < low.scale) return low;
  return high;
}

function commonDecimal(low: SqlType, high: SqlType): SqlType {
  const other = asDecimal(low);
  if (!other) return high;
  const scale = Math.max(other.scale, high.scale);
  const whole = Math.max(other.precision - other.scale, high.precision - high.scale);
  return decimal(Math.min(38, whole + scale), Math.min(scale, 38));
}

/** The decimal type that holds every value of an exact number's type. */
export function asDecimal(of: SqlType): SqlType | undefined {
  switch (of.name) {
    case "bit":
      return decimal(1, 0);
    case "tinyint":
      return decimal(3, 0);
    case "smallint":
      return decimal(5, 0);
    case "int":
      return decimal(10, 0);
    case "bigint":
      return decimal(19, 0);
    case "money":
      return decimal(19, 4);
    case "smallmoney":
      return decimal(10, 4);
    case "decimal":
      return of;
    default:
      return undefined;
  }
}
