import type { Binding, FileModel, FilePart, FunctionInfo, Operation } from "../../model/file-model.ts";
import { exitsOf } from "../../model/paths.ts";
import type { DatabaseValue } from "../../model/value.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { Attribute, Call, Node, With } from "../../syntax/python.ts";
import { localHandles } from "./local-handles.ts";
import { stopsHere } from "./session-mending.ts";

/** A session that a function closes while it goes on. */
interface ClosedSession {
  readonly value: DatabaseValue;
  /** The `with`, or the call of `close()`. */
  readonly closing: Node;
  /** The `with` that closes it. */
  readonly block: With | undefined;
  /** Whether leaving that `with` commits first. */
  readonly commits: boolean;
}

/** The sessions that functions close while they go on, by `with` or `close()`, with their functions. */
export function closedSessions(
  part: FilePart,
  file: FileModel,
): readonly (readonly [FunctionInfo, ClosedSession])[] {
  const found = new Map<string, readonly [FunctionInfo, ClosedSession]>();
  const add = (owner: FunctionInfo, session: ClosedSession): void => {
    if (owner.node.kind === "Lambda" || owner.generator) return;
    const key = `${session.value.origin.range.start} ${file.rangeOf(session.block ?? owner.node).start}`;
    if (!found.has(key)) found.set(key, [owner, session]);
  };
  for (const { binding, owner } of localHandles(part, file))
    for (const { node, form } of binding.definitions) {
      const item = node.parent;
      const block = item?.parent;
      if (form !== "with" || item?.kind !== "WithItem" || block?.kind !== "With" || !item.target) continue;
      const value = file.databaseValueOf(item.target, "session");
      if (!value || !isOrm(value) || !closesIt(value, item.context, file)) continue;
      const commits = block.items.some(({ context }) => isBegin(context)) || makerCommits(value, file);
      add(owner, { value, closing: item.context, block, commits });
    }
  for (const { action, call, session } of part.operations) {
    const owner = action === "close" ? file.functionOf(call) : undefined;
    if (!owner || session.kind !== "session" || !isOrm(session) || session.origin.function !== owner)
      continue;
    const known = [...found.values()].some(
      ([other, { value }]) => other === owner && value.origin.node === session.origin.node,
    );
    if (!known) add(owner, { value: session, closing: call, block: undefined, commits: false });
  }
  return [...found.values()];
}

function isOrm({ library, weak, source, origin }: DatabaseValue): boolean {
  return (
    (library === "sqlalchemy" || library === "sqlmodel") &&
    !weak &&
    source?.kind !== "session-registry" &&
    origin.file === undefined &&
    origin.place !== "parameter"
  );
}

/** Whether the `with` closes the session: of a session, of a factory's `begin()`, of a function that does so. */
function closesIt(value: DatabaseValue, context: Node, file: FileModel): boolean {
  if (context.kind === "Attribute") return false;
  const maker = value.origin.function;
  if (value.origin.node === context || !maker?.contextManager) return context.kind === "Call";
  return file
    .operationsIn(maker.node)
    .some(({ action, session }) => action === "close" && session.origin.node === value.origin.node);
}

function isBegin(context: Node): boolean {
  return context.kind === "Call" && context.callee.kind === "Attribute" && context.callee.name === "begin";
}

function makerCommits(value: DatabaseValue, file: FileModel): boolean {
  const maker = value.origin.function;
  if (!maker?.contextManager) return false;
  return file
    .operationsOf(maker)
    .some(({ action, session }) => action === "commit" && session.origin.node === value.origin.node);
}

