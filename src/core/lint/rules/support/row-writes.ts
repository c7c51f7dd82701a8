import type { FileModel, Operation } from "../../model/file-model.ts";
import { type DatabaseValue, isDatabaseValue } from "../../model/value.ts";
import { nodesIn, nodesRunBy } from "../../syntax/children.ts";
import type { Call, Expression, Name, Node } from "../../syntax/python.ts";
import { bodyOf, dependsOnItem, isSameSession, type PerItem } from "./per-item.ts";
import { isOutOfTurn } from "./round.ts";
import { isSetBased, namesTableByItem } from "./sent-sql.ts";

/** How an operation writes a row, if it does. */
export type RowWrite = "execute" | "delete" | "save" | "create" | "get-or-create" | "merge" | "add";

export function rowWriteOf({ action, verb }: Pick<Operation, "action" | "verb">): RowWrite | undefined {
  switch (action) {
    case "run":
      if (verb === "insert" || verb === "update") return "execute";
      return verb === "delete" ? "delete" : undefined;
    case "save":
    case "create":
    case "get-or-create":
    case "merge":
    case "add":
      return action;
    default:
      return undefined;
  }
}

/** Whether an operation that runs once per row is none that could be done for all rows at once. */
export function isLeftAlone(file: FileModel, operation: Operation, item: PerItem): boolean {
  const { call } = operation;
  return (
    isOutOfTurn(file, call, item) ||
    (item.by === "loop" && comesFromItem(file, operation, item)) ||
    (operation.action === "run" &&
      (namesTableByItem(file, operation, item) ||
        isSetBased(file, operation) ||
        isManyValues(file, operation, item)))
  );
}

/** Whether each round has a database of its own: `for shard in shards: shard.execute(…)`. */
export function comesFromItem(file: FileModel, operation: Operation, item: PerItem): boolean {
  const { receiverNode, session } = operation;
  const made = session.origin.node;
  if (made && isConnection(session.kind) && isIn(made, bodyOf(item)) && isExpression(made))
    return dependsOnItem(file, made, item);
  return (
    isConnection(operation.receiver.kind) && item.by === "loop" && dependsOnItem(file, receiverNode, item)
  );
}

function isConnection(kind: string): boolean {
  return kind === "session" || kind === "connection" || kind === "cursor" || kind === "engine";
}

function isExpression(node: Node): node is Call | Name {
  return node.kind === "Call" || node.kind === "Name";
}

function isIn(node: Node, around: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) if (at === around) return true;
  return false;
}

/** `insert(M).values([…])`, `values(rows)`: many rows in one statement. */
function isManyValues(file: FileModel, operation: Operation, item: PerItem): boolean {
  for (const node of nodesIn(operation.call)) {
    if (node.kind !== "Call" || node.callee.kind !== "Attribute" || node.callee.name !== "values") continue;
    const [rows] = node.args;
    if (rows?.kind === "List") return true;
    if (rows?.kind === "Comprehension") return rows.form !== "dict";
    if (rows && file.valuesOf(rows).some((value) => value.kind === "collection" && value.form === "list"))
      return true;
  }
  return isBuiltInInnerLoop(file, operation, item);
}

/** A statement whose text an inner loop of the round puts together: several rows at a time. */
function isBuiltInInnerLoop(file: FileModel, operation: Operation, item: PerItem): boolean {
  const [statement] = operation.call.args;
  if (statement?.kind !== "Name") return false;
  const definitions = file.bindingOf(statement)?.definitions ?? [];
  return definitions.some(({ form, node }) => {
    if (form !== "augment") return false;
    const [inner] = file.loopsOf(node);
    return inner !== undefined && inner.node !== bodyOf(item) && isIn(inner.node, bodyOf(item));
  });
}

/** Whether `add` is given an object that is new in each round, so that it means an INSERT. */
export function addsNewObject(file: FileModel, operation: Operation, item: PerItem): boolean {
  const [given] = operation.call.args;
  if (!given || isLoaded(file, given)) return false;
  if (given.kind === "Call") return true;
  if (given.kind !== "Name") return dependsOnItem(file, given, item);
  return (
    isMadeIn(file, given, bodyOf(item)) &&
    !(isGiven(file, given, bodyOf(item)) && isChanged(file, given, operation.call, item))
  );
}

/** Whether all that is known of an object is that it came from a session. */
export function isLoaded(file: FileModel, expression: Expression): boolean {
  const values = file.valuesOf(expression);
  return values.length > 0 && values.every((value) => isDatabaseValue(value) && isLoadedValue(file, value));
}

