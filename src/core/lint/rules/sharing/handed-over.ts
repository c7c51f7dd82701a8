import type { FileModel, FunctionInfo, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Expression, Node, Parameter } from "../../syntax/python.ts";
import { handleOf, handleUses, isCertain, isHarmless, isUse } from "./handles.ts";
import { isMadeOutside, type Reach } from "./reach.ts";

/** A session, connection or cursor that other code gets its hands on. */
export interface HandedOver {
  readonly how: "passed" | "method" | "read";
  /** What is marked. */
  readonly node: Expression;
  readonly value: DatabaseValue;
  /** Where the other code uses it; of what is passed to code that is not known, none. */
  readonly uses: readonly Node[];
}

/** What a spawn is given, itself or in a tuple, or runs as a method (`submit(cursor.execute, …)`). */
export function passedTo(file: FileModel, spawn: Spawn): readonly HandedOver[] {
  const found = new Map<Expression, HandedOver>();
  for (const { node, parameter } of spawn.arguments)
    for (const expression of parts(node)) {
      const value = handleOf(file, expression);
      const uses = parameter ? usesOfParameter(file, parameter, spawn.runs) : [];
      const known = parameter && spawn.runs.some((info) => info.parameters.includes(parameter));
      if (!value || (known && uses.length === 0)) continue;
      if (!found.has(expression)) found.set(expression, { how: "passed", node: expression, value, uses });
    }
  const { target } = spawn;
  if (!target) return [...found.values()];
  for (const method of file.valuesOf(target)) {
    if (method.kind !== "bound-method" || isHarmless(method.name) || !isHandle(method.receiver)) continue;
    if (isCertain(method.receiver))
      found.set(target, { how: "method", node: target, value: method.receiver, uses: [] });
  }
  return [...found.values()];
}

/** What is handed over, as the code calls it: `cursor` of the method `cursor.execute`. */
export function holderOf(
  file: FileModel,
  { how, node }: { readonly how: string; readonly node: Expression },
): Expression {
  if (how !== "method" || node.kind !== "Attribute") return node;
  let inner = node.object;
  while (
    (inner.kind === "Attribute" || inner.kind === "Call") &&
    !file.databaseValueOf(inner, "session", "connection", "cursor")
  )
    inner = inner.kind === "Attribute" ? inner.object : inner.callee;
  return inner;
}

function isHandle(value: { readonly kind: string }): value is DatabaseValue {
  return value.kind === "session" || value.kind === "connection" || value.kind === "cursor";
}

/** An argument, or what a tuple, list or dictionary that is written out holds. */
function parts(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "Tuple":
    case "List":
    case "Set":
      return expression.elements.flatMap(parts);
    case "Dict":
      return expression.entries.flatMap(({ value }) => parts(value));
    case "Starred":
      return parts(expression.value);
    default:
      return [expression];
  }
}

function usesOfParameter(
  file: FileModel,
  parameter: Parameter,
  runs: readonly FunctionInfo[],
): readonly Node[] {
  if (!runs.some((info) => info.parameters.includes(parameter))) return [];
  const names = file.bindingOf(parameter.name)?.names ?? [];
  return names.filter((name) => name !== parameter.name && isUse(name));
}

/** What the spawned code reads from outside: globals, closures, attributes. The first use of each link in it. */
export function readBy(file: FileModel, reach: Reach): readonly HandedOver[] {
  const found: { how: "read"; node: Expression; value: DatabaseValue; uses: Node[] }[] = [];
  for (const owner of reach.functions)
    for (const { node, value } of handleUses(file, owner)) {
      if (!isMadeOutside(value.origin, reach) || isGivenByCaller(file, node, reach)) continue;
      const known = found.find(
        (one) => one.value.origin.node === value.origin.node && isSameFile(one.value, value),
      );
      if (known) known.uses.push(node);
      else found.push({ how: "read", node, value, uses: [node] });
    }
  return found;
}

function isSameFile(one: DatabaseValue, other: DatabaseValue): boolean {
  return one.origin.file === other.origin.file && one.origin.range.start === other.origin.range.start;
}

/** A parameter of a function that runs there: who calls it decides, and that is seen where it is passed. */
function isGivenByCaller(file: FileModel, node: Expression, reach: Reach): boolean {
  if (node.kind !== "Name") return false;
  const binding = file.bindingOf(node);
  if (!binding?.function || !reach.functions.has(binding.function)) return false;
  return binding.definitions.some(({ form }) => form === "parameter");
}
