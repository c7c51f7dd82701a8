import type { FileModel, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Expression } from "../../syntax/python.ts";
import { codeOf } from "./handles.ts";
import { reachOf } from "./reach.ts";

interface SharedObject {
  readonly node: Expression;
  readonly value: DatabaseValue;
  readonly spawn: Spawn | undefined;
}

/** Mapped objects that a session loaded and that another thread gets. */
export function sharedObjects(file: FileModel): readonly SharedObject[] {
  const threads = file.spawns.filter(({ kind, sequential }) => kind === "thread" && !sequential);
  if (threads.length === 0) return [];
  const found = new Map<Expression, SharedObject>();
  for (const spawn of threads)
    for (const { node, parameter } of spawn.arguments) {
      const value = loadedObject(file, node);
      if (!value || isCutLoose(file, node) || (parameter && isOnlyMerged(file, parameter))) continue;
      found.set(node, { node, value, spawn });
    }
  for (const put of file.callsNamed("put", "put_nowait")) {
    const [node] = put.args;
    if (!node || put.callee.kind !== "Attribute" || !isQueueOfThreads(file, put.callee.object, threads))
      continue;
    const value = loadedObject(file, node);
    if (value && !isCutLoose(file, node)) found.set(node, { node, value, spawn: undefined });
  }
  return [...found.values()];
}

function loadedObject(file: FileModel, node: Expression): DatabaseValue | undefined {
  const value = file.databaseValueOf(node, "model-object", "rows", "row", "query");
  if (!value || value.weak || !sessionOf(value)) return undefined;
  if (value.model === undefined && !isSelectedWhole(file, value)) return undefined;
  return ["sqlalchemy", "sqlmodel", "flask_sqlalchemy"].includes(value.library) ? value : undefined;
}

/** `session.scalars(select(User))`: objects, not columns of them. */
function isSelectedWhole(file: FileModel, { origin }: DatabaseValue): boolean {
  const made = origin.node;
  if (made?.kind !== "Call" || made.callee.kind !== "Attribute") return false;
  if (!/^(?:scalars?|stream_scalars|exec)$/.test(made.callee.name)) return false;
  let statement = made.args[0];
  while (statement?.kind === "Call" && statement.callee.kind === "Attribute")
    statement = statement.callee.object;
  const [selected, ...others] = statement?.kind === "Call" ? statement.args : [];
  if (!selected || others.length > 0) return false;
  // A class of another module goes by its name.
  const isClassName = selected.kind === "Name" && /^[A-Z][a-z]/.test(selected.id);
  return isClassName || file.databaseValueOf(selected, "model-class") !== undefined;
}

function sessionOf(value: DatabaseValue): DatabaseValue | undefined {
  for (let at: DatabaseValue | undefined = value.source; at; at = at.source)
    if (at.kind === "session" || at.kind === "session-registry") return at;
  return undefined;
}

/** Whether the code that hands it over takes objects out of the session before. */
function isCutLoose(file: FileModel, node: Expression): boolean {
  const owner = file.functionOf(node);
  if (file.operations.some(({ action, call }) => action === "expunge" && file.functionOf(call) === owner))
    return true;
  return file.callsNamed("make_transient").some((call) => file.functionOf(call) === owner);
}

/** `user = session.merge(user)` is the way to bring an object into another session. */
function isOnlyMerged(
  file: FileModel,
  parameter: NonNullable<Spawn["arguments"][number]["parameter"]>,
): boolean {
  const names = (file.bindingOf(parameter.name)?.names ?? []).filter((name) => name !== parameter.name);
  return names.some(
    ({ parent }) =>
      parent?.kind === "Call" && parent.callee.kind === "Attribute" && parent.callee.name === "merge",
  );
}

/** Whether a thread of this file takes things out of the queue. */
function isQueueOfThreads(file: FileModel, queue: Expression, threads: readonly Spawn[]): boolean {
  if (!file.valuesOf(queue).some(({ kind }) => kind === "queue")) return false;
  return threads.some((spawn) => {
    for (const owner of reachOf(file, spawn.runs).functions)
      for (const node of codeOf(file, owner)) {
        if (node.kind !== "Call" || node.callee.kind !== "Attribute") continue;
        if (/^get(?:_nowait)?$/.test(node.callee.name) && file.isSame(node.callee.object, queue)) return true;
      }
    return false;
  });
}
