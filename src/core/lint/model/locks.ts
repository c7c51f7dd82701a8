import { nodesRunBy } from "../syntax/children.ts";
import type { Call, Expression, Node, Statement } from "../syntax/python.ts";
import type { FileModel } from "./file-model.ts";

type LockSources = Pick<FileModel, "valuesOf" | "isSame" | "bindingOf">;

/**
 * The innermost `with` over a lock that a node is in, or the call of `acquire()` whose `release()` comes after it;
 * within the node's function. A name alone counts as a lock only if nothing is known of its value.
 */
export function readLock(node: Node, file: LockSources): Node | undefined {
  let inner = node;
  for (let outer = node.parent; outer; inner = outer, outer = outer.parent) {
    const acquired = isStatement(inner) ? acquiredBefore(inner, outer, file) : undefined;
    if (acquired) return acquired;
    if (outer.kind === "FunctionDef" || outer.kind === "Lambda" || outer.kind === "ClassDef")
      return undefined;
    if (outer.kind !== "With" || inner.kind === "WithItem") continue;
    if (outer.items.some(({ context }) => isLock(context, file))) return outer;
  }
  return undefined;
}

function isLock(expression: Expression, file: LockSources): boolean {
  const value = expression.kind === "Await" ? expression.value : expression;
  const held = file.valuesOf(value);
  if (held.some(({ kind }) => kind === "lock")) return true;
  if (held.some((one) => one.kind !== "external" || one.path.startsWith("()"))) return false;
  const called = value.kind === "Call" ? value.callee : value;
  const name = called.kind === "Attribute" ? called.name : called.kind === "Name" ? called.id : "";
  return /(?:^|_)(?:r?lock|mutex|guard)$|[a-z]Lock$/i.test(name);
}

/** The `lock.acquire()` among the statements before this one in its block that nothing between releases. */
function acquiredBefore(statement: Statement, parent: Node, file: LockSources): Call | undefined {
  const block = blockOf(statement, parent);
  const released: Expression[] = [];
  for (let index = block.indexOf(statement) - 1; index >= 0; index--) {
    const before = block[index];
    if (!before) continue;
    const call = before.kind === "ExprStmt" ? callIn(before.value) : undefined;
    const lock = call ? lockOfMethod(call, "acquire") : undefined;
    if (call && lock && isLock(lock, file) && !released.some((one) => file.isSame(one, lock))) return call;
    for (const inner of nodesRunBy(before)) {
      const freed = inner.kind === "Call" ? lockOfMethod(inner, "release") : undefined;
      if (freed) released.push(freed);
    }
  }
  return undefined;
}

function callIn(expression: Expression): Call | undefined {
  const value = expression.kind === "Await" ? expression.value : expression;
  return value.kind === "Call" ? value : undefined;
}

function lockOfMethod(call: Call, method: string): Expression | undefined {
  return call.callee.kind === "Attribute" && call.callee.name === method ? call.callee.object : undefined;
}

function isStatement(node: Node): node is Statement {
  const { parent } = node;
  return parent !== undefined && blockOf(node as Statement, parent).length > 0;
}

/** The statements of the parent's block that this one stands in; empty if it is no statement of it. */
export function blockOf(statement: Statement, parent: Node): readonly Statement[] {
  const blocks: (readonly Statement[])[] = [];
  if ("body" in parent && Array.isArray(parent.body)) blocks.push(parent.body as readonly Statement[]);
  if ("orelse" in parent && Array.isArray(parent.orelse)) blocks.push(parent.orelse as readonly Statement[]);
  if (parent.kind === "Try") blocks.push(parent.finalbody);
  return blocks.find((block) => block.includes(statement)) ?? [];
}
