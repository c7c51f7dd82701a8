import type { FileModel, Spawn } from "../../model/file-model.ts";
import type { Expression } from "../../syntax/python.ts";
import type { HandedOver } from "./handed-over.ts";
import { isInside } from "./reach.ts";

/** Whether what is read is an attribute of an object that each spawn has for itself: its Thread, a worker made for it. */
export function isOwnObject(file: FileModel, handed: HandedOver, spawn: Spawn): boolean {
  if (!isAttribute(handed) || handed.value.source?.kind === "session-registry") return false;
  const maker = handed.value.origin.function ?? file.functionOf(handed.node);
  if (!spawn.runs.some((run) => run.class !== undefined && run.class === maker?.class)) return false;
  if (
    spawn.form === "thread-subclass" ||
    spawn.form === "server" ||
    (spawn.form === "process" && !spawn.target)
  )
    return true;
  const receiver = receiverOf(spawn);
  if (!receiver) return false;
  if (receiver.kind === "Call") return true;
  return spawn.loop !== undefined && changesIn(file, receiver, spawn);
}

/** Whether two spawns that read the same attribute read it of the same object. */
export function haveOneObject(file: FileModel, handed: HandedOver, one: Spawn, other: Spawn): boolean {
  if (!isAttribute(handed)) return true;
  if (one.form === "thread-subclass" || other.form === "thread-subclass") return false;
  const [first, second] = [receiverOf(one), receiverOf(other)];
  return !first || !second || file.isSame(first, second);
}

function isAttribute({ node, value }: HandedOver): boolean {
  const { place } = value.origin;
  return node.kind === "Attribute" && (place === "function" || place === "parameter");
}

/** `worker` in `Thread(target=worker.run)`. */
function receiverOf({ target }: Spawn): Expression | undefined {
  return target?.kind === "Attribute" ? target.object : undefined;
}

/** Whether a name stands for another object in each round. */
function changesIn(file: FileModel, receiver: Expression, { loop }: Spawn): boolean {
  if (receiver.kind !== "Name" || !loop) return false;
  const definitions = file.bindingOf(receiver)?.definitions ?? [];
  return definitions.some(({ node, form }) => form !== "parameter" && isInside(node, loop.node));
}
