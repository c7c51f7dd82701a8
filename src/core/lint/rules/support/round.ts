import type { FileModel } from "../../model/file-model.ts";
import { nodesIn, nodesRunBy } from "../../syntax/children.ts";
import type { Expression, If, Node, Statement } from "../../syntax/python.ts";
import { bodyOf, handlerAround, type PerItem } from "./per-item.ts";

/** Where a node stands in one round of a loop. */

/** Whether a node does not run in each round, or in the last one only. */
export function isOutOfTurn(file: FileModel, node: Node, item: PerItem): boolean {
  return endsLoop(node, item) || isOncePerBatch(file, node, item) || isOnErrorPath(node, item);
}

/** Whether the loop always ends in the round that reaches a node: `return` or `break` follows it. */
export function endsLoop(node: Node, item: PerItem): boolean {
  if (item.by !== "loop") return false;
  const loop = item.loop.node;
  let innermost = true;
  for (let at = node; at !== loop && at.parent; at = at.parent) {
    const around = at.parent;
    if (around !== loop && (around.kind === "For" || around.kind === "While")) {
      innermost = false;
      continue;
    }
    for (const following of blockAfter(at, around)) if (leaves(following, innermost)) return true;
  }
  return false;
}

function leaves(statement: Statement, innermost: boolean): boolean {
  switch (statement.kind) {
    case "Return":
    case "Raise":
      return true;
    case "Break":
      return innermost;
    case "If":
      return (
        statement.orelse.length > 0 &&
        statement.body.some((inner) => leaves(inner, innermost)) &&
        statement.orelse.some((inner) => leaves(inner, innermost))
      );
    case "With":
      return statement.body.some((inner) => leaves(inner, innermost));
    case "ExprStmt":
      return (
        statement.value.kind === "Call" && /^(?:exit|_exit|quit)$/.test(lastName(statement.value.callee))
      );
    default:
      return false;
  }
}

/** The statements that run after one in its block, itself among them. */
function blockAfter(statement: Node, around: Node): readonly Statement[] {
  for (const block of blocksOf(around)) {
    const index = block.indexOf(statement as Statement);
    if (index < 0) continue;
    const rest = block.slice(index);
    return around.kind === "Try" && block === around.body
      ? [...rest, ...around.orelse, ...around.finalbody]
      : rest;
  }
  return [];
}

function blocksOf(node: Node): readonly (readonly Statement[])[] {
  switch (node.kind) {
    case "For":
    case "While":
    case "If":
      return [node.body, node.orelse];
    case "With":
    case "ExceptHandler":
    case "MatchCase":
      return [node.body];
    case "Try":
      return [node.body, node.orelse, node.finalbody];
    default:
      return [];
  }
}

/** Whether a node runs only every so many rounds: `if i % 100 == 0`, `if len(batch) >= size`. */
function isOncePerBatch(file: FileModel, node: Node, item: PerItem): boolean {
  const body = bodyOf(item);
  for (let at = node; at !== body && at.parent; at = at.parent) {
    const around = at.parent;
    if (around.kind === "If" && at !== around.test && isBatchTest(file, around, body)) return true;
    if (around.kind === "FunctionDef" || around.kind === "Lambda") return false;
  }
  return false;
}

function isBatchTest(file: FileModel, branch: If, body: Node): boolean {
  for (const node of nodesRunBy(branch.test)) {
    if (node.kind === "BinOp" && node.operator === "%" && isModulo(node.left, node.right)) return true;
    if (node.kind !== "Compare" || !node.operators.some((operator) => /^(?:>=|>|==|<=|<)$/.test(operator)))
      continue;
    if (node.operands.some((operand) => isClock(operand))) return true;
    const [one, other] = node.operands;
    if (one && other && (isFull(file, one, other, branch, body) || isFull(file, other, one, branch, body)))
      return true;
  }
  return false;
}

function isModulo(left: Expression, right: Expression): boolean {
  if (left.kind === "Constant" || left.kind === "FString") return false;
  return !(right.kind === "Constant" && typeof right.value === "number" && right.value < 5);
}

