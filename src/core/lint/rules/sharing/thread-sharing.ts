import type { FileModel, ImportedFunction, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Expression, Node } from "../../syntax/python.ts";
import { useElsewhere } from "./beside.ts";
import { type HandedOver, passedTo, readBy } from "./handed-over.ts";
import { isSameLink, linkOf } from "./handles.ts";
import { haveOneObject, isOwnObject } from "./own-object.ts";
import { areExclusive, isFreshPerSpawn, isLocked, type Reach, reachOf } from "./reach.ts";
import { threadsOf } from "./threads.ts";

/** A session, connection or cursor that several threads have. */
export interface SharedHandle {
  readonly how: "passed" | "method" | "read" | "imported";
  readonly spawn: Spawn;
  /** What is marked. */
  readonly node: Expression;
  readonly value: DatabaseValue;
  /** `raises`: sqlite3 lets no other thread have it; `beside`: the code that started the thread goes on with it. */
  readonly evidence: "several" | "beside" | "raises";
  /** Where the other use is, if it is not the same code in another thread. */
  readonly other: Node | undefined;
  readonly locked: boolean;
  /** What the target of another file does with it. */
  readonly imported:
    | { readonly target: ImportedFunction; readonly use: ImportedFunction["sharedUses"][number] }
    | undefined;
}

interface Thread {
  readonly spawn: Spawn;
  readonly reach: Reach;
  readonly handed: readonly HandedOver[];
}

/** All links that threads of this file share, each once per place. */
export function sharedAcrossThreads(file: FileModel): readonly SharedHandle[] {
  const threads = threadsOf(file).map((spawn): Thread => {
    const reach = reachOf(file, spawn.runs);
    return { spawn, reach, handed: [...passedTo(file, spawn), ...readBy(file, reach)] };
  });
  const found: SharedHandle[] = [];
  for (const thread of threads) {
    for (const handed of thread.handed) {
      const shared = judge(file, thread, handed, threads);
      if (shared && !found.some((known) => isRepeated(known, shared))) found.push(shared);
    }
    found.push(...importedBy(file, thread.spawn));
  }
  return found;
}

/** One report per link and thread's code: not each time that it is passed on, nor for the cursors of a connection. */
function isRepeated(known: SharedHandle, next: SharedHandle): boolean {
  if (known.node === next.node) return true;
  if (!isSameLink(known.value, next.value)) return false;
  if (known.spawn === next.spawn) return true;
  return (
    known.how === "read" &&
    next.how === "read" &&
    known.spawn.runs.some((info) => next.spawn.runs.includes(info))
  );
}

function judge(
  file: FileModel,
  { spawn, reach }: Thread,
  handed: HandedOver,
  threads: readonly Thread[],
): SharedHandle | undefined {
  const { value, node, how } = handed;
  const isOwn = isFreshPerSpawn(value, spawn) || (how === "read" && isOwnObject(file, handed, spawn));
  const locked = handed.uses.length > 0 && handed.uses.every((use) => isLocked(file, use, reach));
  const shared = { how, spawn, node, value, locked, imported: undefined };
  // sqlite3 never gives way to another greenlet in the middle of a call, and sees one thread.
  if (spawn.green && linkOf(value).library === "sqlite3") return undefined;
  if (raisesElsewhere(value)) {
    const outside = how !== "read" || value.origin.place !== "parameter";
    return outside ? { ...shared, evidence: "raises", other: undefined } : undefined;
  }
  if (isOwn || spawn.sequential) return undefined;
  if (spawn.fanOut === "map" || (spawn.fanOut === "loop" && (spawn.loop || how === "read")))
    return { ...shared, evidence: "several", other: undefined };
  if (how === "read" && (spawn.fanOut || file.functionOf(spawn.call)?.handler))
    return { ...shared, evidence: "several", other: undefined };
  const twin = threads.find((other) => other.spawn !== spawn && alsoHas(file, other, value, spawn));
  if (twin) return { ...shared, evidence: "several", other: twin.spawn.call };
  const beside = useElsewhere(file, spawn, value, reach);
  return (
    beside && {
      ...shared,
      evidence: "beside",
      other: beside,
      locked: locked && file.lockOf(beside) !== undefined,
    }
  );
}

/** Another thread of the same program run that has the same link. */
function alsoHas(file: FileModel, other: Thread, value: DatabaseValue, spawn: Spawn): boolean {
  if (other.spawn.sequential || areExclusive(other.spawn.call, spawn.call)) return false;
  const local = value.origin.place === "function" || value.origin.place === "parameter";
  const together = file.functionOf(other.spawn.call) === file.functionOf(spawn.call);
  return other.handed.some(
    (handed) =>
      isSameLink(handed.value, value) &&
      (handed.how !== "read" || haveOneObject(file, handed, other.spawn, spawn)) &&
      (handed.how === "read" || together || !local) &&
      !isFreshPerSpawn(handed.value, other.spawn),
  );
}

/** sqlite3 with its default: every use in another thread than the one that connected raises ProgrammingError. */
function raisesElsewhere(value: DatabaseValue): boolean {
  const link = linkOf(value);
  if (link.library !== "sqlite3" || link.origin.place === "parameter" || link.kind !== "connection")
    return false;
  return link.options["check_same_thread"] === undefined || link.options["check_same_thread"] === true;
}

function importedBy(file: FileModel, spawn: Spawn): readonly SharedHandle[] {
  const { target } = spawn;
  if (!target) return [];
  return spawn.runsImported.flatMap((imported) => {
    const use = imported.sharedUses.find(({ value }) => !value.weak);
    if (!use || (spawn.green && linkOf(use.value).library === "sqlite3")) return [];
    const raises = raisesElsewhere(use.value);
    const several = spawn.fanOut !== undefined || file.functionOf(spawn.call)?.handler !== undefined;
    if (!raises && (!several || spawn.sequential)) return [];
    return [
      {
        how: "imported" as const,
        spawn,
        node: target,
        value: use.value,
        evidence: raises ? ("raises" as const) : ("several" as const),
        other: undefined,
        locked: false,
        imported: { target: imported, use },
      },
    ];
  });
}