/** Whether a commit leaves loaded objects as they are, or nobody can tell. */
function keepsOnCommit(value: DatabaseValue): boolean {
  for (let at: DatabaseValue | undefined = value; at; at = at.source) {
    if (at.kind !== "session" && at.kind !== "session-factory") break;
    if (at.options["expire_on_commit"] === false) return true;
    const { node, file } = at.origin;
    if (file !== undefined && at.kind === "session") return true;
    const given = node?.kind === "Call" ? node.keywords : [];
    if (
      given.some(
        ({ name, value: set }) =>
          name === undefined || (name === "expire_on_commit" && set.kind !== "Constant"),
      )
    )
      return true;
  }
  return false;
}

type State = "none" | "live" | "expired" | "detached";

/** The first reads of columns that a commit expired and no session can load again. */
export function expiredReads(
  session: ClosedSession,
  owner: FunctionInfo,
  file: FileModel,
): readonly Attribute[] {
  if (keepsOnCommit(session.value) || owner.node.kind === "Lambda") return [];
  const operations = operationsOf(session, owner, file);
  const commits = session.commits || [...operations.values()].some(({ action }) => action === "commit");
  if (!commits && !hasBeginBlock(owner, session, file)) return [];
  const reads = new Set<Attribute>();
  for (const object of objectsOf(session, owner, operations, file))
    followObject(object, session, owner, operations, file, reads);
  return [...reads];
}

function operationsOf(
  { value }: ClosedSession,
  owner: FunctionInfo,
  file: FileModel,
): ReadonlyMap<Call, Operation> {
  return new Map(
    file
      .operationsOf(owner)
      .filter(({ session }) => session.origin.node === value.origin.node)
      .map((operation) => [operation.call, operation]),
  );
}

/** `with session.begin():` inside. */
function hasBeginBlock(owner: FunctionInfo, session: ClosedSession, file: FileModel): boolean {
  if (owner.node.kind === "Lambda") return false;
  return owner.node.body
    .flatMap((statement) => [...nodesRunBy(statement)])
    .some((node) => node.kind === "With" && beginsOf(node, session, file));
}

function beginsOf(node: With, { value }: ClosedSession, file: FileModel): boolean {
  return node.items.some(({ context }) => {
    if (!isBegin(context)) return false;
    const held = file.databaseValueOf(context, "transaction");
    return held?.source?.origin.node === value.origin.node;
  });
}

/** The names that hold objects of the session. */
function objectsOf(
  { value }: ClosedSession,
  owner: FunctionInfo,
  operations: ReadonlyMap<Call, Operation>,
  file: FileModel,
): ReadonlySet<Binding> {
  const found = new Set<Binding>();
  if (owner.node.kind === "Lambda") return found;
  for (const { call, action } of operations.values()) {
    const [added] = call.args;
    if (action !== "add" || added?.kind !== "Name") continue;
    const binding = file.bindingOf(added);
    if (binding?.scope === "function" && binding.function === owner) found.add(binding);
  }
  for (const statement of owner.node.body)
    for (const node of nodesRunBy(statement)) {
      if (node.kind !== "Assign" || node.targets.length !== 1) continue;
      const [target] = node.targets;
      const held = file.databaseValueOf(node.value, "model-object");
      if (target?.kind !== "Name" || !held || !isFrom(held, value)) continue;
      const binding = file.bindingOf(target);
      if (binding?.scope === "function") found.add(binding);
    }
  return found;
}

function isFrom(held: DatabaseValue, session: DatabaseValue): boolean {
  for (let at: DatabaseValue | undefined = held; at; at = at.source)
    if (at.origin.node !== undefined && at.origin.node === session.origin.node) return true;
  return false;
}

