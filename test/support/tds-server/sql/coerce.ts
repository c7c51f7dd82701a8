import { convertValue } from "./convert-value.ts";
import { SqlFailure } from "./sql-failure.ts";
import { commonType, familyOf, isUnicode, MAX, type SqlType, types, typeText } from "./sql-type.ts";
import { constant, type Typed } from "./translator.ts";

const integerRank = ["bit", "tinyint", "smallint", "int", "bigint"];

/** The value in another type; nothing is called where SQLite's value is the same already. */
export function coerce(value: Typed, to: SqlType, style?: string, isTry = false): Typed {
  const { type: from } = value;
  if (!from) return { ...value, type: to };
  if (value.constant !== undefined && style === undefined && !isTry) return folded(value, from, to);
  if (isSame(from, to) && style === undefined) return { ...value, type: to };
  if (familyOf(from) === "integer" && familyOf(to) === "float")
    return { ...plain(value), sql: `CAST(${value.sql} AS REAL)`, type: to };
  const convert = isTry ? "tds_try_convert" : "tds_convert";
  const sql = `${convert}(${value.sql}, '${typeText(from)}', '${typeText(to)}', ${style ?? "NULL"})`;
  return { sql, type: to, isNullable: value.isNullable || isTry };
}

/** Constants are converted once, so that an index can find them. What fails now would fail in the first row. */
function folded(value: Typed, from: SqlType, to: SqlType): Typed {
  return constant(convertValue(value.constant ?? null, from, to), to);
}

function plain(value: Typed): Typed {
  return { sql: value.sql, type: value.type, isNullable: value.isNullable };
}

function isSame(from: SqlType, to: SqlType): boolean {
  if (from.name === to.name) {
    if (familyOf(to) === "text" || to.name === "varbinary") return fits(from, to);
    return from.length === to.length && from.scale === to.scale && from.precision <= to.precision;
  }
  if (familyOf(from) === "integer" && familyOf(to) === "integer") {
    return integerRank.indexOf(from.name) <= integerRank.indexOf(to.name);
  }
  if (familyOf(from) === "text" && familyOf(to) === "text") {
    return to.name !== "char" && to.name !== "nchar" && (isUnicode(to) || !isUnicode(from)) && fits(from, to);
  }
  return from.name === "real" && to.name === "float";
}

function fits(from: SqlType, to: SqlType): boolean {
  return to.length === MAX || (from.length !== MAX && from.length <= to.length && from.name !== "xml");
}

/** Both operands in the type where they meet. */
function meet(left: Typed, right: Typed): { left: Typed; right: Typed; type: SqlType } {
  const type = commonOf([left, right]);
  const target =
    familyOf(type) === "text"
      ? ({ ...type, length: MAX, name: isUnicode(type) ? "nvarchar" : "varchar" } as const)
      : type;
  return { left: coerce(left, loose(left, target)), right: coerce(right, loose(right, target)), type };
}

/** Text meets text as it is: padding and length mean nothing in a comparison. */
function loose(value: Typed, target: SqlType): SqlType {
  if (!value.type) return target;
  const family = familyOf(value.type);
  if (family !== familyOf(target)) return target;
  return family === "text" || family === "binary" || family === "decimal" ? value.type : target;
}

/** The type of the winner; int where all are NULL. */
export function commonOf(values: readonly Typed[]): SqlType {
  let found: SqlType | undefined;
  for (const { type } of values) if (type) found = found ? commonType(found, type) : type;
  return found ?? types.int;
}

/** A comparison in SQLite's terms. */
export function compareSql(operator: string, one: Typed, other: Typed): string {
  const { left, right, type } = meet(one, other);
  switch (familyOf(type)) {
    case "decimal":
      return `tds_compare(${left.sql}, ${right.sql}) ${operator} 0`;
    case "text": {
      if (["text", "ntext", "xml"].includes(type.name)) throw incompatible(type.name, operator);
      const [a, b] = [padless(left), padless(right)];
      const collation = a.isCollated || b.isCollated ? "" : " COLLATE NOCASE";
      return `${a.sql} ${operator} ${b.sql}${collation}`;
    }
    default:
      return `${left.sql} ${operator} ${right.sql}`;
  }
}

/**
 * Spaces at the end mean nothing in a comparison. Constants lose them, and so do the fixed types, which are full of
 * them; a varchar column stays as it is, for its index.
 */
export function padless(value: Typed): Typed {
  if (typeof value.constant === "string" && value.type)
    return constant(value.constant.replace(/ +$/, ""), value.type);
  const isPadded = value.type?.name === "char" || value.type?.name === "nchar";
  return isPadded ? { sql: `rtrim(${value.sql})`, type: value.type, isNullable: value.isNullable } : value;
}

function incompatible(type: string, operator: string): SqlFailure {
  const what = operator === "=" ? "equal to" : operator === "<>" ? "not equal to" : "less than";
  return new SqlFailure(402, `The data types ${type} and varchar are incompatible in the ${what} operator.`, {
    reach: "batch",
  });
}

/** For ORDER BY, GROUP BY and DISTINCT: what sorts as the value does. */
export function sortSql(value: Typed): string {
  if (!value.type) return value.sql;
  const family = familyOf(value.type);
  if (family === "decimal") return `tds_sort_key(${value.sql})`;
  return family === "text" && !value.isCollated ? `${value.sql} COLLATE NOCASE` : value.sql;
}
