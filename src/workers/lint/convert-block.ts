import type {
  ExceptHandler,
  Expression,
  If,
  MatchCase,
  Statement,
  WithItem,
} from "../../core/lint/syntax/python.ts";
import {
  type Conversion,
  childOf,
  childrenOfField,
  hasToken,
  namedOf,
  type StatementHandler,
} from "./conversion.ts";
import { convertArguments, one } from "./convert-expression.ts";
import { convertParameters } from "./convert-parameters.ts";
import type { RawNode } from "./syntax-tree.ts";

const parent = undefined;

/** Statements with a body. */
export const blockHandlers: Readonly<Record<string, StatementHandler>> = {
  decorated_definition: (raw, conversion) => {
    const definition = childOf(raw, "definition");
    const decorators = raw.children
      .filter(({ type }) => type === "decorator")
      .map((decorator) => conversion.expression(namedOf(decorator)[0], decorator));
    const statement = definition === undefined ? undefined : conversion.statement(definition);
    if (statement?.kind !== "FunctionDef" && statement?.kind !== "ClassDef") {
      return {
        kind: "Broken",
        start: raw.start,
        end: raw.end,
        parent,
        children: [...decorators, ...(statement ? [statement] : [])],
      };
    }
    return { ...statement, start: raw.start, decorators };
  },
  function_definition: (raw, conversion) => ({
    kind: "FunctionDef",
    start: raw.start,
    end: raw.end,
    parent,
    name: conversion.name(childOf(raw, "name"), raw),
    parameters: convertParameters(childOf(raw, "parameters"), conversion),
    returns: conversion.optional(childOf(raw, "return_type")),
    body: conversion.body(raw, childOf(raw, "body")),
    decorators: [],
    async: hasToken(raw, "async"),
  }),
  class_definition: (raw, conversion) => {
    const { args, keywords } = convertArguments(childOf(raw, "superclasses"), conversion);
    return {
      kind: "ClassDef",
      start: raw.start,
      end: raw.end,
      parent,
      name: conversion.name(childOf(raw, "name"), raw),
      bases: args,
      keywords,
      body: conversion.body(raw, childOf(raw, "body")),
      decorators: [],
    };
  },
  if_statement: convertIf,
  for_statement: (raw, conversion) => ({
    kind: "For",
    start: raw.start,
    end: raw.end,
    parent,
    target: conversion.expression(childOf(raw, "left"), raw),
    iter: conversion.expression(childOf(raw, "right"), raw),
    body: conversion.body(raw, childOf(raw, "body")),
    orelse: convertElse(raw, conversion),
    async: hasToken(raw, "async"),
  }),
  while_statement: (raw, conversion) => ({
    kind: "While",
    start: raw.start,
    end: raw.end,
    parent,
    test: conversion.expression(childOf(raw, "condition"), raw),
    body: conversion.body(raw, childOf(raw, "body")),
    orelse: convertElse(raw, conversion),
  }),
  with_statement: (raw, conversion) => {
    const clause = raw.children.find(({ type }) => type === "with_clause");
    const items = (clause?.children ?? []).filter(({ type }) => type === "with_item");
    return {
      kind: "With",
      start: raw.start,
      end: raw.end,
      parent,
      items: items.map((item) => convertWithItem(item, conversion)),
      body: conversion.body(raw, childOf(raw, "body")),
      async: hasToken(raw, "async"),
    };
  },
  try_statement: (raw, conversion) => {
    const { start, end } = raw;
    const handlers = raw.children
      .filter(({ type }) => type === "except_clause" || type === "except_group_clause")
      .map((clause) => convertHandler(clause, conversion));
    const last = raw.children.find(({ type }) => type === "finally_clause");
    const finalbody = last === undefined ? [] : conversion.body(last, blockOf(last));
    const body = conversion.body(raw, childOf(raw, "body"));
    return {
      kind: "Try",
      start,
      end,
      parent,
      body,
      handlers,
      orelse: convertElse(raw, conversion),
      finalbody,
    };
  },
  match_statement: (raw, conversion) => {
    const { start, end } = raw;
    const subject = one(raw, childrenOfField(raw, "subject"), conversion);
    const cases = (childOf(raw, "body")?.children ?? []).filter(({ type }) => type === "case_clause");
    return {
      kind: "Match",
      start,
      end,
      parent,
      subject,
      cases: cases.map((each) => convertCase(each, conversion)),
    };
  },
};

