import type { DictEntry, Expression, Keyword, Slice, UnaryOp } from "../../core/lint/syntax/python.ts";
import {
  type Conversion,
  childOf,
  childrenOfField,
  type ExpressionHandler,
  hasToken,
  namedOf,
} from "./conversion.ts";
import { convertComprehension } from "./convert-comprehension.ts";
import { convertNumber, convertString } from "./convert-constant.ts";
import { convertLambda } from "./convert-parameters.ts";
import type { RawNode } from "./syntax-tree.ts";
import { one, only } from "./unwrap.ts";

const parent = undefined;

export const expressionHandlers: Readonly<Record<string, ExpressionHandler>> = {
  identifier: ({ start, end }, { text }) => ({
    kind: "Name",
    start,
    end,
    parent,
    id: text.slice(start, end),
  }),
  integer: convertNumber,
  float: convertNumber,
  string: convertString,
  concatenated_string: convertString,
  true: ({ start, end }) => ({ kind: "Constant", start, end, parent, type: "bool", value: true }),
  false: ({ start, end }) => ({ kind: "Constant", start, end, parent, type: "bool", value: false }),
  none: ({ start, end }) => ({ kind: "Constant", start, end, parent, type: "None", value: null }),
  ellipsis: ({ start, end }) => ({ kind: "Constant", start, end, parent, type: "Ellipsis", value: null }),

  attribute: convertAttribute,
  member_type: convertAttribute,
  call: (raw, conversion) => {
    const { start, end } = raw;
    const list = childOf(raw, "arguments");
    const callee = conversion.expression(childOf(raw, "function"), raw);
    return {
      kind: "Call",
      start,
      end,
      parent,
      callee,
      ...convertArguments(list, conversion),
      argsStart: list?.start ?? end,
    };
  },
  subscript: (raw, conversion) => {
    const { start, end } = raw;
    const object = conversion.expression(childOf(raw, "value"), raw);
    return {
      kind: "Subscript",
      start,
      end,
      parent,
      object,
      index: one(raw, childrenOfField(raw, "subscript"), conversion),
    };
  },
  generic_type: (raw, conversion) => {
    const { start, end } = raw;
    const [object, parameters] = namedOf(raw);
    const index =
      parameters === undefined
        ? conversion.expression(undefined, raw)
        : one(parameters, namedOf(parameters), conversion);
    return { kind: "Subscript", start, end, parent, object: conversion.expression(object, raw), index };
  },
  slice: (raw, conversion): Slice => {
    const { start, end } = raw;
    return { kind: "Slice", start, end, parent, parts: conversion.expressions(namedOf(raw), raw) };
  },
  list_splat: convertStarred,
  list_splat_pattern: convertStarred,
  splat_type: convertStarred,
  parenthesized_list_splat: only,

  parenthesized_expression: only,
  type: only,
  format_expression: only,
  chevron: only,
  constrained_type: only,
  tuple: (raw, conversion) => sequence("Tuple", raw, conversion),
  expression_list: (raw, conversion) => sequence("Tuple", raw, conversion),
  pattern_list: (raw, conversion) => sequence("Tuple", raw, conversion),
  tuple_pattern: (raw, conversion) =>
    raw.commas === 0 && namedOf(raw).length === 1
      ? only(raw, conversion)
      : sequence("Tuple", raw, conversion),
  list: (raw, conversion) => sequence("List", raw, conversion),
  list_pattern: (raw, conversion) => sequence("List", raw, conversion),
  set: (raw, conversion) => sequence("Set", raw, conversion),
  dictionary: (raw, conversion) => {
    const { start, end } = raw;
    const entries = namedOf(raw).map((child) => convertEntry(child, conversion));
    return { kind: "Dict", start, end, parent, entries };
  },

  list_comprehension: (raw, conversion) => convertComprehension("list", raw, conversion),
  set_comprehension: (raw, conversion) => convertComprehension("set", raw, conversion),
  dictionary_comprehension: (raw, conversion) => convertComprehension("dict", raw, conversion),
  generator_expression: (raw, conversion) => convertComprehension("generator", raw, conversion),
  lambda: convertLambda,

  conditional_expression: (raw, conversion) => {
    const { start, end } = raw;
    const [body, test, orelse] = namedOf(raw);
    return {
      kind: "IfExp",
      start,
      end,
      parent,
      test: conversion.expression(test, raw),
      body: conversion.expression(body, raw),
      orelse: conversion.expression(orelse, raw),
    };
  },
  boolean_operator: (raw, conversion) => {
    const { start, end } = raw;
    const operator = childOf(raw, "operator")?.type === "and" ? "and" : "or";
    return { kind: "BoolOp", start, end, parent, operator, ...sides(raw, conversion) };
  },
  binary_operator: (raw, conversion) => {
    const { start, end } = raw;
    const operator = childOf(raw, "operator")?.type ?? "";
    return { kind: "BinOp", start, end, parent, operator, ...sides(raw, conversion) };
  },
  union_type: (raw, conversion) => {
    const { start, end } = raw;
    const [left, right] = namedOf(raw);
    return {
      kind: "BinOp",
      start,
      end,
      parent,
      operator: "|",
      left: conversion.expression(left, raw),
      right: conversion.expression(right, raw),
    };
  },
  not_operator: (raw, conversion) => convertUnary("not", raw, conversion),
  unary_operator: (raw, conversion) => convertUnary(childOf(raw, "operator")?.type ?? "", raw, conversion),
  comparison_operator: (raw, conversion) => {
    const { start, end } = raw;
    const operators = childrenOfField(raw, "operators").map(({ type }) => type);
    return {
      kind: "Compare",
      start,
      end,
      parent,
      operators,
      operands: conversion.expressions(namedOf(raw), raw),
    };
  },
  named_expression: (raw, conversion) => {
    const { start, end } = raw;
    const target = conversion.name(childOf(raw, "name"), raw);
    return {
      kind: "NamedExpr",
      start,
      end,
      parent,
      target,
      value: conversion.expression(childOf(raw, "value"), raw),
    };
  },
  await: (raw, conversion) => {
    const { start, end } = raw;
    return { kind: "Await", start, end, parent, value: only(raw, conversion) };
  },
  yield: (raw, conversion) => {
    const { start, end } = raw;
    return {
      kind: "Yield",
      start,
      end,
      parent,
      from: hasToken(raw, "from"),
      value: conversion.optional(namedOf(raw)[0]),
    };
  },
};

