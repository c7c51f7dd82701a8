import type { Binding, FileModel, FunctionInfo, Operation } from "../../model/file-model.ts";
import { type Exit, exitsOf } from "../../model/paths.ts";
import type { DatabaseValue } from "../../model/value.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { AnnAssign, Assign, Node, WithItem } from "../../syntax/python.ts";
import { lastNameOf } from "./names.ts";
import { stopsHere } from "./session-mending.ts";

/** Whether something that still needs the connection leaves: a returned cursor or query, one that is stored. */
export function leavesInside(owner: FunctionInfo, value: DatabaseValue, file: FileModel): boolean {
  if (owner.node.kind === "Lambda") return true;
  const lazy = (expression: Node | undefined): boolean => {
    if (!expression) return false;
    switch (expression.kind) {
      case "Tuple":
      case "List":
        return expression.elements.some(lazy);
      case "Comprehension":
        return expression.form === "generator";
      case "Lambda":
        return true;
      case "Name":
      case "Attribute":
      case "Call":
      case "Await": {
        const held = file.databaseValueOf(
          expression,
          "cursor",
          "query",
          "result",
          "transaction",
          "connection",
          "session",
        );
        return held !== undefined && comesFrom(held, value);
      }
      default:
        return false;
    }
  };
  for (const statement of owner.node.body)
    for (const node of nodesRunBy(statement)) {
      if (node.kind === "Return" && lazy(node.value)) return true;
      if (node.kind === "Assign" && node.targets.some(({ kind }) => kind !== "Name") && lazy(node.value))
        return true;
      if (node.kind === "Call" && /^[A-Z]/.test(lastNameOf(node)) && node.args.some(lazy)) return true;
    }
  return false;
}

function comesFrom(held: DatabaseValue, maker: DatabaseValue): boolean {
  for (let at: DatabaseValue | undefined = held; at; at = at.source)
    if (at.origin.node !== undefined && at.origin.node === maker.origin.node) return true;
  return false;
}

export interface Left {
  readonly id: "open" | "queriedAgain" | "neverClosed";
  readonly exit: Node | undefined;
}

type State = "none" | "closed" | "open" | "again";

/** Follows a session through the function. */
export function leftOpen(
  made: Assign | AnnAssign,
  binding: Binding,
  value: DatabaseValue,
  owner: FunctionInfo,
  file: FileModel,
): Left | undefined {
  const calls = new Map(
    file
      .operationsOf(owner)
      .filter(({ session }) => isOf(session, value, binding, file))
      .map((operation) => [operation.call, operation]),
  );
  const after = (state: State, action: Operation["action"]): State => {
    if (["commit", "rollback", "close"].includes(action)) return "closed";
    const reads = ["run", "run-many", "flush", "refresh", "merge"].includes(action);
    return reads ? (state === "closed" && committed ? "again" : "open") : state;
  };
  const committed = [...calls.values()].some(({ action }) => action === "commit");
  const endsWith = (node: Node) =>
    node.kind === "Name"
      ? file.bindingOf(node) === binding
      : [...nodesRunBy(node)].some((inner) => inner.kind === "Name" && file.bindingOf(inner) === binding);
  const exits = exitsAfter(owner, {
    step: (state: State, node) => {
      let next = state;
      for (const inner of nodesRunBy(node)) {
        if (inner === made) next = "closed";
        const operation = inner.kind === "Call" ? calls.get(inner) : undefined;
        if (operation && next !== "none") next = after(next, operation.action);
      }
      return node === made ? "closed" : next;
    },
    leave: (state, node) =>
      node.items.some(({ context }) => endsWith(context)) && !isNoAutoflush(node.items) ? "closed" : state,
    runsAlways: ({ body, orelse, test }) =>
      orelse.length === 0 &&
      body.some((statement) =>
        [...nodesRunBy(statement)].some(
          (inner) => inner.kind === "Call" && calls.get(inner)?.action === "close",
        ),
      ) &&
      (endsWith(test) || !["Return", "Raise", "Continue", "Break"].includes(body.at(-1)?.kind ?? "")),
    ends: stopsHere,
  });
  const left = exits.find(({ states }) => states.has("open") || states.has("again"));
  if (!left) return undefined;
  return {
    id: left.states.has("again") && !left.states.has("open") ? "queriedAgain" : "open",
    exit: left.node,
  };
}

function isNoAutoflush(items: readonly WithItem[]): boolean {
  return items.some(({ context }) => context.kind === "Attribute" && context.name === "no_autoflush");
}

function exitsAfter(
  owner: FunctionInfo,
  follow: Parameters<typeof exitsOf<State>>[2],
): readonly Exit<State>[] {
  if (owner.node.kind === "Lambda") return [];
  return exitsOf<State>(owner.node.body, "none", follow).filter(
    ({ how }) => how === "return" || how === "end",
  );
}

function isOf(session: DatabaseValue, value: DatabaseValue, binding: Binding, file: FileModel): boolean {
  if (session.origin.node !== undefined && session.origin.node === value.origin.node) return true;
  const { node } = session.origin;
  return node?.kind === "Name" && file.bindingOf(node) === binding;
}

/** Drivers whose connections close at the end of their `with`. */
const closingWith = new Set([
  "sqlalchemy",
  "psycopg",
  "pymysql",
  "MySQLdb",
  "mysql.connector",
  "aiosqlite",
  "pymssql",
]);

export function neverClosed(
  made: Assign | AnnAssign,
  binding: Binding,
  value: DatabaseValue,
  owner: FunctionInfo,
): Left | undefined {
  for (const { parent } of binding.names) {
    if (parent?.kind === "Attribute" && /close|terminate|release|invalidate|detach/.test(parent.name))
      return undefined;
    if (parent?.kind === "WithItem" && closingWith.has(value.library)) return undefined;
    if (parent?.kind === "Delete") return undefined;
  }
  const exits = exitsAfter(owner, {
    step: (state, node) => (node === made ? "open" : state),
    ends: stopsHere,
  });
  const left = exits.find(({ states }) => states.has("open"));
  return left && { id: "neverClosed", exit: left.node };
}
