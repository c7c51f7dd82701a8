import type { FileModel, FunctionInfo, Handler, Loop, Spawn } from "../../model/file-model.ts";
import type { Call, ClassDef, Expression, Node } from "../../syntax/python.ts";

/** Why code runs again and again, and where that begins. */
type Repeated =
  | { readonly by: "loop"; readonly loop: Loop; readonly at: Node }
  | { readonly by: "handler"; readonly handler: Handler; readonly at: FunctionInfo }
  | { readonly by: "threads" | "processes" | "tasks"; readonly spawn: Spawn; readonly at: Node };

/** Repeated code, and the call through which it gets to the node that was asked about, if there is one. */
export interface Repetition {
  readonly why: Repeated;
  readonly through: Call | undefined;
}

const deepest = 3;

/**
 * Whether a node's code runs once per item, thread or request, itself or through functions of this file that
 * call it. `skips`: a loop that does not count.
 */
export function repetitionOf(
  node: Node,
  file: FileModel,
  skips: (loop: Loop, through: Call | undefined) => boolean,
): Repetition | undefined {
  return find(node, file, skips, undefined, new Set(), deepest);
}

function find(
  node: Node,
  file: FileModel,
  skips: (loop: Loop, through: Call | undefined) => boolean,
  through: Call | undefined,
  seen: Set<FunctionInfo>,
  depth: number,
): Repetition | undefined {
  const loops = file.loopsOf(node);
  const retried = loops.some(({ over }) => over === "retries");
  const loop = retried
    ? undefined
    : loops.find((one) => one.over !== "few-constants" && !skips(one, through));
  if (loop) return { why: { by: "loop", loop, at: loop.node }, through };
  const owner = file.functionOf(node);
  if (!owner || owner.memoised || seen.has(owner) || isSetUp(owner)) return undefined;
  seen.add(owner);
  if (owner.handler) return { why: { by: "handler", handler: owner.handler, at: owner }, through };
  const spawned = spawnOf(owner, file);
  if (spawned) return { why: spawned, through };
  if (depth === 0) return undefined;
  for (const call of callsOf(owner, file)) {
    const found = find(call, file, skips, through ?? call, seen, depth - 1);
    if (found) return found;
  }
  return undefined;
}

/** The calls that run a function; for `__init__`, those that make an object of its class. */
function callsOf(owner: FunctionInfo, file: FileModel): readonly Call[] {
  if (owner.name !== "__init__" || !owner.class) return file.callersOf(owner);
  const { node, name } = owner.class;
  return file.callsNamed(name).filter(({ callee }) => isClass(callee, node, file));
}

function isClass(callee: Expression, node: ClassDef, file: FileModel): boolean {
  return file.valuesOf(callee).some((value) => value.kind === "class" && value.class.node === node);
}

function spawnOf(owner: FunctionInfo, file: FileModel): Repeated | undefined {
  for (const spawn of file.spawnsOf(owner)) {
    if (spawn.form === "initializer" || spawn.sequential || spawn.runs[0] !== owner) continue;
    if (spawn.fanOut === undefined || spawn.fanOut === "parent-uses") continue;
    // One engine in each of a few long-lived processes is how it should be.
    if (spawn.kind === "process" && spawn.form === "process") continue;
    const by = spawn.kind === "thread" ? "threads" : spawn.kind === "process" ? "processes" : "tasks";
    return { by, spawn, at: spawn.call };
  }
  return undefined;
}

/** Functions that run once by their nature: `main()`, application factories, migrations, fixtures. */
export function isSetUp({ name, node, class: owner }: FunctionInfo): boolean {
  if (
    /^(?:_*main|(?:create|make|build|get)_app(?:lication)?|lifespan|on_?startup|startup(?:_event)?|setup|configure|init_db|init_app|run_migrations_\w+|upgrade|downgrade|setUp|setUpClass)$/.test(
      name,
    )
  )
    return true;
  if (name === "__init__" && !owner) return true;
  return (
    node.kind === "FunctionDef" &&
    node.decorators.some((decorator) => {
      const named = decorator.kind === "Call" ? decorator.callee : decorator;
      const last = named.kind === "Attribute" ? named.name : named.kind === "Name" ? named.id : "";
      return /cache|memo|singleton|fixture|on_event|before_first_request|resource/i.test(last);
    })
  );
}