/** `elif` and `else` are siblings for tree-sitter: from the last to the first, each becomes part of the one before. */
function convertIf(raw: RawNode, conversion: Conversion): If {
  const clauses = childrenOfField(raw, "alternative");
  let orelse: readonly Statement[] = [];
  for (const clause of clauses.toReversed()) {
    if (clause.type === "else_clause") {
      orelse = conversion.body(clause, blockOf(clause));
    } else {
      orelse = [makeIf(clause, orelse.at(-1)?.end ?? clause.end, orelse, conversion)];
    }
  }
  return makeIf(raw, raw.end, orelse, conversion);
}

function makeIf(raw: RawNode, end: number, orelse: readonly Statement[], conversion: Conversion): If {
  return {
    kind: "If",
    start: raw.start,
    end,
    parent,
    test: conversion.expression(childOf(raw, "condition"), raw),
    body: conversion.body(raw, childOf(raw, "consequence")),
    orelse,
  };
}

function convertElse(raw: RawNode, conversion: Conversion): readonly Statement[] {
  const clause = raw.children.find(({ type }) => type === "else_clause");
  return clause === undefined ? [] : conversion.body(clause, blockOf(clause));
}

function blockOf(clause: RawNode): RawNode | undefined {
  return childOf(clause, "body") ?? clause.children.find(({ type }) => type === "block");
}

function convertWithItem(raw: RawNode, conversion: Conversion): WithItem {
  let value = childOf(raw, "value");
  // `with (open(path) as file):`
  while (value?.type === "parenthesized_expression" && value.children[0]?.type === "as_pattern")
    [value] = value.children;
  const { start, end } = raw;
  if (value?.type !== "as_pattern") {
    return {
      kind: "WithItem",
      start,
      end,
      parent,
      context: conversion.expression(value, raw),
      target: undefined,
    };
  }
  const { value: context, target } = convertAs(value, conversion);
  return { kind: "WithItem", start, end, parent, context, target };
}

function convertAs(
  raw: RawNode,
  conversion: Conversion,
): { value: Expression; target: Expression | undefined } {
  const [value] = namedOf(raw);
  const alias = childOf(raw, "alias");
  const target =
    alias?.type === "as_pattern_target" ? one(alias, namedOf(alias), conversion) : conversion.optional(alias);
  return { value: conversion.expression(value, raw), target };
}

function convertHandler(raw: RawNode, conversion: Conversion): ExceptHandler {
  const { start, end } = raw;
  const values = childrenOfField(raw, "value");
  const body = conversion.body(raw, blockOf(raw));
  const handler = { kind: "ExceptHandler", start, end, parent, body } as const;
  const [first, second] = values;
  if (first?.type === "as_pattern") {
    const { value, target } = convertAs(first, conversion);
    return { ...handler, type: value, name: target?.kind === "Name" ? target : undefined };
  }
  const old = childOf(raw, "alias");
  if (old !== undefined) {
    const type = conversion.optional(first);
    return { ...handler, type, name: conversion.name(old, raw) };
  }
  // Python 2: `except Error, error`. Python 3.14 drops the parentheses of a tuple; with two names it looks the same.
  const isOld =
    values.length === 2 && second?.type === "identifier" && /^[a-z_]/.test(conversion.textOf(second));
  if (isOld) return { ...handler, type: conversion.optional(first), name: conversion.name(second, raw) };
  return {
    ...handler,
    type: first === undefined ? undefined : one(raw, values, conversion),
    name: undefined,
  };
}

function convertCase(raw: RawNode, conversion: Conversion): MatchCase {
  const { start, end } = raw;
  const patterns = raw.children.filter(({ type }) => type === "case_pattern");
  const [first] = patterns;
  const last = patterns.at(-1);
  const alone = patterns.length < 2 && raw.commas === 0;
  const elements = patterns.map((pattern) => conversion.pattern(pattern, raw));
  const pattern: Expression = alone
    ? (elements[0] ?? conversion.expression(undefined, raw))
    : { kind: "Tuple", start: first?.start ?? start, end: last?.end ?? end, parent, elements };
  const guard = childOf(raw, "guard");
  return {
    kind: "MatchCase",
    start,
    end,
    parent,
    pattern,
    guard: guard === undefined ? undefined : conversion.expression(namedOf(guard)[0], guard),
    body: conversion.body(raw, childOf(raw, "consequence")),
  };
}
