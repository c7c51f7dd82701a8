import type { Alias, Assign, Expression, ImportFrom, Statement } from "../../core/lint/syntax/python.ts";
import { type Conversion, childOf, childrenOfField, namedOf, type StatementHandler } from "./conversion.ts";
import { asTypeCall } from "./misread.ts";
import type { RawNode } from "./syntax-tree.ts";
import { one } from "./unwrap.ts";

const parent = undefined;

/** Statements without a body. */
export const simpleStatementHandlers: Readonly<Record<string, StatementHandler>> = {
  expression_statement: (raw, conversion) => {
    const [first] = raw.children;
    if (first?.type === "assignment") return convertAssignment(first, conversion);
    if (first?.type === "augmented_assignment") return convertAugmented(first, conversion);
    const value = one(raw, namedOf(raw), conversion);
    return { kind: "ExprStmt", start: raw.start, end: raw.end, parent, value };
  },
  assignment: convertAssignment,
  augmented_assignment: convertAugmented,
  type_alias_statement: (raw, conversion): Assign => {
    const { start, end } = raw;
    const left = conversion.expression(asTypeCall(raw) ?? childOf(raw, "left"), raw);
    // `type Pair[T] = …`: its parameters are not kept.
    const target = left.kind === "Subscript" && left.object.kind === "Name" ? left.object : left;
    return {
      kind: "Assign",
      start,
      end,
      parent,
      targets: [target],
      value: conversion.expression(childOf(raw, "right"), raw),
    };
  },
  return_statement: (raw, conversion) => ({
    kind: "Return",
    start: raw.start,
    end: raw.end,
    parent,
    value: conversion.optional(namedOf(raw)[0]),
  }),
  delete_statement: (raw, conversion) => {
    const { start, end } = raw;
    const [target] = namedOf(raw);
    const targets = target?.type === "expression_list" ? namedOf(target) : [target];
    return {
      kind: "Delete",
      start,
      end,
      parent,
      targets: targets.map((each) => conversion.expression(each, raw)),
    };
  },
  raise_statement: (raw, conversion) => {
    const { start, end } = raw;
    const cause = childOf(raw, "cause");
    let exception = namedOf(raw).find((child) => child !== cause);
    // Python 2: `raise Error, "message"`.
    if (exception?.type === "expression_list") exception = namedOf(exception)[0];
    return {
      kind: "Raise",
      start,
      end,
      parent,
      exception: conversion.optional(exception),
      cause: conversion.optional(cause),
    };
  },
  assert_statement: (raw, conversion) => {
    const { start, end } = raw;
    const [test, message] = namedOf(raw);
    const converted = conversion.expression(test, raw);
    return { kind: "Assert", start, end, parent, test: converted, message: conversion.optional(message) };
  },
  pass_statement: ({ start, end }) => ({ kind: "Pass", start, end, parent }),
  break_statement: ({ start, end }) => ({ kind: "Break", start, end, parent }),
  continue_statement: ({ start, end }) => ({ kind: "Continue", start, end, parent }),
  global_statement: (raw, conversion) => convertScoping("Global", raw, conversion),
  nonlocal_statement: (raw, conversion) => convertScoping("Nonlocal", raw, conversion),
  import_statement: (raw, conversion) => {
    const { start, end } = raw;
    return { kind: "Import", start, end, parent, names: convertAliases(raw, conversion) };
  },
  import_from_statement: (raw, conversion) => {
    const from = childOf(raw, "module_name");
    const name =
      from?.type === "relative_import" ? from.children.find(({ type }) => type === "dotted_name") : from;
    const dots = from?.children.find(({ type }) => type === "import_prefix");
    const level = dots === undefined ? 0 : dottedName(dots, conversion).length;
    return convertFrom(raw, name === undefined ? "" : dottedName(name, conversion), level, conversion);
  },
  future_import_statement: (raw, conversion) => convertFrom(raw, "__future__", 0, conversion),
  // Python 2: called like the functions that they are in Python 3.
  print_statement: (raw, conversion) => convertOldCall("print", raw, conversion),
  exec_statement: (raw, conversion) => convertOldCall("exec", raw, conversion),
};

function convertAssignment(raw: RawNode, conversion: Conversion): Statement {
  const { start, end } = raw;
  const targets: Expression[] = [];
  let last: RawNode = raw;
  for (;;) {
    const right = childOf(last, "right");
    const target = conversion.expression(childOf(last, "left"), last);
    const type = childOf(last, "type");
    if (type !== undefined && targets.length === 0) {
      const annotation = conversion.expression(type, last);
      return { kind: "AnnAssign", start, end, parent, target, annotation, value: conversion.optional(right) };
    }
    targets.push(target);
    if (right?.type !== "assignment") {
      return { kind: "Assign", start, end, parent, targets, value: conversion.expression(right, last) };
    }
    last = right;
  }
}

function convertAugmented(raw: RawNode, conversion: Conversion): Statement {
  const { start, end } = raw;
  const operator = (childOf(raw, "operator")?.type ?? "").slice(0, -1);
  const target = conversion.expression(childOf(raw, "left"), raw);
  return {
    kind: "AugAssign",
    start,
    end,
    parent,
    target,
    operator,
    value: conversion.expression(childOf(raw, "right"), raw),
  };
}

function convertScoping(kind: "Global" | "Nonlocal", raw: RawNode, conversion: Conversion): Statement {
  const names = namedOf(raw).map((name) => conversion.textOf(name));
  return { kind, start: raw.start, end: raw.end, parent, names };
}

function convertFrom(raw: RawNode, module: string, level: number, conversion: Conversion): ImportFrom {
  const star = raw.children.some(({ type }) => type === "wildcard_import");
  const names = convertAliases(raw, conversion);
  return { kind: "ImportFrom", start: raw.start, end: raw.end, parent, module, level, names, star };
}

function convertAliases(raw: RawNode, conversion: Conversion): readonly Alias[] {
  return childrenOfField(raw, "name").map((child): Alias => {
    const name = childOf(child, "name") ?? child;
    const asName = childOf(child, "alias");
    return {
      kind: "Alias",
      start: child.start,
      end: child.end,
      parent,
      name: dottedName(name, conversion),
      asName: asName && conversion.textOf(asName),
    };
  });
}

/** Without white space and comments between its dots. */
function dottedName(raw: RawNode, conversion: Conversion): string {
  return conversion.textOf(raw).replaceAll(/[\s\\]+/g, "");
}

function convertOldCall(name: string, raw: RawNode, conversion: Conversion): Statement {
  const { start, end } = raw;
  const args = conversion.expressions(namedOf(raw), raw);
  const callee = conversion.name({ ...raw, end: start + name.length }, raw);
  const argsStart = args[0]?.start ?? end;
  const value: Expression = { kind: "Call", start, end, parent, callee, args, keywords: [], argsStart };
  return { kind: "ExprStmt", start, end, parent, value };
}
