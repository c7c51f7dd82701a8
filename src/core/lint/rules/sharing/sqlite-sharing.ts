import type { FileModel, FunctionInfo, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Call, Node } from "../../syntax/python.ts";
import { codeOf, handleUses, isSameLink, isUse, linkOf } from "./handles.ts";
import { isTestFile } from "./kept-handles.ts";
import { isLocked, isMadeOutside, type Reach, reachOf } from "./reach.ts";
import { sharedAcrossThreads } from "./thread-sharing.ts";
import { threadsOf } from "./threads.ts";

interface UnguardedConnection {
  /** The call that connects. */
  readonly made: Call;
  /** A use outside any lock. */
  readonly use: Node;
  /** Undefined: a framework's thread. */
  readonly spawn: Spawn | undefined;
}

/** sqlite3 connections with `check_same_thread=False` that several threads use, not all of it inside a lock. */
export function unguardedConnections(file: FileModel): readonly UnguardedConnection[] {
  if (!file.text.includes("check_same_thread") || isTestFile(file)) return [];
  const candidates = [...sharedByThreads(file), ...sharedByHandlers(file)];
  const found: UnguardedConnection[] = [];
  if (candidates.length === 0) return found;
  const all = reachOf(file, file.functions);
  for (const { link, use, spawn, passed } of candidates) {
    const made = link.origin.node;
    if (made?.kind !== "Call" || found.some((known) => known.made === made)) continue;
    const unlocked = passed ? use : unlockedUse(file, link, all);
    if (unlocked) found.push({ made, use: unlocked, spawn });
  }
  return found;
}

interface Candidate {
  readonly link: DatabaseValue;
  readonly use: Node;
  readonly spawn: Spawn | undefined;
  /** Its uses go by a parameter's name, and have been looked at. */
  readonly passed: boolean;
}

function sharedByThreads(file: FileModel): readonly Candidate[] {
  return sharedAcrossThreads(file)
    .filter(({ value, evidence }) => isUnchecked(value) && evidence !== "raises")
    .filter(({ how, locked }) => how === "read" || !locked)
    .map(({ value, node, spawn, how }) => ({
      link: linkOf(value),
      use: node,
      spawn,
      passed: how !== "read",
    }));
}

/** What handlers that a framework runs in threads use, themselves or through calls. */
function* sharedByHandlers(file: FileModel): Generator<Candidate> {
  for (const info of file.functions) {
    if (!runsInThreads(file, info)) continue;
    const reach = reachOf(file, [info]);
    for (const owner of reach.functions)
      for (const { node, value } of handleUses(file, owner)) {
        if (!isUnchecked(value) || !isMadeOutside(value.origin, reach) || isOfRequest(value)) continue;
        yield { link: linkOf(value), use: node, spawn: undefined, passed: false };
      }
  }
}

/** A parameter of the handler, or what a dependency of it gives: made for this request. */
function isOfRequest({ origin }: DatabaseValue): boolean {
  return origin.place === "parameter";
}

/** Whether several calls of a handler may run at a time, in threads: coroutines and tornado's methods share one. */
function runsInThreads(file: FileModel, { handler, async }: FunctionInfo): boolean {
  if (!handler || async) return false;
  switch (handler) {
    case "flask":
    case "fastapi":
    case "django":
    case "socket":
      return true;
    case "bot":
      return file.imports("telebot");
    case "web":
      return file.imports("cherrypy") || file.imports("pyramid") || file.imports("falcon");
    default:
      return false;
  }
}

function isUnchecked(value: DatabaseValue): boolean {
  const link = linkOf(value);
  return link.library === "sqlite3" && link.options["check_same_thread"] === false;
}

const settingUp =
  /^(?:__init__|__enter__|__post_init__|_*(?:init|setup|create|connect|open|migrate|close|stop|shutdown|ensure)(?:_.*)?|__exit__|__del__)$/;

/** A use while threads run that no lock guards; undefined: each is inside one. */
function unlockedUse(file: FileModel, link: DatabaseValue, all: Reach): Node | undefined {
  for (const owner of file.functions) {
    if (settingUp.test(owner.name) || owner === link.origin.function) continue;
    for (const { node, value } of handleUses(file, owner))
      if (isSameLink(value, link) && !isLocked(file, node, all)) return node;
  }
  return undefined;
}

/** Engines with StaticPool that threads use. */
export function staticPoolsInThreads(file: FileModel): readonly UnguardedConnection[] {
  if (!file.text.includes("StaticPool") || isTestFile(file)) return [];
  const found: UnguardedConnection[] = [];
  const threads = threadsOf(file).filter(({ fanOut, sequential }) => fanOut !== undefined && !sequential);
  const starts = [
    ...threads.map((spawn) => ({ spawn, runs: spawn.runs })),
    ...file.functions
      .filter((info) => runsInThreads(file, info))
      .map((info) => ({ spawn: undefined, runs: [info] })),
  ];
  for (const { spawn, runs } of starts) {
    const reach = reachOf(file, runs);
    for (const owner of reach.functions)
      for (const node of codeOf(file, owner)) {
        if ((node.kind !== "Name" && node.kind !== "Attribute") || !isUse(node)) continue;
        const engine = staticEngineOf(
          file.databaseValueOf(node, "engine", "session-factory", "session-registry"),
        );
        const made = engine?.origin.node;
        if (!engine || made?.kind !== "Call" || !isMadeOutside(engine.origin, reach)) continue;
        if (!found.some((known) => known.made === made) && !isLocked(file, node, reach))
          found.push({ made, use: node, spawn });
      }
  }
  return found;
}

function staticEngineOf(value: DatabaseValue | undefined): DatabaseValue | undefined {
  for (let at = value; at; at = at.source)
    if (at.kind === "engine") return at.options["poolclass"] === "StaticPool" ? at : undefined;
  return undefined;
}
