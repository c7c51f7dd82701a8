import type { FileModel, FunctionInfo, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Expression, Node } from "../../syntax/python.ts";
import { codeOf, isUse } from "./handles.ts";
import { reachOf } from "./reach.ts";

/** A place where code in a thread works with a `scoped_session` registry. */
export interface RegistryUse {
  readonly node: Expression;
  readonly registry: DatabaseValue;
  readonly owner: FunctionInfo;
}

/** The uses of registries in the code that a spawn runs, those that it takes as a parameter too. */
export function registryUses(
  file: FileModel,
  spawn: Spawn,
  isWanted: (value: DatabaseValue) => boolean,
): readonly RegistryUse[] {
  const found: RegistryUse[] = [];
  const reach = reachOf(file, spawn.runs);
  for (const owner of reach.functions)
    for (const node of codeOf(file, owner)) {
      if ((node.kind !== "Name" && node.kind !== "Attribute") || !isUse(node) || isPassedOn(node)) continue;
      const registry = file.databaseValueOf(node, "session-registry");
      if (registry && !registry.weak && isWanted(registry)) found.push({ node, registry, owner });
    }
  for (const { node: given, parameter } of spawn.arguments) {
    const registry = parameter && file.databaseValueOf(given, "session-registry");
    const owner = parameter && spawn.runs.find((info) => info.parameters.includes(parameter));
    if (!registry || !owner || registry.weak || !isWanted(registry)) continue;
    for (const node of file.bindingOf(parameter.name)?.names ?? [])
      if (node !== parameter.name && isUse(node)) found.push({ node, registry, owner });
  }
  return found;
}

/** Handed to another function, which is looked at itself. */
function isPassedOn(node: Expression): boolean {
  return node.parent?.kind === "Call" && node.parent.callee !== node;
}

/** `with Session() as session:`, which closes it. */
export function isOpenedByWith(node: Expression): boolean {
  const call = node.parent;
  if (call?.kind !== "Call" || call.callee !== node) return false;
  for (let at: Node | undefined = call.parent; at; at = at.parent) {
    if (at.kind === "WithItem") return true;
    if (at.kind !== "Call") return false;
  }
  return false;
}

/** Whether the function closes what the registry gave, whatever happens. */
export function isClosedInFinally(file: FileModel, { owner, registry }: RegistryUse): boolean {
  return file.operationsOf(owner).some(({ action, method, call, receiver }) => {
    if (action !== "close" && method !== "close") return false;
    if (!isInFinally(call)) return false;
    const from = receiver.kind === "session-registry" ? receiver : receiver.source;
    return (
      from === undefined || from.origin.node === registry.origin.node || from.kind !== "session-registry"
    );
  });
}

function isInFinally(node: Node): boolean {
  for (let inner = node, outer = node.parent; outer; inner = outer, outer = outer.parent) {
    if (outer.kind === "FunctionDef" || outer.kind === "Lambda") return false;
    if (outer.kind === "Try" && (outer.finalbody as readonly Node[]).includes(inner)) return true;
  }
  return false;
}
