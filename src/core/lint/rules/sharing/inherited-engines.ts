import type { FileModel, FunctionInfo, Spawn } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Call, Expression, Node } from "../../syntax/python.ts";
import { codeOf, isSameOrigin, isUse } from "./handles.ts";
import { childCode, isSpawnMethod, processesOf } from "./inherited-handles.ts";
import { isMadeOutside, type Reach, reachOf } from "./reach.ts";

export interface InheritedEngine {
  /** Where the child uses it first, itself or through its factory. */
  readonly node: Expression;
  readonly engine: DatabaseValue;
  /** Of the engine, as the code calls it. */
  readonly name: string;
  readonly spawn: Spawn;
  /** Where the parent uses it before it starts the processes. */
  readonly usedBefore: Node | undefined;
}

/** Calls that take an engine and open no connection. */
const makers =
  /^(?:sessionmaker|async_sessionmaker|scoped_session|Session|AsyncSession|MetaData|listens_for|listen|configure|dispose|init_app)$/;

/** Engines of the parent whose pools child processes take their connections from, each once. */
export function inheritedEngines(file: FileModel): readonly InheritedEngine[] {
  const spawns = processesOf(file).filter(({ fresh }) => !fresh);
  if (spawns.length === 0 || isSpawnMethod(file)) return [];
  const children = childCode(file, spawns);
  const found: InheritedEngine[] = [];
  for (const spawn of spawns) {
    const reach = reachOf(file, spawn.runs);
    for (const owner of reach.functions)
      for (const { node, engine } of engineUses(file, owner)) {
        if (
          !isMadeOutside(engine.origin, children) ||
          hasNoPool(engine) ||
          isDisposed(file, engine, children, spawn)
        )
          continue;
        if (found.some((known) => isSameOrigin(known.engine, engine))) continue;
        found.push({
          node,
          engine,
          name: engineName(file, engine),
          spawn,
          usedBefore: useBefore(file, spawn, engine, children),
        });
      }
  }
  return found;
}

/** Where code works with an engine: by its name, or by a factory or registry that is bound to it. */
function* engineUses(
  file: FileModel,
  owner: FunctionInfo | undefined,
): Generator<{ readonly node: Expression; readonly engine: DatabaseValue }> {
  for (const node of codeOf(file, owner)) {
    if ((node.kind !== "Name" && node.kind !== "Attribute") || !isUse(node) || isOnlyBound(node)) continue;
    const value = file.databaseValueOf(node, "engine", "session-factory", "session-registry");
    const engine = value && engineOf(value);
    if (engine && !engine.weak) yield { node, engine };
  }
}

function engineOf(value: DatabaseValue): DatabaseValue | undefined {
  for (let at: DatabaseValue | undefined = value; at; at = at.source)
    if (at.kind === "engine" && (at.library === "sqlalchemy" || at.library === "sqlmodel")) return at;
  return undefined;
}

/** `sessionmaker(bind=engine)`, `engine.url`: no connection is made by it. */
function isOnlyBound(node: Expression): boolean {
  const { parent } = node;
  if (parent?.kind === "Attribute")
    return /^(?:url|dialect|name|driver|dispose|pool|echo|configure)$/.test(parent.name);
  const call = parent?.kind === "Keyword" ? parent.parent : parent;
  return (
    call?.kind === "Call" &&
    call.callee !== node &&
    makers.test(lastName(call)) &&
    !/^(?:Async)?Session$/.test(lastName(call))
  );
}

function lastName({ callee }: Call): string {
  return callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
}

function hasNoPool({ options }: DatabaseValue): boolean {
  return options["poolclass"] === "NullPool";
}

/** Disposed of in a child or its initializer, or by the parent before the start. */
function isDisposed(file: FileModel, engine: DatabaseValue, children: Reach, spawn: Spawn): boolean {
  return file.operations.some(({ action, receiver, call }) => {
    if (action !== "dispose") return false;
    const disposed = engineOf(receiver);
    if (!disposed || !isSameOrigin(disposed, engine)) return false;
    const owner = file.functionOf(call);
    if (owner && children.functions.has(owner)) return true;
    return owner !== file.functionOf(spawn.call) || file.rangeOf(call).start < file.rangeOf(spawn.call).start;
  });
}

function useBefore(file: FileModel, spawn: Spawn, engine: DatabaseValue, children: Reach): Node | undefined {
  const { start } = file.rangeOf(spawn.call);
  const starter = file.functionOf(spawn.call);
  const called = new Set<FunctionInfo>();
  for (const owner of new Set([undefined, starter])) {
    for (const { node, engine: used } of engineUses(file, owner))
      if (isSameOrigin(used, engine) && file.rangeOf(node).start < start) return node;
    for (const node of codeOf(file, owner)) {
      if (node.kind !== "Call" || (owner === starter && file.rangeOf(node).start >= start)) continue;
      for (const callee of file.calleesOf(node)) if (callee !== starter) called.add(callee);
    }
  }
  for (const info of file.functions) if (info.handler) called.add(info);
  for (const owner of called) {
    if (children.functions.has(owner) && !owner.handler) continue;
    for (const { node, engine: used } of engineUses(file, owner)) if (isSameOrigin(used, engine)) return node;
  }
  return undefined;
}

function engineName(file: FileModel, { origin }: DatabaseValue): string {
  const made = origin.node;
  const { parent } = made ?? {};
  if (parent?.kind === "Assign" && parent.targets[0]) return file.textOf(parent.targets[0]);
  return "engine";
}