function sequence(kind: "Tuple" | "List" | "Set", raw: RawNode, conversion: Conversion): Expression {
  return {
    kind,
    start: raw.start,
    end: raw.end,
    parent,
    elements: conversion.expressions(namedOf(raw), raw),
  };
}

function sides(raw: RawNode, conversion: Conversion) {
  return {
    left: conversion.expression(childOf(raw, "left"), raw),
    right: conversion.expression(childOf(raw, "right"), raw),
  };
}

function convertAttribute(raw: RawNode, conversion: Conversion): Expression {
  const { start, end } = raw;
  const children = namedOf(raw);
  const name = childOf(raw, "attribute") ?? children[1];
  const object = conversion.expression(childOf(raw, "object") ?? children[0], raw);
  const nameStart = name?.start ?? end;
  return {
    kind: "Attribute",
    start,
    end,
    parent,
    object,
    name: conversion.text.slice(nameStart, end),
    nameStart,
  };
}

function convertStarred(raw: RawNode, conversion: Conversion): Expression {
  return { kind: "Starred", start: raw.start, end: raw.end, parent, value: only(raw, conversion) };
}

function convertUnary(operator: string, raw: RawNode, conversion: Conversion): UnaryOp {
  const operand = conversion.expression(childOf(raw, "argument"), raw);
  return { kind: "UnaryOp", start: raw.start, end: raw.end, parent, operator, operand };
}

function convertEntry(raw: RawNode, conversion: Conversion): DictEntry {
  const { start, end } = raw;
  const entry = { kind: "DictEntry", start, end, parent } as const;
  if (raw.type === "pair" && !raw.children.some((child) => child.type === "ERROR")) {
    const key = conversion.expression(childOf(raw, "key"), raw);
    return { ...entry, key, value: conversion.expression(childOf(raw, "value"), raw) };
  }
  const value = raw.type === "dictionary_splat" ? only(raw, conversion) : conversion.broken(raw);
  return { ...entry, key: undefined, value };
}

/** Of a call, or the bases of a class. */
export function convertArguments(list: RawNode | undefined, conversion: Conversion) {
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  if (list === undefined) return { args, keywords };
  if (list.type !== "argument_list") return { args: [conversion.expression(list, list)], keywords };
  for (const child of list.children) {
    const { start, end } = child;
    if (child.type === "keyword_argument" && !child.children.some((inner) => inner.type === "ERROR")) {
      const name = childOf(child, "name");
      const value = conversion.expression(childOf(child, "value"), child);
      keywords.push({ kind: "Keyword", start, end, parent, name: name && conversion.textOf(name), value });
    } else if (child.type === "dictionary_splat") {
      keywords.push({ kind: "Keyword", start, end, parent, name: undefined, value: only(child, conversion) });
    } else if (child.named) {
      args.push(conversion.expression(child, list));
    }
  }
  return { args, keywords };
}
