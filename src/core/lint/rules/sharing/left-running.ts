import type { FileModel, FunctionInfo, Spawn } from "../../model/file-model.ts";
import type { Name } from "../../syntax/python.ts";

/**
 * Whether a spawn hands a method of a session, connection or cursor to a module's executor and nothing ever waits for
 * it: its future is dropped, and the executor neither shut down nor handed on.
 */
export function isLeftRunning({ form, call, target }: Spawn, file: FileModel): boolean {
  if (form !== "submit" || call.parent?.kind !== "ExprStmt" || !target) return false;
  if (!file.functionOf(call) || !file.valuesOf(target).some(({ kind }) => kind === "bound-method"))
    return false;
  const executor = call.callee.kind === "Attribute" ? call.callee.object : undefined;
  const binding = executor?.kind === "Name" ? file.bindingOf(executor) : undefined;
  return (
    binding?.scope === "module" &&
    binding.definitions.every(({ form: how }) => how === "assign") &&
    file.usesElsewhere(binding.name).length === 0 &&
    binding.names.every((name) => binding.definitions.some(({ node }) => node === name) || isGivenWork(name))
  );
}

/** `executor.submit(…)`, `executor.map(…)`: all else may wait for what runs. */
function isGivenWork(name: Name): boolean {
  const { parent } = name;
  return parent?.kind === "Attribute" && (parent.name === "submit" || parent.name === "map");
}

/** Names of functions that do their work before all others. */
const beginnings =
  /^_*(?:init|setup|set_up|start|create|make|connect|open|migrate|install|prepare|load|main)/;

/** Whether only other files call a function, whenever they like. */
export function isOffered(owner: FunctionInfo, file: FileModel): boolean {
  const { name, node, parent } = owner;
  return (
    node.kind === "FunctionDef" &&
    parent === undefined &&
    owner.class === undefined &&
    !beginnings.test(name) &&
    !name.startsWith("_") &&
    (file.bindingOf(node.name)?.names ?? []).every((one) => one === node.name)
  );
}