function isLoadedValue(file: FileModel, { kind, source, origin }: DatabaseValue): boolean {
  if (kind !== "model-object" || source !== undefined) return kind === "row" || kind === "model-object";
  // `Model.query.get(…)` names no session, and `Model(…)` neither.
  const { node, place } = origin;
  if (node === undefined || place === "parameter") return false;
  return !(node.kind === "Call" && file.databaseValueOf(node.callee, "model-class") !== undefined);
}

/** Whether each round gives the name another value. */
function isMadeIn(file: FileModel, name: Name, body: Node): boolean {
  return (file.bindingOf(name)?.definitions ?? []).some(
    ({ form, node }) => /^(?:assign|with|for|parameter)$/.test(form) && isIn(node, body),
  );
}

/** Whether a name holds what was there before the round: the loop's variable, or something looked up. */
function isGiven(file: FileModel, name: Name, body: Node): boolean {
  const definitions = (file.bindingOf(name)?.definitions ?? []).filter(({ node }) => isIn(node, body));
  return definitions.every(({ form, value }) => form === "for" || (value !== undefined && isLookup(value)));
}

function isLookup(value: Expression): boolean {
  if (value.kind === "Subscript") return true;
  return (
    value.kind === "Call" &&
    value.callee.kind === "Attribute" &&
    /^(?:get|pop|popleft|find|next|setdefault)$/.test(value.callee.name)
  );
}

/** `user.active = False` before `session.add(user)`: an object that is there already, as far as one can see. */
function isChanged(file: FileModel, name: Name, before: Call, item: PerItem): boolean {
  const isPart = (node: Expression) => node.kind === "Attribute" && file.isSame(node.object, name);
  for (const node of nodesRunBy(bodyOf(item))) {
    if (node.start >= before.start) continue;
    if (node.kind === "Assign" && node.targets.some(isPart)) return true;
    if (node.kind === "AugAssign" && isPart(node.target)) return true;
    if (node.kind !== "Call" || node.parent?.kind !== "ExprStmt") continue;
    // `user.groups.remove(group)`, `setattr(user, key, value)`.
    if (node.callee.kind === "Attribute" && isPart(node.callee.object)) return true;
    const [first] = node.args;
    if (node.callee.kind === "Name" && node.callee.id === "setattr" && first && file.isSame(first, name))
      return true;
  }
  return false;
}

/** Whether the program gives the key: SQLAlchemy batches such INSERTs on every engine (tried). */
export function givesKey(file: FileModel, operation: Operation): boolean {
  const [given] = operation.call.args;
  if (!given) return false;
  const made = given.kind === "Name" ? onlyValueOf(file, given) : given;
  return (
    made?.kind === "Call" &&
    made.keywords.some(({ name }) => name === "id" || name === "pk" || name === "uuid")
  );
}

function onlyValueOf(file: FileModel, name: Name): Expression | undefined {
  const definitions = file.bindingOf(name)?.definitions ?? [];
  return definitions.length === 1 ? definitions[0]?.value : undefined;
}

/** What in the round makes the session send each object by itself. */
export function sentBy(file: FileModel, add: Operation, item: PerItem): Operation | undefined {
  const flushes = (operation: Operation) =>
    operation !== add &&
    isSameSession(file, add, operation) &&
    (operation.action === "commit" ||
      operation.action === "flush" ||
      operation.action === "refresh" ||
      operation.action === "merge" ||
      (operation.action === "run" && operation.verb !== "ddl" && flushesItself(operation))) &&
    !isOutOfTurn(file, operation.call, item);
  const inBody = file.operationsIn(bodyOf(item)).filter(({ call }) => !isIterable(call, item));
  return (
    inBody.find((operation) => operation.action === "commit" && flushes(operation)) ?? inBody.find(flushes)
  );
}

function isIterable(call: Node, item: PerItem): boolean {
  return item.by === "loop" && item.loop.iter !== undefined && isIn(call, item.loop.iter);
}

/** Unless `autoflush` is off, for the session or the block. */
function flushesItself({ session, call }: Operation): boolean {
  const off = session.options["autoflush"] ?? session.source?.options["autoflush"];
  if (off === false) return false;
  for (let at: Node | undefined = call; at; at = at.parent)
    if (at.kind === "With")
      for (const { context } of at.items)
        if (context.kind === "Attribute" && context.name === "no_autoflush") return false;
  return true;
}
