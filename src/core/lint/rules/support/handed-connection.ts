import type { FileModel, FunctionInfo, Operation } from "../../model/file-model.ts";
import { argumentFor } from "../../model/parameters.ts";
import { parameterNamed } from "../../model/spawn-arguments.ts";
import type { DatabaseValue } from "../../model/value.ts";
import type { Call, Expression, Node, Parameter } from "../../syntax/python.ts";
import { codeOf } from "../sharing/handles.ts";
import { areExclusive } from "../sharing/reach.ts";
import { isOfDriver, isPostgres } from "./drivers.ts";

/** A connection that a function gets from outside: who made it goes on with it, unless the callers show otherwise. */
export interface HandedConnection {
  readonly owner: FunctionInfo;
  readonly parameter: Parameter;
  /** What it is; a thread's function may only learn it from who starts the thread. */
  readonly connection: DatabaseValue;
}

/** The parameter's connection that an operation works on; undefined: its connection comes from elsewhere. */
export function handedConnection(operation: Operation, file: FileModel): HandedConnection | undefined {
  const owner = file.functionOf(operation.call);
  const name = holderOf(operation.receiverNode, file);
  const parameter = owner && name.kind === "Name" ? parameterNamed(owner, name, file) : undefined;
  if (!owner || !parameter) return undefined;
  const { session } = operation;
  if (!session.weak) {
    const { origin } = (name !== operation.receiverNode && file.databaseValueOf(name)) || session;
    const isMadeHere = origin.place !== "parameter" && origin.function === owner;
    return isMadeHere || !isOfDriver(session) ? undefined : { owner, parameter, connection: session };
  }
  for (const { arguments: given } of file.spawnsOf(owner))
    for (const argument of given) {
      if (argument.parameter !== parameter) continue;
      const connection = file.databaseValueOf(argument.node, "connection");
      if (connection && isOfDriver(connection)) return { owner, parameter, connection };
    }
  return undefined;
}

/** The name that holds the connection: that of its cursor for `cursor.connection`. */
function holderOf(receiver: Expression, file: FileModel): Expression {
  return receiver.kind === "Attribute" &&
    receiver.name === "connection" &&
    file.databaseValueOf(receiver.object, "cursor")
    ? receiver.object
    : receiver;
}

/** For the function's next call in a loop, or for what its callers do then. */
export type LivesOn = "in-a-loop" | "afterwards";

/** How a connection lives on when the function that was handed it returns. */
export function livesOn(handed: HandedConnection, file: FileModel): LivesOn | undefined {
  // What a framework hands to a request's function, it ends with the request.
  return handed.owner.handler ? undefined : afterCalls(handed, file, new Set());
}

function afterCalls(
  { owner, parameter, connection }: HandedConnection,
  file: FileModel,
  seen: Set<FunctionInfo>,
): LivesOn | undefined {
  seen.add(owner);
  const spawns = file.spawnsOf(owner);
  const callers = file.callersOf(owner).filter((call) => file.functionOf(call) !== owner);
  // Other files call it.
  if (spawns.length + callers.length === 0) return "afterwards";
  // Who starts a thread goes on with what it gave it, or starts the next.
  for (const { arguments: given, loop } of spawns) {
    const argument = given.find((one) => one.parameter === parameter)?.node;
    if (!argument || argument.kind === "Call") continue;
    if (!isMadeIn(file.databaseValueOf(argument, "connection", "cursor"), loop?.node)) return "afterwards";
  }
  let found: LivesOn | undefined;
  for (const call of callers) {
    const given = argumentFor(call, owner, parameter);
    if (!given || given.kind === "Call") continue;
    const value = file.databaseValueOf(given, "connection", "cursor");
    if (file.loopsOf(call).some(({ node }) => !isMadeIn(value, node))) return "in-a-loop";
    const next = nextUse(call, given, file);
    if (next === "ended") continue;
    if (next === "used" || given.kind === "Attribute" || value?.origin.place === "module") {
      found = "afterwards";
      continue;
    }
    const outer = file.functionOf(call);
    const passedOn = outer && given.kind === "Name" ? parameterNamed(outer, given, file) : undefined;
    if (!outer || !passedOn || outer.handler || seen.has(outer)) continue;
    const further = afterCalls({ owner: outer, parameter: passedOn, connection }, file, seen);
    if (further === "in-a-loop") return further;
    found ??= further;
  }
  return found;
}

function isMadeIn(value: DatabaseValue | undefined, around: Node | undefined): boolean {
  const node = value?.origin.node;
  return node !== undefined && isWithin(node, around);
}

/** What the caller does first with the connection when the call is over. */
function nextUse(call: Call, given: Expression, file: FileModel): "ended" | "used" | "unused" {
  const owner = file.functionOf(call);
  const { end } = file.rangeOf(call);
  const value = file.databaseValueOf(given, "connection", "cursor");
  const uses = file
    .operationsOf(owner)
    .filter(
      ({ session, receiverNode }) =>
        file.isSame(receiverNode, given) || (value && session.origin.node === value.origin.node),
    )
    .flatMap(({ call: node, action, receiver }) => {
      const isEnd = action === "rollback" || (action === "close" && receiver.kind !== "cursor");
      // A commit of an aborted transaction rolls it back; the rest is no statement.
      if (isEnd || (action === "commit" && isPostgres(receiver))) return [{ node, ends: true }];
      // What stays in an open transaction of others does harm when it is committed.
      return action === "commit" || (isPostgres(receiver) && /^run(?:-many)?$/.test(action))
        ? [{ node, ends: false }]
        : [];
    });
  const handedOn = [...codeOf(file, owner)]
    .filter((node) => node.kind === "Call")
    .filter((node) => argumentsOf(node).some((one) => file.isSame(one, given)))
    .filter((node) => (value && isPostgres(value)) || mayCommit(node, file))
    .map((node) => ({ node, ends: ending.test(file.textOf(node.callee)) }));
  const [first] = [...uses, ...handedOn]
    .filter(({ node }) => file.rangeOf(node).start >= end && mayFollow(node, call))
    .sort((one, other) => file.rangeOf(one.node).start - file.rangeOf(other.node).start);
  if (!first) return "unused";
  return first.ends ? "ended" : "used";
}

/** Functions and methods that are handed a connection to end it: a pool's `putconn(conn)`. */
const ending = /close|rollback|release|putconn/i;

function argumentsOf({ args, keywords }: Call): readonly Expression[] {
  return [...args, ...keywords.map(({ value }) => value)];
}

/** Whether one of the functions that a call runs commits, or is not known. */
function mayCommit(call: Call, file: FileModel): boolean {
  const callees = file.calleesOf(call);
  return (
    callees.length === 0 ||
    callees.some((callee) => file.operationsOf(callee).some(({ action }) => action === "commit"))
  );
}

/** A handler of the `try` around the call does not run: the error went no further. */
function mayFollow(node: Node, call: Call): boolean {
  if (areExclusive(node, call)) return false;
  for (let at: Node | undefined = node; at; at = at.parent)
    if (at.kind === "ExceptHandler" && isWithin(call, at.parent)) return isWithin(call, at);
  return true;
}

function isWithin(node: Node, around: Node | undefined): boolean {
  for (let at: Node | undefined = around && node; at; at = at.parent) if (at === around) return true;
  return false;
}
