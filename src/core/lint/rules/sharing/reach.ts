import type { FileModel, FunctionInfo, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue, Origin } from "../../model/value.ts";
import type { Call, Node } from "../../syntax/python.ts";
import { codeOf } from "./handles.ts";

/** Functions that a spawn runs, themselves or through calls: the code of the other thread, task or process. */
export interface Reach {
  readonly functions: ReadonlySet<FunctionInfo>;
  /** For each function that is reached by calls: those calls. */
  readonly calls: ReadonlyMap<FunctionInfo, readonly Call[]>;
}

/** More than these are not followed: a program so large is not read to its end. */
const mostFunctions = 120;

export function reachOf(file: FileModel, starts: readonly FunctionInfo[]): Reach {
  const functions = new Set(starts);
  const calls = new Map<FunctionInfo, Call[]>();
  for (const owner of functions) {
    for (const node of codeOf(file, owner)) {
      if (node.kind !== "Call") continue;
      for (const callee of file.calleesOf(node)) {
        const known = calls.get(callee);
        if (known) known.push(node);
        else calls.set(callee, [node]);
        if (functions.size < mostFunctions) functions.add(callee);
      }
    }
  }
  return { functions, calls };
}

/** Whether what has this origin was there before the spawned code started. */
export function isMadeOutside(
  { file: elsewhere, function: maker, place, node }: Origin,
  reach: Reach,
): boolean {
  if (elsewhere !== undefined) return place === "module" || place === "class";
  if (place === "module" || place === "class") return true;
  if (maker && reach.functions.has(maker)) return false;
  if (place === "parameter") return !isParameterOf(node, reach);
  return maker !== undefined;
}

function isParameterOf(node: Node | undefined, reach: Reach): boolean {
  const owner = node?.parent;
  return [...reach.functions].some((info) => info.node === owner);
}

/** Whether a value is made anew for each spawn: in its arguments, or in the body of the loop that it stands in. */
export function isFreshPerSpawn(value: DatabaseValue, spawn: Spawn): boolean {
  const { node } = value.origin;
  // A registry gives the thread that asks the same session each time.
  if (!node || value.source?.kind === "session-registry") return false;
  if (spawn.form === "map" || spawn.form === "gather") {
    const comprehension = around(
      node,
      ({ kind }) => kind === "Comprehension" || kind === "Lambda",
      spawn.call,
    );
    if (comprehension) return true;
  } else if (isInside(node, spawn.call)) return true;
  return spawn.loop !== undefined && isInside(node, spawn.loop.node) && !isIterable(node, spawn);
}

/** What is walked over is made once. */
function isIterable(node: Node, { loop }: Spawn): boolean {
  return loop?.iter !== undefined && loop.node.kind === "For" && isInside(node, loop.iter);
}

export function isInside(node: Node, outer: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) if (at === outer) return true;
  return false;
}

function around(node: Node, matches: (node: Node) => boolean, until: Node): Node | undefined {
  let found: Node | undefined;
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (at === until) return found;
    if (!found && matches(at)) found = at;
  }
  return undefined;
}

/** Whether two nodes stand in branches of which only one is taken. */
export function areExclusive(one: Node, other: Node): boolean {
  const path = new Map<Node, Node>();
  for (let inner = one, outer = one.parent; outer; inner = outer, outer = outer.parent)
    path.set(outer, inner);
  for (let inner = other, outer = other.parent; outer; inner = outer, outer = outer.parent) {
    const branch = path.get(outer);
    if (!branch) continue;
    if (outer.kind === "If") {
      const then = outer.body as readonly Node[];
      const otherwise = outer.orelse as readonly Node[];
      return (
        (then.includes(branch) && otherwise.includes(inner)) ||
        (then.includes(inner) && otherwise.includes(branch))
      );
    }
    if (outer.kind === "IfExp") return branch !== inner && branch !== outer.test && inner !== outer.test;
    if (outer.kind === "Match")
      return branch !== inner && branch !== outer.subject && inner !== outer.subject;
    return false;
  }
  return false;
}

/** Whether a node of the spawned code runs inside a lock, held here or by all who call. */
export function isLocked(
  file: FileModel,
  node: Node,
  reach: Reach,
  seen: Set<FunctionInfo> = new Set(),
): boolean {
  const lock = file.lockOf(node) ?? lockBeside(file, node);
  if (lock && isForOne(file, lock)) return true;
  const owner = file.functionOf(node);
  if (!owner || seen.has(owner)) return false;
  seen.add(owner);
  const calls = reach.calls.get(owner) ?? [];
  return calls.length > 0 && calls.every((call) => isLocked(file, call, reach, seen));
}

/** A semaphore that lets several in keeps nobody apart. */
function isForOne(file: FileModel, lock: Node): boolean {
  if (lock.kind !== "With") return true;
  return !lock.items.some(({ context }) =>
    file.valuesOf(context).some((value) => {
      const made = value.kind === "lock" ? value.node : undefined;
      if (made?.kind !== "Call") return false;
      const name = file.qualifiedName(made.callee) ?? "";
      const [count] = made.args;
      return (
        name.endsWith("Semaphore") && count !== undefined && !(count.kind === "Constant" && count.value === 1)
      );
    }),
  );
}

/** `with lock, connection:`, where the lock is taken first. */
function lockBeside(file: FileModel, node: Node): Node | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) {
    const around: Node | undefined = at.parent;
    if (at.kind !== "WithItem" || around?.kind !== "With" || around.items[0] === at) continue;
    const [first] = around.body;
    return first && file.lockOf(first) === around ? around : undefined;
  }
  return undefined;
}
