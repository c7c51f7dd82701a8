import type { Lambda, Parameter } from "../../core/lint/syntax/python.ts";
import { type Conversion, childOf, namedOf } from "./conversion.ts";
import type { RawNode } from "./syntax-tree.ts";

export function convertLambda(raw: RawNode, conversion: Conversion): Lambda {
  const { start, end } = raw;
  const parameters = convertParameters(childOf(raw, "parameters"), conversion);
  return {
    kind: "Lambda",
    start,
    end,
    parent: undefined,
    parameters,
    body: conversion.expression(childOf(raw, "body"), raw),
  };
}

export function convertParameters(list: RawNode | undefined, conversion: Conversion): readonly Parameter[] {
  let named: Parameter["form"] = "positional";
  const parameters: Parameter[] = [];
  for (const raw of list?.children ?? []) {
    if (raw.type === "keyword_separator") named = "keyword";
    const parameter = convertParameter(raw, named, conversion);
    if (parameter === undefined) continue;
    if (parameter.form === "args") named = "keyword";
    parameters.push(parameter);
  }
  return parameters;
}

function convertParameter(
  raw: RawNode,
  named: Parameter["form"],
  conversion: Conversion,
): Parameter | undefined {
  const inner = raw.type === "identifier" ? raw : (childOf(raw, "name") ?? namedOf(raw)[0]);
  if (inner === undefined) return undefined;
  const { start, end } = raw;
  const make = (form: Parameter["form"], name: RawNode | undefined): Parameter => ({
    kind: "Parameter",
    start,
    end,
    parent: undefined,
    name: conversion.name(name, raw),
    annotation: conversion.optional(childOf(raw, "type")),
    default: conversion.optional(childOf(raw, "value")),
    form,
  });
  switch (raw.type) {
    case "identifier":
    case "default_parameter":
    case "typed_default_parameter":
      return make(named, inner);
    case "typed_parameter":
      if (inner.type === "list_splat_pattern") return make("args", namedOf(inner)[0]);
      if (inner.type === "dictionary_splat_pattern") return make("kwargs", namedOf(inner)[0]);
      return make(named, inner);
    case "list_splat_pattern":
      return make("args", inner);
    case "dictionary_splat_pattern":
      return make("kwargs", inner);
    // Python 2 unpacks a tuple here: one parameter, under its text.
    case "tuple_pattern":
      return make(named, raw);
    default:
      return undefined;
  }
}
