import type {
  ExceptHandler,
  Expression,
  If,
  MatchCase,
  Node,
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
import { convertArguments } from "./convert-expression.ts";
import { convertParameters } from "./convert-parameters.ts";
import type { RawNode } from "./syntax-tree.ts";
import { one } from "./unwrap.ts";

const parent = undefined;

/** Statements with a body. They end with their last statement, and not with a comment after it as tree-sitter's do. */
export const blockHandlers: Readonly<Record<string, StatementHandler>> = {
  decorated_definition: (raw, conversion) => {
    const definition = childOf(raw, "definition");
    const decorators = raw.children
      .filter(({ type }) => type === "decorator")
      .map((decorator) => conversion.expression(namedOf(decorator)[0], decorator));
    const statement = definition === undefined ? undefined : conversion.statement(definition);
    if (statement?.kind !== "FunctionDef" && statement?.kind !== "ClassDef") {
      const children = statement === undefined ? decorators : [...decorators, statement];
      return { kind: "Broken", start: raw.start, end: raw.end, parent, children };
    }
    return { ...statement, start: raw.start, decorators };
  },
  function_definition: (raw, conversion) => {
    const body = conversion.body(raw, childOf(raw, "body"));
    return {
      kind: "FunctionDef",
      start: raw.start,
      end: endOf(raw, body),
      parent,
      name: conversion.name(childOf(raw, "name"), raw),
      parameters: convertParameters(childOf(raw, "parameters"), conversion),
      returns: conversion.optional(childOf(raw, "return_type")),
      body,
      decorators: [],
      async: hasToken(raw, "async"),
    };
  },
  class_definition: (raw, conversion) => {
    const { args, keywords } = convertArguments(childOf(raw, "superclasses"), conversion);
    const body = conversion.body(raw, childOf(raw, "body"));
    return {
      kind: "ClassDef",
      start: raw.start,
      end: endOf(raw, body),
      parent,
      name: conversion.name(childOf(raw, "name"), raw),
      bases: args,
      keywords,
      body,
      decorators: [],
    };
  },
  if_statement: convertIf,
  for_statement: (raw, conversion) => {
    const body = conversion.body(raw, childOf(raw, "body"));
    const orelse = convertElse(raw, conversion);
    return {
      kind: "For",
      start: raw.start,
      end: endOf(raw, body, orelse),
      parent,
      target: conversion.expression(childOf(raw, "left"), raw),
      iter: conversion.expression(childOf(raw, "right"), raw),
      body,
      orelse,
      async: hasToken(raw, "async"),
    };
  },
  while_statement: (raw, conversion) => {
    const body = conversion.body(raw, childOf(raw, "body"));
    const orelse = convertElse(raw, conversion);
    const test = conversion.expression(childOf(raw, "condition"), raw);
    return { kind: "While", start: raw.start, end: endOf(raw, body, orelse), parent, test, body, orelse };
  },
  with_statement: (raw, conversion) => {
    const clause = raw.children.find(({ type }) => type === "with_clause");
    const items = (clause?.children ?? []).filter(({ type }) => type === "with_item");
    const body = conversion.body(raw, childOf(raw, "body"));
    return {
      kind: "With",
      start: raw.start,
      end: endOf(raw, body),
      parent,
      items: items.map((item) => convertWithItem(item, conversion)),
      body,
      async: hasToken(raw, "async"),
    };
  },
  try_statement: (raw, conversion) => {
    const handlers = raw.children
      .filter(({ type }) => type === "except_clause" || type === "except_group_clause")
      .map((clause) => convertHandler(clause, conversion));
    const last = raw.children.find(({ type }) => type === "finally_clause");
    const finalbody = last === undefined ? [] : conversion.body(last, blockOf(last));
    const body = conversion.body(raw, childOf(raw, "body"));
    const orelse = convertElse(raw, conversion);
    const end = endOf(raw, body, handlers, orelse, finalbody);
    return { kind: "Try", start: raw.start, end, parent, body, handlers, orelse, finalbody };
  },
  match_statement: (raw, conversion) => {
    const subject = one(raw, childrenOfField(raw, "subject"), conversion);
    const cases = (childOf(raw, "body")?.children ?? [])
      .filter(({ type }) => type === "case_clause")
      .map((each) => convertCase(each, conversion));
    return { kind: "Match", start: raw.start, end: endOf(raw, cases), parent, subject, cases };
  },
};

/** The end of the last of all parts; tree-sitter's if there is none, or an error among them, which may stand anywhere. */
function endOf(raw: RawNode, ...parts: readonly (readonly Node[])[]): number {
  if (raw.children.some(({ type }) => type === "ERROR")) return raw.end;
  return parts.findLast((part) => part.length > 0)?.at(-1)?.end ?? raw.end;
}

/** More `elif` than this are Broken, as each lies in the one before. */
const longestChain = 200;

/** `elif` and `else` are siblings for tree-sitter: from the last to the first, each becomes part of the one before. */
function convertIf(raw: RawNode, conversion: Conversion): If {
  const clauses = childrenOfField(raw, "alternative");
  let orelse: readonly Statement[] = [];
  const [cut, last] = [clauses[longestChain], clauses.at(-1)];
  if (cut !== undefined && last !== undefined) {
    conversion.cut = true;
    orelse = [{ kind: "Broken", start: cut.start, end: last.end, parent, children: [] }];
  }
  for (const clause of clauses.slice(0, longestChain).reverse()) {
    if (clause.type === "else_clause") orelse = conversion.body(clause, blockOf(clause));
    else orelse = [makeIf(clause, orelse, conversion)];
  }
  return makeIf(raw, orelse, conversion);
}

function makeIf(raw: RawNode, orelse: readonly Statement[], conversion: Conversion): If {
  const body = conversion.body(raw, childOf(raw, "consequence"));
  const test = conversion.expression(childOf(raw, "condition"), raw);
  return { kind: "If", start: raw.start, end: endOf(raw, body, orelse), parent, test, body, orelse };
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
  const values = childrenOfField(raw, "value");
  const body = conversion.body(raw, blockOf(raw));
  const handler = { kind: "ExceptHandler", start: raw.start, end: endOf(raw, body), parent, body } as const;
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
  const clause = childOf(raw, "guard");
  const guard = clause === undefined ? undefined : conversion.expression(namedOf(clause)[0], clause);
  const body = conversion.body(raw, childOf(raw, "consequence"));
  return { kind: "MatchCase", start, end: endOf(raw, body), parent, pattern, guard, body };
}
