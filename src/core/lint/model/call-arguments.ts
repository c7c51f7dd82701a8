import type { Call, Expression } from "../syntax/python.ts";
import { textOfStatement } from "./sql-text.ts";
import type { Values } from "./values.ts";

/** A literal number of workers, as an executor's constructor takes it. */
export function workersOf(call: Call, values: Values): number | undefined {
  const given =
    call.keywords.find(({ name }) => name === "max_workers" || name === "processes" || name === "size")
      ?.value ?? call.args[0];
  const constant = given && values.of(given).find(({ kind }) => kind === "constant");
  return constant?.kind === "constant" && typeof constant.value === "number" ? constant.value : undefined;
}

/** The arguments of a constructor that are written as literals. */
export function optionsOf(call: Call, values: Values): Record<string, string | number | boolean | null> {
  const options: Record<string, string | number | boolean | null> = {};
  const [first] = call.args;
  const url = first ? textOfStatement(first, values) : undefined;
  if (url !== undefined) options["url"] = url;
  for (const { name, value } of call.keywords) {
    if (name === undefined) continue;
    const constant = values.of(value).find(({ kind }) => kind === "constant");
    if (constant?.kind === "constant") options[name] = constant.value;
    else if (value.kind === "Name" || value.kind === "Attribute") options[name] = lastName(value) ?? null;
    else if (value.kind === "Dict" && name === "connect_args")
      for (const { key, value: inner } of value.entries)
        if (key?.kind === "Constant" && typeof key.value === "string" && inner.kind === "Constant")
          options[key.value] = inner.value;
  }
  return options;
}

/** The model that an argument names: `User`, `models.User`, `User.id`. */
export function modelNamed(expression: Expression, values: Values): string | undefined {
  const model = values.databaseValueOf(expression, ["model-class"]);
  if (model) return model.model;
  if (expression.kind === "Attribute") {
    const owner = values.databaseValueOf(expression.object, ["model-class"]);
    if (owner) return owner.model;
  }
  const name = lastName(expression);
  return name !== undefined && /^[A-Z]/.test(name) ? name : undefined;
}

export function lastName(expression: Expression): string | undefined {
  return expression.kind === "Name"
    ? expression.id
    : expression.kind === "Attribute"
      ? expression.name
      : undefined;
}
