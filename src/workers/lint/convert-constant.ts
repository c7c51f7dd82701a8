import type { Constant, Expression } from "../../core/lint/syntax/python.ts";
import { type Conversion, childOf, namedOf } from "./conversion.ts";
import type { RawNode } from "./syntax-tree.ts";

/** Also Python 2's `0777` and `10L`. */
export function convertNumber(raw: RawNode, conversion: Conversion): Constant {
  const { start, end } = raw;
  const digits = conversion.textOf(raw).replaceAll("_", "").toLowerCase();
  const imaginary = digits.endsWith("j");
  const type = imaginary || raw.type === "float" ? "float" : "int";
  const number = imaginary
    ? Number.NaN
    : Number(digits.replace(/l$/, "").replace(/^0+(?=\d)/, digits.includes(".") ? "0" : ""));
  const exact = type === "float" || Number.isSafeInteger(number);
  return { kind: "Constant", start, end, parent: undefined, type, value: exact ? number : Number.NaN };
}

/** One literal, or several that stand side by side. */
export function convertString(raw: RawNode, conversion: Conversion): Expression {
  const { start, end } = raw;
  const parts = raw.type === "string" ? [raw] : raw.children.filter(({ type }) => type === "string");
  let head = "";
  let fields: Expression[] | undefined;
  for (const part of parts) {
    const from = part.children[0]?.end ?? part.start;
    const to = part.children.findLast(({ type }) => type === "string_end")?.start ?? part.end;
    for (const child of part.children) {
      if (child.type !== "interpolation") continue;
      if (fields === undefined) {
        head += conversion.text.slice(from, child.start);
        fields = [];
      }
      addFields(child, conversion, fields);
    }
    if (fields === undefined) head += conversion.text.slice(from, to);
  }
  if (fields !== undefined) return { kind: "FString", start, end, parent: undefined, head, fields };
  const opening = parts[0]?.children[0];
  const isBytes = opening !== undefined && /b/i.test(conversion.textOf(opening));
  return { kind: "Constant", start, end, parent: undefined, type: isBytes ? "bytes" : "str", value: head };
}

/** A replacement field's expression, and those in its format. */
function addFields(field: RawNode, conversion: Conversion, into: Expression[]): void {
  const expression = childOf(field, "expression");
  // `{price:=10}` is no assignment: `=10` is its format.
  const isFormat = expression?.type === "named_expression";
  into.push(conversion.expression(isFormat ? childOf(expression, "name") : expression, field));
  const format = field.children.find(({ type }) => type === "format_specifier");
  if (format === undefined) return;
  for (const inner of namedOf(format)) {
    if (inner.type === "format_expression" || inner.type === "interpolation")
      addFields(inner, conversion, into);
  }
}