function followObject(
  object: Binding,
  session: ClosedSession,
  owner: FunctionInfo,
  operations: ReadonlyMap<Call, Operation>,
  file: FileModel,
  reads: Set<Attribute>,
): void {
  if (owner.node.kind === "Lambda") return;
  const isObject = (node: Node | undefined) => node?.kind === "Name" && file.bindingOf(node) === object;
  const afterCall = (state: State, call: Call): State => {
    const operation = operations.get(call);
    const given = call.args.some(isObject) || call.keywords.some(({ value }) => isObject(value));
    switch (operation?.action) {
      case "commit":
        return state === "live" ? "expired" : state;
      case "rollback":
        return "none";
      case "close":
        return state === "expired" ? "detached" : "none";
      case "expunge":
        return given || operation.method === "expunge_all" ? "none" : state;
      default:
        // Added, merged, refreshed, or handed to code that may do so.
        if (!given) return state;
        if (operation?.action === "add" || operation?.action === "refresh") return "live";
        return state === "expired" ? "live" : operation ? state : state === "detached" ? "none" : state;
    }
  };
  exitsOf<State>(owner.node.body, "none", {
    step: (before, node) => {
      let state = before;
      for (const inner of nodesRunBy(node)) {
        if (inner.kind === "Call") state = afterCall(state, inner);
        if (inner.kind === "Attribute" && isObject(inner.object) && isRead(inner)) {
          if (state === "detached") reads.add(inner);
          if (state === "expired") state = "live";
          if (state === "detached") state = "none";
        }
      }
      if (node.kind === "Assign" && node.targets.some(isObject)) {
        const held = file.databaseValueOf(node.value, "model-object");
        return held && isFrom(held, session.value) ? "live" : "none";
      }
      return state;
    },
    leave: (state, node) => {
      const committed =
        state === "live" && (beginsOf(node, session, file) || (node === session.block && session.commits))
          ? "expired"
          : state;
      if (node !== session.block) return committed;
      return committed === "expired" ? "detached" : "none";
    },
    ends: stopsHere,
  });
}

/** Not written, not called, no internal of the mapper. */
function isRead({ parent, name }: Attribute & { readonly parent: Node | undefined }): boolean {
  if (name.startsWith("_") || name === "metadata" || name === "query") return false;
  if (parent?.kind === "Call")
    return parent.args.some((argument) => argument.kind === "Attribute" && argument.name === name);
  if (parent?.kind === "Assign") return parent.value.kind === "Attribute" && parent.value.name === name;
  return parent?.kind !== "Delete" && parent?.kind !== "AnnAssign" && parent?.kind !== "AugAssign";
}

const eager =
  /joinedload|selectinload|subqueryload|immediateload|contains_eager|\.options\(|options\s*=|awaitable_attrs/;

/** The first reads of relationships that nothing has loaded before the session was closed. */
export function lazyReads(
  session: ClosedSession,
  owner: FunctionInfo,
  file: FileModel,
): readonly Attribute[] {
  if (owner.node.kind === "Lambda" || eager.test(file.textOf(owner.node))) return [];
  const operations = operationsOf(session, owner, file);
  if ([...operations.values()].some(({ action, call }) => action === "refresh" && call.args.length > 1))
    return [];
  const reads = new Map<string, Attribute>();
  const seenOpen = new Set<string>();
  exitsOf<"none" | "open" | "closed">(owner.node.body, "none", {
    step: (before, node) => {
      let state = before;
      for (const inner of nodesRunBy(node)) {
        if (inner === session.value.origin.node || inner === session.closing)
          state = state === "closed" ? state : "open";
        if (inner.kind === "Call" && operations.get(inner)?.action === "close") state = "closed";
        if (inner.kind !== "Attribute" || !isRead(inner) || !isRelationship(inner, session.value, file))
          continue;
        if (state !== "closed") seenOpen.add(inner.name);
        else if (!reads.has(inner.name)) reads.set(inner.name, inner);
      }
      return state;
    },
    leave: (state, node) => (node === session.block ? "closed" : state),
    ends: stopsHere,
  });
  return [...reads.values()].filter(({ name }) => !seenOpen.has(name));
}

function isRelationship(read: Attribute, session: DatabaseValue, file: FileModel): boolean {
  const held = file.databaseValueOf(read.object, "model-object");
  if (!held?.model || !isFrom(held, session)) return false;
  return file.relationshipsOf(held.model).includes(read.name);
}
