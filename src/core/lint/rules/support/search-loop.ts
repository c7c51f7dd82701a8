import type { Binding, FileModel } from "../../model/file-model.ts";
import { nodesIn, nodesRunBy } from "../../syntax/children.ts";
import type { Expression, If, Node, Statement } from "../../syntax/python.ts";
import { bodyOf, type PerItem } from "./per-item.ts";

/**
 * Whether a loop asks one after the other until it has found what it looks for: it leaves by `return` or `break`
 * when the answer is there. One that leaves when something is missing is no search: it checks all rows.
 */
export function searches(file: FileModel, asked: Expression, item: PerItem): boolean {
  if (item.by !== "loop" || item.loop.node.kind === "Comprehension") return false;
  const answers = answersOf(file, asked, item);
  const counts = isCounting(item);
  for (const node of nodesRunBy(bodyOf(item))) {
    if (node.kind === "While" && counts && mentions(file, node.test, asked, answers)) return true;
    if (node.kind !== "If" || !mentions(file, node.test, asked, answers)) continue;
    if (
      leaves(node.body) &&
      (isFound(file, node.test, asked, answers) || counts || returnsItem(file, node, item))
    )
      return true;
    if (leaves(node.orelse) && !isFound(file, node.test, asked, answers)) return true;
  }
  return false;
}

/** Names that hold the query's answer, or something made of it. */
function answersOf(file: FileModel, asked: Expression, item: PerItem): ReadonlySet<Binding> {
  const answers = new Set<Binding>();
  const isAnswer = (node: Node) => {
    for (const inner of nodesIn(node)) {
      if (inner === asked) return true;
      if (inner.kind !== "Name") continue;
      const binding = file.bindingOf(inner);
      if (binding && answers.has(binding)) return true;
    }
    return false;
  };
  // `cursor.execute(…)`, then `row = cursor.fetchone()`.
  const receiver =
    asked.kind === "Call" && asked.callee.kind === "Attribute" ? asked.callee.object : undefined;
  const fetches = (value: Node) => {
    for (const inner of nodesIn(value))
      if (
        inner.kind === "Call" &&
        inner.callee.kind === "Attribute" &&
        /^fetch/.test(inner.callee.name) &&
        receiver &&
        file.isSame(inner.callee.object, receiver)
      )
        return true;
    return false;
  };
  for (const node of nodesRunBy(bodyOf(item))) {
    const target =
      node.kind === "Assign" ? node.targets[0] : node.kind === "NamedExpr" ? node.target : undefined;
    if (!target || (node.kind !== "Assign" && node.kind !== "NamedExpr")) continue;
    if (!isAnswer(node.value) && !fetches(node.value)) continue;
    const binding = target.kind === "Name" ? file.bindingOf(target) : undefined;
    if (binding) answers.add(binding);
  }
  return answers;
}

function mentions(
  file: FileModel,
  test: Expression,
  asked: Expression,
  answers: ReadonlySet<Binding>,
): boolean {
  for (const node of nodesIn(test)) {
    if (node === asked) return true;
    if (node.kind !== "Name") continue;
    const binding = file.bindingOf(node);
    if (binding && answers.has(binding)) return true;
  }
  return false;
}

/** `if row`, `if row is not None`, `if count > 0`: and not `if not row`, `if row is None`. */
function isFound(
  file: FileModel,
  test: Expression,
  asked: Expression,
  answers: ReadonlySet<Binding>,
): boolean {
  switch (test.kind) {
    case "UnaryOp":
      return test.operator !== "not" || !isFound(file, test.operand, asked, answers);
    case "Compare": {
      const [operator] = test.operators;
      const right = test.operands[1];
      const empty = right?.kind === "Constant" && (right.value === null || right.value === 0);
      if (operator === "is" || operator === "==") return !empty;
      if (operator === "<" || operator === "not in") return false;
      return true;
    }
    case "BoolOp":
      return [test.left, test.right]
        .filter((side) => mentions(file, side, asked, answers))
        .every((side) => isFound(file, side, asked, answers));
    default:
      return true;
  }
}

function leaves(block: readonly Statement[]): boolean {
  const last = block.at(-1);
  return last?.kind === "Return" || last?.kind === "Break";
}

/** A loop over numbers or candidates that tries each: `while True`, `itertools.count()`, `range`. */
function isCounting(item: PerItem): boolean {
  if (item.by !== "loop") return false;
  const { node, iter } = item.loop;
  if (node.kind === "While") return true;
  if (iter?.kind !== "Call") return false;
  const { callee } = iter;
  const name = callee.kind === "Name" ? callee.id : callee.kind === "Attribute" ? callee.name : "";
  return name === "range" || name === "count";
}

/** `if not taken(name): return name`. */
function returnsItem(file: FileModel, { body }: If, item: PerItem): boolean {
  const last = body.at(-1);
  if (last?.kind !== "Return" || !last.value || item.by !== "loop") return false;
  return (
    (last.value.kind === "Name" || last.value.kind === "Attribute" || last.value.kind === "FString") &&
    file.dependsOn(last.value, item.loop)
  );
}
