import type { FileModel, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Expression, Node } from "../../syntax/python.ts";
import { useBeside } from "./beside.ts";
import { type HandedOver, holderOf, passedTo, readBy } from "./handed-over.ts";
import { isSameLink } from "./handles.ts";
import { haveOneObject, isOwnObject } from "./own-object.ts";
import { areExclusive, isFreshPerSpawn, isInside, isLocked, type Reach, reachOf } from "./reach.ts";

/** An asynchronous session, connection or cursor in several tasks at a time. */
interface TaskSharing {
  /** What is marked: the call that runs them together, or where one gets it. */
  readonly node: Expression;
  readonly value: DatabaseValue;
  /** How the code calls it. */
  readonly name: Expression;
  readonly evidence: "together" | "passed" | "read" | "beside";
  readonly others: readonly Node[];
  readonly locked: boolean;
}

interface Task {
  readonly spawn: Spawn;
  readonly reach: Reach;
  readonly handed: HandedOver;
}

export function sharedAcrossTasks(file: FileModel): readonly TaskSharing[] {
  const tasks = file.spawns
    .filter(({ kind, sequential }) => kind === "task" && !sequential)
    .flatMap((spawn): readonly Task[] => {
      const reach = reachOf(file, spawn.runs);
      const handed = [...passedTo(file, spawn), ...readBy(file, reach)];
      return handed
        .filter((one) => isForOneTask(one.value) && !isFreshPerSpawn(one.value, spawn))
        .filter((one) => one.how !== "read" || !isOwnObject(file, one, spawn))
        .map((one) => ({ spawn, reach, handed: one }));
    });
  const found: TaskSharing[] = [];
  const told: Task[] = [];
  for (const task of tasks) {
    if (told.some((known) => isPartOf(file, known, task))) continue;
    const sharing = judge(file, task, tasks);
    if (!sharing) continue;
    told.push(task);
    if (!found.some(({ node }) => node === sharing.node)) found.push(sharing);
  }
  return found;
}

/** What the event loop hands from one task to the next in the middle of its work. */
function isForOneTask({ async, library }: DatabaseValue): boolean {
  // psycopg's and aiosqlite's asynchronous connections let one coroutine in at a time.
  return async && library !== "aiosqlite" && library !== "psycopg";
}

/** Whether a task is one of those that another's report speaks of. */
function isPartOf(file: FileModel, known: Task, next: Task): boolean {
  if (!isSameLink(known.handed.value, next.handed.value)) return false;
  if (known.spawn.call === next.spawn.call) return true;
  if (known.spawn.form === "gather" || next.spawn.form === "gather") return false;
  return file.functionOf(known.spawn.call) === file.functionOf(next.spawn.call);
}

function judge(file: FileModel, task: Task, tasks: readonly Task[]): TaskSharing | undefined {
  const { spawn, handed } = task;
  const others = tasks.filter((other) => other.spawn !== spawn && runTogether(file, task, other));
  const beside =
    isRepeated(spawn) || others.length > 0 || spawn.form === "gather"
      ? undefined
      : useBeside(file, spawn, handed.value, task.reach);
  if (!isRepeated(spawn) && others.length === 0 && !beside) return undefined;
  const written = spawn.form === "gather" && spawn.target !== undefined && isInside(spawn.target, spawn.call);
  const all = [task, ...others];
  return {
    node: written ? spawn.call : handed.node,
    value: handed.value,
    name: holderOf(file, handed),
    evidence: beside ? "beside" : written ? "together" : handed.how === "read" ? "read" : "passed",
    others: beside
      ? [beside]
      : others.map((other) => other.handed.node).filter((node) => !written || !isInside(node, spawn.call)),
    locked: !beside && all.every((one) => isKeptApart(file, one)),
  };
}

/** One per item of something. */
function isRepeated({ fanOut }: Spawn): boolean {
  return fanOut === "loop" || fanOut === "map";
}

function runTogether(file: FileModel, one: Task, other: Task): boolean {
  if (!isSameLink(one.handed.value, other.handed.value)) return false;
  if (one.spawn.form === "gather" || other.spawn.form === "gather") {
    if (one.spawn.call !== other.spawn.call) return false;
  } else {
    if (file.functionOf(one.spawn.call) !== file.functionOf(other.spawn.call)) return false;
    if (areExclusive(one.spawn.call, other.spawn.call)) return false;
  }
  return one.handed.how !== "read" || haveOneObject(file, one.handed, one.spawn, other.spawn);
}

function isKeptApart(file: FileModel, { handed, reach }: Task): boolean {
  return handed.uses.length > 0 && handed.uses.every((use) => isLocked(file, use, reach));
}
