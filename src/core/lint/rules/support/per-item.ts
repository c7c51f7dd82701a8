import type { FileModel, FunctionInfo, Loop, Operation, Spawn } from "../../model/file-model.ts";
import { parameterDependence } from "../../model/loop-dependence.ts";
import { overOfFor } from "../../model/loop-kind.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { Call, Expression, Node, Try } from "../../syntax/python.ts";

/** Why a piece of code runs once per row. */
export type PerItem =
  | { readonly by: "loop"; readonly loop: Loop }
  /** The function that it stands in is started once per row. */
  | { readonly by: "fan-out"; readonly spawn: Spawn; readonly function: FunctionInfo }
  /** `map(lambda row: …, rows)`. */
  | { readonly by: "callback"; readonly call: Call; readonly function: FunctionInfo };

/**
 * Whether a node runs once per row. A loop over few constants, and one that tries the same again, inherit from
 * the loop around; one over chunks, or that waits for work, settles that it does not.
 */
export function perItemOf(file: FileModel, node: Node): PerItem | undefined {
  for (const loop of file.loopsOf(node)) {
    if (loop.over === "few-constants" || loop.over === "retries") continue;
    return loop.over === "rows" && !isFallback(file, loop) ? { by: "loop", loop } : undefined;
  }
  const around = file.functionOf(node);
  if (!around) return undefined;
  if (around.node.kind === "Lambda") return callbackOf(file, around);
  const spawn = file.spawnsOf(around).find((candidate) => isPerItem(file, candidate));
  return spawn && { by: "fan-out", spawn, function: around };
}

/** Whether an expression's value differs from row to row. */
export function dependsOnItem(file: FileModel, expression: Expression, item: PerItem): boolean {
  if (item.by === "loop")
    return [...rowLoopsAround(file, item.loop)].some((loop) => file.dependsOn(expression, loop));
  return parameterDependence(item.function, file)(expression);
}

/** A loop over rows and those around it: what differs from outer row to outer row differs too. */
function* rowLoopsAround(file: FileModel, loop: Loop): Generator<Loop> {
  yield loop;
  for (const outer of file.loopsOf(loop.node)) {
    if (outer.over === "chunks" || outer.over === "poll") return;
    if (outer.over === "rows") yield outer;
  }
}

/** Whether an expression holds what does the work, and not what the work is about. */
export function isSessionLike(file: FileModel, expression: Expression): boolean {
  return (
    file.databaseValueOf(
      expression,
      "session",
      "session-registry",
      "connection",
      "cursor",
      "engine",
      "pool",
    ) !== undefined
  );
}

/** The code that runs once per row. */
export function bodyOf(item: PerItem): Node {
  return item.by === "loop" ? item.loop.node : item.function.node;
}

/** Whether two operations act on one session or connection. */
export function isSameSession(file: FileModel, one: Operation, other: Operation): boolean {
  return (
    one.session === other.session ||
    (one.session.origin.node !== undefined && one.session.origin.node === other.session.origin.node) ||
    file.isSame(one.receiverNode, other.receiverNode) ||
    isFlaskQuery(one, other) ||
    isFlaskQuery(other, one)
  );
}

/** `Model.query` asks `db.session`, without naming it. */
function isFlaskQuery(query: Operation, other: Operation): boolean {
  return (
    query.session.kind === "query" &&
    other.session.kind === "session-registry" &&
    (query.session.library === "flask_sqlalchemy" || query.session.weak)
  );
}

/** `executor.map(f, rows)`, `for row in rows: executor.submit(f, row)`: not a fixed number of workers. */
function isPerItem(file: FileModel, spawn: Spawn): boolean {
  if (spawn.fanOut === "map") return isMapOverRows(file, spawn);
  const { loop, call } = spawn;
  if (loop?.over !== "rows" || spawn.form === "initializer" || spawn.form === "server") return false;
  if (loop.iter && isRange(loop.iter) && (spawn.form === "thread" || spawn.form === "process")) return false;
  const given = [...call.args, ...call.keywords.map(({ value }) => value)];
  return given.some((argument) => argument !== spawn.target && file.dependsOn(argument, loop));
}

function isMapOverRows(file: FileModel, { call, target }: Spawn): boolean {
  const iterables = call.args.filter((argument) => argument !== target);
  const [first] = iterables;
  if (!first) return false;
  const parameter: Expression = { ...first, kind: "Constant", type: "None", value: null };
  return iterables.every((iterable) => overOfFor(parameter, iterable, [], file) === "rows");
}

function isRange(iter: Expression): boolean {
  return iter.kind === "Call" && iter.callee.kind === "Name" && iter.callee.id === "range";
}

function callbackOf(file: FileModel, lambda: FunctionInfo): PerItem | undefined {
  const call = lambda.node.parent;
  if (call?.kind !== "Call") return undefined;
  const { callee, args } = call;
  if (callee.kind === "Name" && callee.id === "map" && args[0] === lambda.node && args[1]) {
    if (overOfFor(args[0], args[1], [], file) !== "rows") return undefined;
    return { by: "callback", call, function: lambda };
  }
  const byRow = call.keywords.some(
    ({ name, value }) =>
      name === "axis" && value.kind === "Constant" && (value.value === 1 || value.value === "columns"),
  );
  return callee.kind === "Attribute" && callee.name === "apply" && byRow
    ? { by: "callback", call, function: lambda }
    : undefined;
}

/** Row by row, because all at once has just failed. */
function isFallback(file: FileModel, loop: Loop): boolean {
  const handler = handlerAround(loop.node);
  if (!handler) return false;
  return handler.body.some((statement) => {
    for (const node of nodesRunBy(statement)) if (node.kind === "Call" && isBulk(file, node)) return true;
    return false;
  });
}

/** The `try` whose handler a node is in, within its function. */
export function handlerAround(node: Node, within?: Node): Try | undefined {
  for (let at: Node | undefined = node; at && at !== within; at = at.parent) {
    if (at.kind === "FunctionDef" || at.kind === "Lambda") return undefined;
    if (at.kind === "ExceptHandler" && at.parent?.kind === "Try") return at.parent;
  }
  return undefined;
}

const bulkCalls =
  /^(?:executemany|execute_many|execute_values|execute_batch|bulk_\w+|insert_many|copy_from|copy_expert|copy_records_to_table|copy_to_table|to_sql|copy|abulk_\w+)$/;

/** A call that writes many rows at once. */
export function isBulk(file: FileModel, call: Call): boolean {
  const { callee, args } = call;
  const name = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
  if (bulkCalls.test(name)) return name !== "copy" || file.databaseValueOf(callee) !== undefined;
  if (name === "add_all") return args[0] !== undefined && args[0].kind !== "List" && args[0].kind !== "Tuple";
  return false;
}
