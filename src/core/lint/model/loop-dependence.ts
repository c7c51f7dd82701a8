import { nodesIn, nodesRunBy } from "../syntax/children.ts";
import type { Call, Expression, Node } from "../syntax/python.ts";
import type { Binding, FunctionInfo } from "./file-model.ts";
import type { LoopsModel } from "./loops.ts";

/** Whether an expression's value depends on what a loop goes over. */
export type Dependence = (expression: Expression) => boolean;

/** A value on its way in a loop's body: into a target, from what it is made of. */
interface Flow {
  readonly into: Expression;
  readonly from: readonly Expression[];
}

/** Calls that give the next thing each time. */
const advancing = new Set([
  "next",
  "get",
  "get_nowait",
  "pop",
  "popleft",
  "popitem",
  "lpop",
  "rpop",
  "fetchone",
  "fetchmany",
  "readline",
  "read",
  "recv",
]);

/** Methods that put their arguments into their receiver. */
const filling = new Set(["append", "appendleft", "extend", "insert", "update", "setdefault"]);

/** Whether a value depends on what a function is called with. */
export function parameterDependence({ node, parameters }: FunctionInfo, model: LoopsModel): Dependence {
  const seeds = parameters
    .filter(({ name }) => name.id !== "self" && name.id !== "cls")
    .map(({ name }) => name);
  return dependenceOf(seeds, nodesRunBy(node), model);
}

/**
 * Follows the loop's variable through the assignments of its body until nothing is added. The order of
 * statements does not count: what a later statement makes is there in the next round.
 */
export function dependenceOf(
  seeds: readonly Expression[],
  body: Iterable<Node>,
  model: LoopsModel,
): Dependence {
  const names = new Set<Binding>();
  /** `self.row`, by its text. */
  const attributes = new Set<string>();

  function mark(target: Expression): boolean {
    switch (target.kind) {
      case "Name": {
        const binding = model.bindingOf(target);
        if (!binding || names.has(binding)) return false;
        names.add(binding);
        return true;
      }
      case "Tuple":
      case "List":
        return target.elements.map(mark).includes(true);
      case "Starred":
        return mark(target.value);
      case "Subscript":
        return mark(target.object);
      case "Attribute": {
        const path = selfPath(target);
        if (path === undefined) return mark(target.object);
        if (attributes.has(path)) return false;
        attributes.add(path);
        return true;
      }
      default:
        return false;
    }
  }

  function depends(expression: Expression): boolean {
    for (const node of nodesIn(expression)) {
      if (node.kind === "Name") {
        const binding = model.bindingOf(node);
        if (binding && names.has(binding)) return true;
      } else if (node.kind === "Attribute") {
        const path = selfPath(node);
        if (path !== undefined && attributes.has(path)) return true;
      }
    }
    return false;
  }

  for (const seed of seeds) mark(seed);
  const flows: Flow[] = [];
  for (const node of body) {
    flows.push(...flowsOf(node));
    const advanced = advancedBy(node);
    if (advanced) mark(advanced);
  }
  let grew = true;
  while (grew) {
    grew = false;
    for (const { into, from } of flows) if (from.some(depends) && mark(into)) grew = true;
  }
  return depends;
}

function flowsOf(node: Node): readonly Flow[] {
  switch (node.kind) {
    case "Assign":
      return node.targets.map((into) => ({ into, from: [node.value, ...indexOf(into)] }));
    case "AnnAssign":
      return node.value ? [{ into: node.target, from: [node.value] }] : [];
    case "AugAssign":
    case "NamedExpr":
      return [{ into: node.target, from: [node.value] }];
    case "For":
    case "ComprehensionFor":
      return [{ into: node.target, from: [node.iter] }];
    case "WithItem":
      return node.target ? [{ into: node.target, from: [node.context] }] : [];
    case "Call":
      return node.callee.kind === "Attribute" && filling.has(node.callee.name)
        ? [{ into: node.callee.object, from: [...node.args, ...node.keywords.map(({ value }) => value)] }]
        : [];
    default:
      return [];
  }
}

function indexOf(target: Expression): readonly Expression[] {
  return target.kind === "Subscript" ? [target.index] : [];
}

/** What a statement moves on by one each time it runs. */
function advancedBy(node: Node): Expression | undefined {
  if (node.kind === "AugAssign")
    return node.value.kind === "Constant" && typeof node.value.value === "number" ? node.target : undefined;
  if (node.kind !== "Assign" && node.kind !== "NamedExpr") return undefined;
  const target = node.kind === "Assign" ? node.targets[0] : node.target;
  if (!target) return undefined;
  const value = node.value.kind === "Await" ? node.value.value : node.value;
  if (value.kind === "Call" && advancing.has(lastName(value)) && takesNoKey(value)) return target;
  return target.kind === "Name" && stepsFrom(value, target.id) ? target : undefined;
}

/** `queue.get()` and `stack.pop()`, but not `settings.get("name")`. */
function takesNoKey(call: Call): boolean {
  if (lastName(call) === "next") return true;
  return call.args.every((argument) => argument.kind === "Constant" && typeof argument.value !== "string");
}

/** `node = node.next`, `i = i + 1`. */
function stepsFrom(value: Expression, name: string): boolean {
  if (value.kind === "BinOp")
    return value.left.kind === "Name" && value.left.id === name && value.right.kind === "Constant";
  return value.kind === "Attribute" && value.object.kind === "Name" && value.object.id === name;
}

function lastName({ callee }: Call): string {
  return callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
}

function selfPath(node: Expression): string | undefined {
  if (node.kind !== "Attribute" || node.object.kind !== "Name") return undefined;
  return node.object.id === "self" || node.object.id === "cls" ? `${node.object.id}.${node.name}` : undefined;
}
