import {
  asDecimal,
  commonType,
  decimal,
  familyOf,
  isUnicode,
  MAX,
  type SqlType,
  type,
  types,
} from "./sql-type.ts";
import type { Typed } from "./translator.ts";

/** What an operator gives for these types; undefined where T-SQL has no such operator. */
export function calculateType(operator: string, a: Typed, b: Typed): SqlType | undefined {
  const left = a.type ?? b.type ?? types.int;
  const right = b.type ?? left;
  const common = commonType(left, right);
  switch (familyOf(common)) {
    case "integer":
      if (common.name === "bit")
        return operator === "&" || operator === "|" || operator === "^" ? common : undefined;
      return common;
    case "decimal":
      if ("&|^".includes(operator)) return undefined;
      return common.name === "decimal" ? decimalType(operator, left, right) : common;
    case "float":
      return "&|^".includes(operator) ? undefined : common;
    case "text":
      return operator === "+" && common.name !== "text" && common.name !== "ntext"
        ? concatenated(left, right)
        : undefined;
    case "binary":
      return operator === "+" ? type("varbinary", joined(left, right, 8000)) : undefined;
    case "temporal":
      return (operator === "+" || operator === "-") && common.name.endsWith("datetime") ? common : undefined;
    default:
      return undefined;
  }
}

function concatenated(left: SqlType, right: SqlType): SqlType {
  const isWide = isUnicode(left) || isUnicode(right);
  return type(isWide ? "nvarchar" : "varchar", joined(left, right, isWide ? 4000 : 8000));
}

function joined(left: SqlType, right: SqlType, limit: number): number {
  return left.length === MAX || right.length === MAX ? MAX : Math.min(limit, left.length + right.length);
}

/** learn.microsoft.com, "Precision, scale, and length". */
function decimalType(operator: string, left: SqlType, right: SqlType): SqlType | undefined {
  const a = asDecimal(left);
  const b = asDecimal(right);
  if (!a || !b) return types.float;
  const [p1, s1, p2, s2] = [a.precision, a.scale, b.precision, b.scale];
  switch (operator) {
    case "*":
      return limited(p1 + p2 + 1, s1 + s2);
    case "/": {
      const scale = Math.max(6, s1 + p2 + 1);
      return limited(p1 - s1 + s2 + scale, scale);
    }
    case "%":
      return limited(Math.min(p1 - s1, p2 - s2) + Math.max(s1, s2), Math.max(s1, s2));
    default: {
      const scale = Math.max(s1, s2);
      const precision = scale + Math.max(p1 - s1, p2 - s2) + 1;
      // The whole digits come first; what is left is for the fraction.
      return decimal(Math.min(38, precision), Math.min(scale, 38 - Math.max(p1 - s1, p2 - s2)));
    }
  }
}

/** Beyond 38 digits the fraction gives way, down to six. */
function limited(precision: number, scale: number): SqlType {
  if (precision <= 38) return decimal(precision, scale);
  const whole = precision - scale;
  return decimal(38, whole < 32 ? Math.min(scale, 38 - whole) : Math.min(scale, 6));
}
