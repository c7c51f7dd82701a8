import type { Expression } from "../../core/lint/syntax/python.ts";
import { type Conversion, namedOf } from "./conversion.ts";
import type { RawNode } from "./syntax-tree.ts";

/** What parentheses and other wrappers hold. */
export function only(raw: RawNode, conversion: Conversion): Expression {
  return conversion.expression(namedOf(raw)[0], raw);
}

/** One expression, or the tuple that several of them are without parentheses. */
export function one(raw: RawNode, children: readonly RawNode[], conversion: Conversion): Expression {
  const [first] = children;
  const last = children.at(-1);
  if (first === undefined || last === undefined || (children.length === 1 && raw.commas === 0)) {
    return conversion.expression(first, raw);
  }
  const elements = conversion.expressions(children, raw);
  const end = raw.commas < children.length ? last.end : conversion.text.indexOf(",", last.end) + 1;
  return { kind: "Tuple", start: first.start, end: Math.max(last.end, end), parent: undefined, elements };
}