/** `len(batch) >= 1000`, `count == size`, `index == len(rows) - 1`. */
function isFull(file: FileModel, one: Expression, other: Expression, branch: If, body: Node): boolean {
  if (other.kind === "Constant" && typeof other.value === "number" && other.value < 5) return false;
  if (one.kind === "Call" && lastName(one.callee) === "len" && one.args[0]) {
    const list = one.args[0];
    return isReset(file, list, branch) || (isFilled(file, list, body) && isSize(other));
  }
  if (one.kind === "Name" && isIndex(one.id, body) && mentionsLength(other)) return true;
  return (one.kind === "Name" || one.kind === "Attribute") && isCounted(file, one, body);
}

/** `rows` is emptied in the branch. */
function isReset(file: FileModel, list: Expression, branch: If): boolean {
  for (const statement of branch.body)
    for (const node of nodesRunBy(statement)) {
      if (node.kind === "Assign" && node.targets.some((target) => file.isSame(target, list))) return true;
      if (node.kind === "Delete") return true;
      if (node.kind === "Call" && node.callee.kind === "Attribute" && node.callee.name === "clear")
        return true;
    }
  return false;
}

function isFilled(file: FileModel, list: Expression, body: Node): boolean {
  for (const node of nodesRunBy(body))
    if (
      node.kind === "Call" &&
      node.callee.kind === "Attribute" &&
      /^(?:append|extend|add|insert)$/.test(node.callee.name) &&
      file.isSame(node.callee.object, list)
    )
      return true;
  return false;
}

function isSize(expression: Expression): boolean {
  return expression.kind !== "Constant" || (typeof expression.value === "number" && expression.value >= 10);
}

/** A counter that the loop moves on. */
function isCounted(file: FileModel, counter: Expression, body: Node): boolean {
  for (const node of nodesRunBy(body))
    if (node.kind === "AugAssign" && node.operator === "+" && file.isSame(node.target, counter)) return true;
  return false;
}

/** The first name of `for index, row in enumerate(rows)`, and that of `for index in range(n)`. */
function isIndex(name: string, body: Node): boolean {
  if (body.kind !== "For" || body.iter.kind !== "Call") return false;
  const { target } = body;
  const index = target.kind === "Tuple" ? target.elements[0] : target;
  return (
    index?.kind === "Name" &&
    index.id === name &&
    /^(?:enumerate|range|tqdm)$/.test(lastName(body.iter.callee))
  );
}

function mentionsLength(expression: Expression): boolean {
  for (const node of nodesRunBy(expression))
    if (node.kind === "Call" && lastName(node.callee) === "len") return true;
  return false;
}

/** `time.time() - last > 5`. */
function isClock(expression: Expression): boolean {
  for (const node of nodesRunBy(expression))
    if (node.kind === "Call" && /^(?:time|monotonic|perf_counter|total_seconds)$/.test(lastName(node.callee)))
      return true;
  return false;
}

function lastName(callee: Expression): string {
  return callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
}

/** Exceptions that say that a row is missing or there already: an ordinary path. */
const expected =
  /DoesNotExist|NoResultFound|NotFound|IntegrityError|UniqueViolation|MultipleResults|KeyError|IndexError|AttributeError|StopIteration/;

/** Whether a node runs only when something in the round has failed. */
function isOnErrorPath(node: Node, item: PerItem): boolean {
  const body = bodyOf(item);
  for (let at: Node | undefined = node; at && at !== body; at = at.parent)
    if (at.kind === "ExceptHandler" && handlerAround(at, body) && !expected.test(typeText(at.type)))
      return true;
  return false;
}

function typeText(type: Expression | undefined): string {
  if (!type) return "";
  let text = "";
  for (const node of nodesIn(type))
    text += node.kind === "Name" ? ` ${node.id}` : node.kind === "Attribute" ? ` ${node.name}` : "";
  return text;
}
