import { nodesRunBy } from "../syntax/children.ts";
import type { Call, Expression, Name, Parameter } from "../syntax/python.ts";
import type { FileModel, FunctionInfo, ImportedFunction, Spawn } from "./file-model.ts";
import type { Value } from "./value.ts";

type SpawnArgument = Spawn["arguments"][number];

export interface TargetDeps
  extends Pick<FileModel, "functions" | "valuesOf" | "bindingOf" | "qualifiedName" | "callsNamed"> {
  /** What functions of other files an expression names. */
  readonly importedFunctionsOf: (expression: Expression) => readonly ImportedFunction[];
}

/** What a call hands over, before it is known which parameter takes what. */
export interface Given {
  readonly positional: readonly Expression[];
  /** Without a name: `**value`. */
  readonly named: readonly { readonly name: string | undefined; readonly value: Expression }[];
}

export const nothingGiven: Given = { positional: [], named: [] };

/** What an expression runs when it is called. */
export interface Target {
  readonly functions: readonly { readonly function: FunctionInfo; readonly bound: boolean }[];
  readonly imported: readonly ImportedFunction[];
  /** What `functools.partial` holds already. */
  readonly held: Given;
}

/** A target with all that it runs in turn, and which parameter takes what. */
export interface Run {
  readonly runs: readonly FunctionInfo[];
  readonly imported: readonly ImportedFunction[];
  readonly arguments: readonly SpawnArgument[];
}

/** Functions handed to functions handed to functions: no program that can be read goes deeper. */
const deepestHandOver = 3;

export function targetOf(expression: Expression, deps: TargetDeps): Target {
  const values = deps.valuesOf(expression);
  const partial = values.find((value) => value.kind === "partial");
  const functions = functionsIn(values);
  if (expression.kind === "Lambda" && functions.length === 0) {
    const lambda = deps.functions.find(({ node }) => node === expression);
    if (lambda) functions.push({ function: lambda, bound: false });
  }
  const call = partial?.call;
  const [callee, ...positional] = call?.args ?? [];
  return {
    functions,
    imported: deps.importedFunctionsOf(callee ?? expression),
    held: call ? { positional, named: call.keywords } : nothingGiven,
  };
}

function functionsIn(values: readonly Value[]): { function: FunctionInfo; bound: boolean }[] {
  return values.flatMap((value) => {
    if (value.kind === "function") return [{ function: value.function, bound: value.receiver !== undefined }];
    if (value.kind === "partial") return functionsIn([value.callee]);
    const call = value.kind === "instance" ? value.class.methods.get("__call__") : undefined;
    return call ? [{ function: call, bound: true }] : [];
  });
}

/** Follows a target through the functions that it calls as its parameters (`def run(f, x): f(x)`). */
export function follow(target: Target, given: Given, deps: TargetDeps, depth = 0): Run {
  const all: Given = {
    positional: [...target.held.positional, ...given.positional],
    named: [...target.held.named, ...given.named],
  };
  const runs = target.functions.map((one) => one.function);
  const imported = [...target.imported];
  const handed: SpawnArgument[] = [];
  for (const one of target.functions) {
    const own = matchParameters(one.function, all, one.bound);
    handed.push(...own);
    if (depth >= deepestHandOver) continue;
    for (const inner of innerRuns(one.function, own, deps, depth)) {
      runs.push(...inner.runs);
      imported.push(...inner.imported);
      handed.push(...inner.arguments);
    }
  }
  if (target.functions.length === 0) handed.push(...withoutParameters(all));
  return { runs: [...new Set(runs)], imported, arguments: handed };
}

function* innerRuns(
  runner: FunctionInfo,
  own: readonly SpawnArgument[],
  deps: TargetDeps,
  depth: number,
): Generator<Run> {
  for (const node of nodesRunBy(runner.node.kind === "Lambda" ? runner.node.body : runner.node)) {
    if (node.kind !== "Call" || node.callee.kind !== "Name") continue;
    const parameter = parameterNamed(runner, node.callee, deps);
    if (!parameter) continue;
    const given = substitute({ positional: node.args, named: node.keywords }, runner, own, deps);
    for (const { node: handed } of own.filter((argument) => argument.parameter === parameter))
      yield follow(targetOf(handed, deps), given, deps, depth + 1);
  }
}

