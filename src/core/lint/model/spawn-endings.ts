import { nodesRunBy } from "../syntax/children.ts";
import type { Call, Expression, Node, Statement } from "../syntax/python.ts";
import type { FileModel } from "./file-model.ts";

type EndingDeps = Pick<FileModel, "isSame" | "loopsOf">;

const waiting: ReadonlySet<string> = new Set(["join", "result", "get", "wait", "exception"]);

/**
 * Whether the code that starts something waits for it before it does anything else: `await to_thread(…)`,
 * `submit(…).result()`, a `join()` as the next statement, a pool that is opened and left for this one job.
 */
export function isHop(call: Call, deps: EndingDeps): boolean {
  const { parent } = call;
  if (parent?.kind === "Await") return true;
  if (parent?.kind === "Attribute" && waiting.has(parent.name)) return true;
  const statement = statementOf(call);
  if (!statement) return false;
  if (isOnlyJobOfItsPool(statement, call, deps)) return true;
  const name = assignedTo(call);
  if (!name) return false;
  return waitsNext(statement, name, deps);
}

/** The name or attribute that holds what the call gave. */
function assignedTo(call: Call): Expression | undefined {
  const { parent } = call;
  if (parent?.kind === "Assign" && parent.value === call && parent.targets.length === 1)
    return parent.targets[0];
  if (parent?.kind === "AnnAssign" || parent?.kind === "NamedExpr") return parent.target;
  return undefined;
}

function waitsNext(started: Statement, name: Expression, deps: EndingDeps): boolean {
  const block = blockOf(started);
  for (const statement of block.slice(block.indexOf(started) + 1)) {
    const calls = [...nodesRunBy(statement)].filter((node): node is Call => node.kind === "Call");
    for (const call of calls) {
      const { callee } = call;
      if (callee.kind === "Attribute" && deps.isSame(callee.object, name)) {
        if (waiting.has(callee.name)) return isStraight(statement);
        if (callee.name === "start" || /^set|^is_/.test(callee.name)) continue;
        return false;
      }
      if (statement.kind === "ExprStmt" && isAwaitOf(statement.value, name, deps)) return true;
      if (!isTalk(call)) return false;
    }
    if (calls.length === 0 && isAwaiting(statement, name, deps)) return true;
    if (statement.kind === "Return" || statement.kind === "Raise") return false;
  }
  return false;
}

function isStraight(statement: Statement): boolean {
  return (
    statement.kind === "ExprStmt" ||
    statement.kind === "Assign" ||
    statement.kind === "Return" ||
    statement.kind === "Try"
  );
}

function isAwaiting(statement: Statement, name: Expression, deps: EndingDeps): boolean {
  if (statement.kind !== "ExprStmt" && statement.kind !== "Assign" && statement.kind !== "Return")
    return false;
  return statement.value !== undefined && isAwaitOf(statement.value, name, deps);
}

function isAwaitOf(value: Expression, name: Expression, deps: EndingDeps): boolean {
  return value.kind === "Await" && deps.isSame(value.value, name);
}

/** Printing and logging between start and join use nothing that is shared. */
function isTalk({ callee }: Call): boolean {
  if (callee.kind === "Name") return /^(?:print|len|str|repr|range|sleep)$/.test(callee.id);
  return (
    callee.kind === "Attribute" &&
    /^(?:debug|info|warning|error|exception|log|sleep|time|format|write)$/.test(callee.name)
  );
}

/** `with ThreadPoolExecutor() as pool: pool.submit(job)`: leaving the block waits. */
function isOnlyJobOfItsPool(statement: Statement, call: Call, deps: EndingDeps): boolean {
  const block = statement.parent;
  if (block?.kind !== "With" || block.body.length > 2 || call.callee.kind !== "Attribute") return false;
  const pool = call.callee.object;
  const opened = block.items.some(({ target }) => target !== undefined && deps.isSame(target, pool));
  if (!opened || call.callee.name !== "submit") return false;
  if (deps.loopsOf(call).length !== deps.loopsOf(block).length) return false;
  const calls = [...nodesRunBy(block)].filter(
    (node) =>
      node.kind === "Call" && node.callee.kind === "Attribute" && deps.isSame(node.callee.object, pool),
  );
  return calls.length === 1 && block.body.every((inner) => inner === statement || mentionsOnlyResult(inner));
}

function mentionsOnlyResult(statement: Statement): boolean {
  return [...nodesRunBy(statement)].every(
    (node) =>
      node.kind !== "Call" ||
      isTalk(node) ||
      (node.callee.kind === "Attribute" && waiting.has(node.callee.name)),
  );
}

function statementOf(node: Node): Statement | undefined {
  let inner: Node = node;
  for (let outer = node.parent; outer; inner = outer, outer = outer.parent)
    if (isBlock(outer)) return isInBody(inner, outer) ? (inner as Statement) : undefined;
  return undefined;
}

function blockOf(statement: Statement): readonly Statement[] {
  const { parent } = statement;
  return (parent && blocksOf(parent).find((block) => block.includes(statement))) ?? [];
}

function isBlock(node: Node): boolean {
  return blocksOf(node).length > 0;
}

function isInBody(node: Node, parent: Node): boolean {
  return blocksOf(parent).some((block) => (block as readonly Node[]).includes(node));
}

function blocksOf(node: Node): readonly (readonly Statement[])[] {
  switch (node.kind) {
    case "Unit":
    case "FunctionDef":
    case "ClassDef":
    case "With":
    case "MatchCase":
    case "ExceptHandler":
      return [node.body];
    case "For":
    case "While":
    case "If":
      return [node.body, node.orelse];
    case "Try":
      return [node.body, node.orelse, node.finalbody];
    default:
      return [];
  }
}
