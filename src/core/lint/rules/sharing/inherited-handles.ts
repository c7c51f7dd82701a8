import type { FileModel, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Expression } from "../../syntax/python.ts";
import { passedTo, readBy } from "./handed-over.ts";
import { isSameLink } from "./handles.ts";
import { type Reach, reachOf } from "./reach.ts";

interface InheritedHandle {
  readonly how: "passed" | "method" | "read";
  readonly node: Expression;
  readonly value: DatabaseValue;
  readonly spawn: Spawn;
}

/** Sessions, connections and cursors that processes get from their parent, each once per spawn. */
export function inheritedHandles(file: FileModel): readonly InheritedHandle[] {
  const spawns = processesOf(file);
  if (spawns.length === 0) return [];
  const children = childCode(file, spawns);
  const spawned = isSpawnMethod(file);
  const found: InheritedHandle[] = [];
  for (const spawn of spawns) {
    const reach = reachOf(file, spawn.runs);
    const read = readBy(file, reach).filter(
      ({ value }) => !isMadeInChild(value, children) && !((spawned || spawn.fresh) && isOfModule(value)),
    );
    for (const { how, node, value } of [...passedTo(file, spawn), ...read]) {
      const isKnown = found.some(
        (known) => known.node === node || (known.spawn === spawn && isSameLink(known.value, value)),
      );
      if (!isKnown) found.push({ how, node, value, spawn });
    }
  }
  return found;
}

export function processesOf(file: FileModel): readonly Spawn[] {
  return file.spawns.filter(({ kind }) => kind === "process");
}

/** All that runs in any child: an initializer sets up what another function uses. */
export function childCode(file: FileModel, spawns: readonly Spawn[]): Reach {
  return reachOf(file, [...new Set(spawns.flatMap(({ runs }) => runs))]);
}

function isMadeInChild({ origin }: DatabaseValue, { functions }: Reach): boolean {
  return origin.function !== undefined && origin.place === "function" && functions.has(origin.function);
}

function isOfModule({ origin }: DatabaseValue): boolean {
  return origin.place === "module" || origin.place === "class";
}

/** Whether the file asks for fresh interpreters, which import their modules anew. */
export function isSpawnMethod(file: FileModel): boolean {
  return file
    .callsNamed("set_start_method", "get_context")
    .some(({ args, keywords }) =>
      [...args, ...keywords.map(({ value }) => value)].some(
        (argument) =>
          argument.kind === "Constant" && (argument.value === "spawn" || argument.value === "forkserver"),
      ),
    );
}
