import type { Call, Expression, Name } from "../syntax/python.ts";
import type { LoopsModel } from "./loops.ts";

/** From how many on a list that is written out counts as rows. Source: the rule book, 5.6. */
const manyElements = 10;
const wrappers = new Set([
  "enumerate",
  "sorted",
  "reversed",
  "list",
  "tuple",
  "set",
  "frozenset",
  "iter",
  "tqdm",
]);
const changing = /^(?:append|extend|insert|add|update|setdefault|pop|remove|clear)$/;

/** Whether an iterable is written out in the code and has fewer than ten elements. */
export function isFew(iter: Expression, model: LoopsModel, depth = 0): boolean {
  if (depth > 5) return false;
  const few = (expression: Expression | undefined) =>
    expression !== undefined && isFew(expression, model, depth + 1);
  switch (iter.kind) {
    case "Tuple":
    case "List":
    case "Set":
      return iter.elements.length < manyElements && !iter.elements.some(({ kind }) => kind === "Starred");
    case "Dict":
      return iter.entries.length < manyElements && iter.entries.every(({ key }) => key !== undefined);
    case "IfExp":
      return few(iter.body) && few(iter.orelse);
    case "Subscript":
      return few(iter.object) || isShortSlice(iter.index);
    case "Name":
      return isFewByName(iter, model, depth);
    case "Attribute":
      return isFewByValue(iter, model);
    case "Call":
      return isFewByCall(iter, model, few);
    default:
      return false;
  }
}

function isFewByCall(
  call: Call,
  model: LoopsModel,
  few: (expression: Expression | undefined) => boolean,
): boolean {
  const { callee, args } = call;
  if (callee.kind === "Attribute") {
    if (/^(?:items|keys|values)$/.test(callee.name) && args.length === 0) return few(callee.object);
    if (
      callee.name === "split" &&
      callee.object.kind === "Constant" &&
      typeof callee.object.value === "string"
    )
      return callee.object.value.split(args.length > 0 ? "," : /\s+/).length < manyElements;
  }
  const name = callee.kind === "Name" ? callee.id : callee.kind === "Attribute" ? callee.name : "";
  if (name === "range") return isShortRange(args, model);
  if (name === "zip") return args.some(few);
  if (name === "islice") return isBelow(args[1], model) && args.length === 2;
  return wrappers.has(name) && few(args[0]);
}

function isShortRange(args: readonly Expression[], model: LoopsModel): boolean {
  const numbers = args.map((argument) => numberOf(argument, model));
  if (numbers.some((number) => number === undefined)) return false;
  const [first = 0, second, step = 1] = numbers;
  const count = second === undefined ? first : Math.ceil((second - first) / (step || 1));
  return count < manyElements;
}

function isBelow(expression: Expression | undefined, model: LoopsModel): boolean {
  const number = expression && numberOf(expression, model);
  return number !== undefined && number < manyElements;
}

function isShortSlice(index: Expression): boolean {
  if (index.kind !== "Slice" || index.parts.length !== 1) return false;
  const [upper] = index.parts;
  // `rows[:5]`; in `rows[1:]` the slice starts with its one part.
  return (
    upper?.kind === "Constant" &&
    upper.start > index.start &&
    typeof upper.value === "number" &&
    upper.value < manyElements &&
    upper.value > 0
  );
}

function numberOf(expression: Expression, model: LoopsModel): number | undefined {
  if (expression.kind === "Constant")
    return typeof expression.value === "number" ? expression.value : undefined;
  if (expression.kind === "UnaryOp" && expression.operator === "-") {
    const number = numberOf(expression.operand, model);
    return number === undefined ? undefined : -number;
  }
  if (expression.kind !== "Name" && expression.kind !== "Attribute") return undefined;
  const values = model.valuesOf(expression);
  const [value] = values;
  return values.length === 1 && value?.kind === "constant" && typeof value.value === "number"
    ? value.value
    : undefined;
}

/** A name whose only value is such a list, and that nothing is put into. */
function isFewByName(name: Name, model: LoopsModel, depth: number): boolean {
  const binding = model.bindingOf(name);
  if (!binding || binding.definitions.length === 0) return false;
  const written = binding.definitions.every(
    ({ form, value }) =>
      form === "assign" && value !== undefined && !isEmpty(value) && isFew(value, model, depth + 1),
  );
  if (!written) return isImported(binding.definitions[0]?.form) && isFewByValue(name, model);
  return !binding.names.some(isChanged);
}

function isImported(form: string | undefined): boolean {
  return form === "import";
}

/** An empty list is one that is filled later. */
function isEmpty(value: Expression): boolean {
  if (value.kind === "List" || value.kind === "Set") return value.elements.length === 0;
  return value.kind === "Dict" && value.entries.length === 0;
}

function isChanged(name: Name): boolean {
  const { parent } = name;
  if (parent?.kind === "Subscript") return parent.parent?.kind === "Assign" && parent.parent.value !== parent;
  return (
    parent?.kind === "Attribute" &&
    changing.test(parent.name) &&
    parent.parent?.kind === "Call" &&
    parent.parent.callee === parent
  );
}

function isFewByValue(expression: Expression, model: LoopsModel): boolean {
  const values = model.valuesOf(expression);
  return (
    values.length > 0 &&
    values.every(
      (value) =>
        value.kind === "collection" &&
        value.items !== undefined &&
        value.items.length > 0 &&
        value.items.length < manyElements,
    )
  );
}