/** What a call inside a function hands on of what the function was given; the rest of its arguments is dropped. */
export function substitute(
  given: Given,
  inside: FunctionInfo,
  own: readonly SpawnArgument[],
  deps: Pick<TargetDeps, "bindingOf">,
): Given {
  const outer = (expression: Expression) => {
    const parameter = expression.kind === "Name" ? parameterNamed(inside, expression, deps) : undefined;
    return parameter ? own.filter((argument) => argument.parameter === parameter) : undefined;
  };
  const positional: Expression[] = [];
  const named: { name: string | undefined; value: Expression }[] = [];
  for (const expression of given.positional) {
    const handed = outer(expression.kind === "Starred" ? expression.value : expression);
    if (!handed) positional.push(expression);
    else if (expression.kind !== "Starred") positional.push(...handed.slice(0, 1).map(({ node }) => node));
    else if (handed[0]?.parameter?.form === "args") positional.push(...handed.map(({ node }) => node));
    else for (const { node } of handed) positional.push(...elementsOf(node, deps));
  }
  for (const { name, value } of given.named) {
    const handed = outer(value);
    if (!handed) named.push({ name, value });
    else if (name !== undefined) named.push(...handed.slice(0, 1).map(({ node }) => ({ name, value: node })));
    else if (handed[0]?.parameter?.form === "kwargs")
      named.push(...handed.map(({ node }) => ({ name: keywordOf(node), value: node })));
    else for (const { node } of handed) named.push(...entriesOf(node, deps));
  }
  return { positional, named };
}

/** The keyword that an expression was given by. */
function keywordOf(expression: Expression): string | undefined {
  return expression.parent?.kind === "Keyword" ? expression.parent.name : undefined;
}

export function parameterNamed(
  owner: FunctionInfo,
  name: Name,
  deps: Pick<TargetDeps, "bindingOf">,
): Parameter | undefined {
  const parameter = owner.parameters.find((one) => one.name.id === name.id);
  if (!parameter) return undefined;
  const definitions = deps.bindingOf(name)?.definitions;
  return definitions?.some(({ form, node }) => form === "parameter" && node === parameter)
    ? parameter
    : undefined;
}

/** Which parameter takes what. `bound`: the first one is taken by the object already. */
export function matchParameters(owner: FunctionInfo, given: Given, bound: boolean): readonly SpawnArgument[] {
  const parameters = bound ? owner.parameters.slice(1) : owner.parameters;
  const places = parameters.filter(({ form }) => form === "positional");
  const rest = parameters.find(({ form }) => form === "args");
  const restNamed = parameters.find(({ form }) => form === "kwargs");
  const matched: SpawnArgument[] = [];
  let place = 0;
  let lost = false;
  for (const expression of given.positional) {
    lost ||= expression.kind === "Starred";
    matched.push({ node: expression, parameter: lost ? undefined : (places[place++] ?? rest) });
  }
  for (const { name, value } of given.named) {
    const parameter = parameters.find(
      (one) => one.name.id === name && one.form !== "args" && one.form !== "kwargs",
    );
    matched.push({ node: value, parameter: name === undefined ? undefined : (parameter ?? restNamed) });
  }
  return matched;
}

function withoutParameters(given: Given): readonly SpawnArgument[] {
  return [...given.positional, ...given.named.map(({ value }) => value)].map((node) => ({
    node,
    parameter: undefined,
  }));
}

/** The elements of a tuple or list, written here or where the name was last given its value. */
export function elementsOf(
  expression: Expression,
  deps: Pick<TargetDeps, "bindingOf">,
): readonly Expression[] {
  const literal = literalOf(expression, deps);
  if (literal.kind === "Tuple" || literal.kind === "List" || literal.kind === "Set") return literal.elements;
  if (
    literal.kind === "Call" &&
    literal.callee.kind === "Name" &&
    /^(?:tuple|list)$/.test(literal.callee.id)
  ) {
    const [only] = literal.args;
    return only ? elementsOf(only, deps) : [];
  }
  if (literal.kind === "BinOp" && literal.operator === "+")
    return [...elementsOf(literal.left, deps), ...elementsOf(literal.right, deps)];
  return [expression];
}

/** The entries of a dictionary with texts as keys, written here or where the name was last given its value. */
export function entriesOf(
  expression: Expression,
  deps: Pick<TargetDeps, "bindingOf">,
): readonly { readonly name: string | undefined; readonly value: Expression }[] {
  const literal = literalOf(expression, deps);
  if (literal.kind === "Dict")
    return literal.entries.map(({ key, value }) => ({
      name: key?.kind === "Constant" && typeof key.value === "string" ? key.value : undefined,
      value,
    }));
  if (literal.kind === "Call" && literal.callee.kind === "Name" && literal.callee.id === "dict")
    return literal.keywords;
  return [{ name: undefined, value: expression }];
}

function literalOf(expression: Expression, deps: Pick<TargetDeps, "bindingOf">): Expression {
  if (expression.kind !== "Name") return expression;
  const definitions = deps.bindingOf(expression)?.definitions.filter(({ form }) => form === "assign") ?? [];
  return (definitions.length === 1 && definitions[0]?.value) || expression;
}

/** The calls of a local function, by its name. */
export function callsOf(owner: FunctionInfo, deps: TargetDeps): readonly Call[] {
  return deps
    .callsNamed(owner.name)
    .filter(({ callee }) => functionsIn(deps.valuesOf(callee)).some((one) => one.function === owner));
}
