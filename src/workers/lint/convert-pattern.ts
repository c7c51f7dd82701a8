import type { DictEntry, Expression, Keyword, Name } from "../../core/lint/syntax/python.ts";
import { type Conversion, childrenOfField, type ExpressionHandler, namedOf } from "./conversion.ts";
import type { RawNode } from "./syntax-tree.ts";

const parent = undefined;

/**
 * The patterns of `match`, as the expressions that they look like: `Point(x=0)` is a Call, `a | b` a BinOp,
 * `p as name` a NamedExpr, a name to be bound a Name.
 */
export const patternHandlers: Readonly<Record<string, ExpressionHandler>> = {
  case_pattern: (raw, conversion) => inOrder(raw, conversion)[0] ?? conversion.expression(undefined, raw),
  dotted_name: convertDottedName,
  class_pattern: (raw, conversion) => {
    const { start, end } = raw;
    const [name, ...parts] = raw.children;
    const args: Expression[] = [];
    const keywords: Keyword[] = [];
    for (const part of parts) {
      const inner = part.type === "case_pattern" ? part.children[0] : part;
      if (inner?.type === "keyword_pattern") keywords.push(convertKeyword(inner, conversion));
      else if (part.named) args.push(conversion.pattern(part, raw));
    }
    const callee = conversion.pattern(name, raw);
    const argsStart = Math.max(callee.end, conversion.text.indexOf("(", callee.end));
    return { kind: "Call", start, end, parent, callee, args, keywords, argsStart };
  },
  union_pattern: (raw, conversion) => {
    const [first, ...others] = inOrder(raw, conversion);
    if (first === undefined) return conversion.expression(undefined, raw);
    return others.reduce(
      (left, right): Expression => ({
        kind: "BinOp",
        start: left.start,
        end: right.end,
        parent,
        operator: "|",
        left,
        right,
      }),
      first,
    );
  },
  complex_pattern: (raw, conversion) => {
    const { start, end } = raw;
    const [left, right] = inOrder(raw, conversion);
    const operator = conversion.textOf(raw).includes("+") ? "+" : "-";
    if (left === undefined || right === undefined) return conversion.broken(raw);
    return { kind: "BinOp", start, end, parent, operator, left, right };
  },
  as_pattern: (raw, conversion) => {
    const { start, end } = raw;
    const [value, name] = namedOf(raw);
    return {
      kind: "NamedExpr",
      start,
      end,
      parent,
      target: conversion.name(name, raw),
      value: conversion.pattern(value, raw),
    };
  },
  list_pattern: (raw, conversion) => {
    const elements = inOrder(raw, conversion);
    return { kind: "List", start: raw.start, end: raw.end, parent, elements };
  },
  tuple_pattern: (raw, conversion) => {
    const elements = inOrder(raw, conversion);
    const [first] = elements;
    if (first !== undefined && elements.length === 1 && raw.commas === 0) return first;
    return { kind: "Tuple", start: raw.start, end: raw.end, parent, elements };
  },
  splat_pattern: (raw, conversion) => ({
    kind: "Starred",
    start: raw.start,
    end: raw.end,
    parent,
    value: nameIn(raw, conversion),
  }),
  dict_pattern: (raw, conversion) => {
    const { start, end } = raw;
    const entries: DictEntry[] = [];
    const values = childrenOfField(raw, "value");
    for (const key of childrenOfField(raw, "key")) {
      const value = conversion.pattern(values[entries.length], raw);
      entries.push({
        kind: "DictEntry",
        start: key.start,
        end: Math.max(key.end, value.end),
        parent,
        key: conversion.pattern(key, raw),
        value,
      });
    }
    for (const splat of raw.children.filter(({ type }) => type === "splat_pattern")) {
      const value = nameIn(splat, conversion);
      entries.push({ kind: "DictEntry", start: splat.start, end: splat.end, parent, key: undefined, value });
    }
    return { kind: "Dict", start, end, parent, entries };
  },
};

/** The parts of a pattern. A sign is a token before its number here, and `_` a token. */
function inOrder(raw: RawNode, conversion: Conversion): readonly Expression[] {
  const parts: Expression[] = [];
  let sign: RawNode | undefined;
  for (const child of raw.children) {
    if (!child.named) {
      if (child.type === "_") parts.push(conversion.name(child, raw));
      sign = child.type === "-" ? child : undefined;
      continue;
    }
    const operand = conversion.pattern(child, raw);
    const isNegative = sign !== undefined && (raw.type !== "complex_pattern" || parts.length === 0);
    const start = sign?.start ?? child.start;
    parts.push(
      isNegative ? { kind: "UnaryOp", start, end: child.end, parent, operator: "-", operand } : operand,
    );
    sign = undefined;
  }
  return parts;
}

function convertKeyword(raw: RawNode, conversion: Conversion): Keyword {
  const { start, end } = raw;
  const [name, ...rest] = raw.children;
  const value = inOrder({ ...raw, children: rest }, conversion)[0] ?? conversion.expression(undefined, raw);
  return { kind: "Keyword", start, end, parent, name: name && conversion.textOf(name), value };
}

/** Behind the asterisks. */
function nameIn(raw: RawNode, conversion: Conversion): Name {
  return conversion.name(raw.children.at(-1), raw);
}

function convertDottedName(raw: RawNode, conversion: Conversion): Expression {
  let value: Expression | undefined;
  for (const part of conversion.textOf(raw).matchAll(/[^\s.\\]+/g)) {
    const start = raw.start + part.index;
    const end = start + part[0].length;
    value =
      value === undefined
        ? { kind: "Name", start, end, parent, id: part[0] }
        : {
            kind: "Attribute",
            start: raw.start,
            end,
            parent,
            object: value,
            name: part[0],
            nameStart: start,
          };
  }
  return value ?? conversion.broken(raw);
}
