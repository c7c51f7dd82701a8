import type { Comprehension, ComprehensionFor } from "../../core/lint/syntax/python.ts";
import { type Conversion, childOf, childrenOfField, hasToken, namedOf } from "./conversion.ts";
import type { RawNode } from "./syntax-tree.ts";
import { one, only } from "./unwrap.ts";

const parent = undefined;

export function convertComprehension(
  form: Comprehension["form"],
  raw: RawNode,
  conversion: Conversion,
): Comprehension {
  const { start, end } = raw;
  const body = childOf(raw, "body");
  const pair = body?.type === "pair" ? body : undefined;
  const clauses: ComprehensionFor[] = [];
  const children = namedOf(raw);
  for (const [index, child] of children.entries()) {
    if (child.type !== "for_in_clause") continue;
    const after = children.slice(index + 1);
    const next = after.findIndex(({ type }) => type === "for_in_clause");
    const conditions = (next === -1 ? after : after.slice(0, next)).filter(
      ({ type }) => type === "if_clause",
    );
    clauses.push({
      kind: "ComprehensionFor",
      start: child.start,
      end: conditions.at(-1)?.end ?? child.end,
      parent,
      target: conversion.expression(childOf(child, "left"), child),
      iter: one(child, childrenOfField(child, "right"), conversion),
      conditions: conditions.map((condition) => only(condition, conversion)),
      async: hasToken(child, "async"),
    });
  }
  return {
    kind: "Comprehension",
    start,
    end,
    parent,
    form,
    element: conversion.expression(pair === undefined ? body : childOf(pair, "key"), raw),
    value: pair === undefined ? undefined : conversion.expression(childOf(pair, "value"), pair),
    clauses,
  };
}
