import type { FileModel, FunctionInfo, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Call, Node } from "../../syntax/python.ts";
import { codeOf, handleOf, handleUses, isSameLink, isSameOrigin, linkOf } from "./handles.ts";
import { isLeftRunning, isOffered } from "./left-running.ts";
import { areExclusive, isInside, type Reach } from "./reach.ts";

/** Names of methods that end an object's life: what they do comes after the thread. */
const endings =
  /^_*(?:close|stop|shutdown|quit|exit|del|aexit|finish|teardown|cleanup|disconnect|join|dispose)/;
const waits: ReadonlySet<string> = new Set([
  "join",
  "result",
  "results",
  "shutdown",
  "as_completed",
  "wait",
  "gather",
  "joinall",
  "waitall",
]);

/** Where the code that starts something goes on with the same link before it waits for what it started. */
export function useBeside(
  file: FileModel,
  spawn: Spawn,
  value: DatabaseValue,
  reach: Reach,
): Node | undefined {
  const owner = file.functionOf(spawn.call);
  // A timer that starts itself again hands its session on.
  if (owner && reach.functions.has(owner)) return undefined;
  const [from, to] = spanBeside(file, spawn, owner);
  const isBeside = (node: Node) => {
    const { start } = file.rangeOf(node);
    return start >= from && start < to && !areExclusive(node, spawn.call);
  };
  for (const { node, value: used } of handleUses(file, owner))
    if (isSameLink(used, value) && isBeside(node) && !isInside(node, spawn.call)) return node;
  const closed = closedBeside(file, spawn, value, to);
  if (closed) return closed;
  const called = new Set<FunctionInfo>();
  for (const node of codeOf(file, owner)) {
    if (node.kind !== "Call" || !isBeside(node) || isInside(node, spawn.call)) continue;
    for (const callee of file.calleesOf(node)) if (!reach.functions.has(callee)) called.add(callee);
  }
  for (const callee of called)
    for (const { node, value: used } of handleUses(file, callee)) if (isSameLink(used, value)) return node;
  return undefined;
}

/** The `with` that closes the session when it is left, thread or not; or the request whose session it is. */
function closedBeside(
  file: FileModel,
  { call }: Spawn,
  value: DatabaseValue,
  waited: number,
): Node | undefined {
  const link = linkOf(value);
  const owner = file.functionOf(call);
  for (let at: Node | undefined = call.parent; at && at !== owner?.node; at = at.parent) {
    if (at.kind !== "With" || file.rangeOf(at).end >= waited) continue;
    const item = at.items.find(({ target, context }) => {
      const held = handleOf(file, target ?? context);
      return held !== undefined && isSameOrigin(held, link);
    });
    if (item) return item.context;
  }
  const { node } = link.origin;
  const isOfRequest = owner?.handler !== undefined && waited === Number.POSITIVE_INFINITY;
  if (!isOfRequest || link.origin.place !== "parameter") return undefined;
  return owner.parameters.find((parameter) => node !== undefined && isInside(node, parameter));
}

/** From the start of the thread to the first wait for it, as positions in the file. */
function spanBeside(
  file: FileModel,
  { call }: Spawn,
  owner: FunctionInfo | undefined,
): readonly [number, number] {
  const made = file.rangeOf(call).end;
  let from = made;
  let to = Number.POSITIVE_INFINITY;
  const name = call.parent?.kind === "Assign" ? call.parent.targets[0] : undefined;
  let started: Call | undefined;
  for (const node of codeOf(file, owner)) {
    if (node.kind !== "Call") continue;
    const { callee } = node;
    const { start, end } = file.rangeOf(node);
    if (start < made) continue;
    const method = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
    if (
      method === "start" &&
      !started &&
      callee.kind === "Attribute" &&
      name &&
      file.isSame(callee.object, name)
    ) {
      started = node;
      from = end;
    }
    if (waits.has(method) && !isTextJoin(node) && start < to) to = start;
  }
  for (let at: Node | undefined = call.parent; at && at !== owner?.node; at = at.parent) {
    if (at.kind !== "With" || !at.items.some(({ context }) => isPool(file, context))) continue;
    to = Math.min(to, file.rangeOf(at).end);
  }
  return [from, to];
}

/** `", ".join(parts)`. */
function isTextJoin({ callee, args }: Call): boolean {
  if (callee.kind !== "Attribute" || callee.name !== "join") return false;
  return (
    callee.object.kind === "Constant" ||
    callee.object.kind === "FString" ||
    args.some(({ kind }) => kind !== "Constant")
  );
}

function isPool(file: FileModel, context: Parameters<FileModel["valuesOf"]>[0]): boolean {
  return file.valuesOf(context).some(({ kind }) => kind === "executor" || kind === "task-group");
}

/** Where code that runs whenever it is called uses a module's or object's link while the spawned code does. */
export function useElsewhere(
  file: FileModel,
  spawn: Spawn,
  value: DatabaseValue,
  reach: Reach,
): Node | undefined {
  const beside = useBeside(file, spawn, value, reach);
  if (beside) return beside;
  const { place, function: maker } = value.origin;
  const isLeft = place === "module" && isLeftRunning(spawn, file);
  for (const owner of file.functions) {
    if (reach.functions.has(owner) || owner === maker || endings.test(owner.name)) continue;
    const mayRunBeside =
      owner.handler !== undefined ||
      file.spawnsOf(owner).some(({ kind }) => kind === "thread") ||
      (place !== "module" && isCalledFromOutside(owner, spawn, file)) ||
      (isLeft && owner !== file.functionOf(spawn.call) && isOffered(owner, file));
    if (!mayRunBeside) continue;
    for (const { node, value: used } of handleUses(file, owner)) if (isSameLink(used, value)) return node;
  }
  return undefined;
}

/** A public method of the class whose thread this is. */
function isCalledFromOutside(owner: FunctionInfo, spawn: Spawn, file: FileModel): boolean {
  const around = file.functionOf(spawn.call)?.class ?? spawn.runs[0]?.class;
  return (
    around !== undefined &&
    owner.class === around &&
    !/^_/.test(owner.name) &&
    owner !== file.functionOf(spawn.call)
  );
}
