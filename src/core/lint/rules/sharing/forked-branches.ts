import type { FileModel, FunctionInfo } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { Call, Expression, If, Node, Statement } from "../../syntax/python.ts";
import { readBy } from "./handed-over.ts";
import { handleOf, isSameLink, isUse } from "./handles.ts";
import { isInside, reachOf } from "./reach.ts";

interface ForkedUse {
  /** `os.fork()`. */
  readonly call: Call;
  readonly node: Expression;
  readonly value: DatabaseValue;
}

/** Where the child's branch after `os.fork()` uses a session, connection or cursor of its parent, each once per fork. */
export function usesInForkedBranches(file: FileModel): readonly ForkedUse[] {
  const found: ForkedUse[] = [];
  for (const call of file.callsNamed("fork")) {
    if (file.qualifiedName(call.callee) !== "os.fork") continue;
    for (const branch of childBranches(file, call)) {
      const behind = reachOf(file, calledIn(file, branch));
      for (const { node, value } of [...usesIn(file, branch), ...readBy(file, behind)]) {
        const { function: maker } = value.origin;
        if ((maker && behind.functions.has(maker)) || !isMadeBefore(file, value, call, branch)) continue;
        if (!found.some((known) => known.call === call && isSameLink(known.value, value)))
          found.push({ call, node, value });
      }
    }
  }
  return found;
}

/** `if os.fork() == 0:`, `if pid: … else: …` of a `pid = os.fork()`. A parent that ends at once shares nothing. */
function* childBranches(file: FileModel, call: Call): Generator<readonly Statement[]> {
  for (const tested of testedPlaces(file, call)) {
    const branches = branchesOf(tested);
    if (branches && branches.child.length > 0 && !branches.parent.some(isExit)) yield branches.child;
  }
}

/** The call, and the names that hold the process's number. */
function testedPlaces(file: FileModel, call: Call): readonly Node[] {
  const { parent } = call;
  const target =
    parent?.kind === "NamedExpr"
      ? parent.target
      : parent?.kind === "Assign" && parent.targets.length === 1
        ? parent.targets[0]
        : undefined;
  const binding = target?.kind === "Name" ? file.bindingOf(target) : undefined;
  const owner = file.functionOf(call);
  const names = (binding?.names ?? []).filter((name) => file.functionOf(name) === owner);
  return [parent?.kind === "NamedExpr" ? parent : call, ...names];
}

function branchesOf(tested: Node): { readonly child: If["body"]; readonly parent: If["body"] } | undefined {
  const { parent } = tested;
  if (parent?.kind === "If" && parent.test === tested) return { child: parent.orelse, parent: parent.body };
  if (parent?.kind === "UnaryOp" && parent.operator === "not" && parent.parent?.kind === "If")
    return parent.parent.test === parent
      ? { child: parent.parent.body, parent: parent.parent.orelse }
      : undefined;
  if (parent?.kind !== "Compare" || parent.parent?.kind !== "If" || parent.parent.test !== parent)
    return undefined;
  const [operator, ...more] = parent.operators;
  const other = parent.operands.find((operand) => operand !== tested);
  if (more.length > 0 || other?.kind !== "Constant" || other.value !== 0) return undefined;
  const { body, orelse } = parent.parent;
  if (operator === "==") return { child: body, parent: orelse };
  const isParent = operator === "!=" || (operator === ">" && parent.operands[0] === tested);
  return isParent ? { child: orelse, parent: body } : undefined;
}

function isExit(statement: Statement): boolean {
  if (statement.kind === "Raise") return true;
  if (statement.kind !== "ExprStmt" || statement.value.kind !== "Call") return false;
  const { callee } = statement.value;
  const name = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
  return /^_?exit$/.test(name);
}

function* usesIn(
  file: FileModel,
  branch: readonly Statement[],
): Generator<{ node: Expression; value: DatabaseValue }> {
  for (const node of nodesOf(branch)) {
    if ((node.kind !== "Name" && node.kind !== "Attribute") || !isUse(node)) continue;
    const value = handleOf(file, node);
    if (value) yield { node, value };
  }
}

function calledIn(file: FileModel, branch: readonly Statement[]): readonly FunctionInfo[] {
  const called = new Set<FunctionInfo>();
  for (const node of nodesOf(branch))
    if (node.kind === "Call") for (const callee of file.calleesOf(node)) called.add(callee);
  return [...called];
}

function* nodesOf(branch: readonly Statement[]): Generator<Node> {
  for (const statement of branch) yield* nodesRunBy(statement);
}

function isMadeBefore(
  file: FileModel,
  { origin }: DatabaseValue,
  call: Call,
  branch: readonly Statement[],
): boolean {
  const { node } = origin;
  if (!node || origin.place === "parameter" || origin.function !== file.functionOf(call)) return true;
  return (
    origin.range.start < file.rangeOf(call).start && !branch.some((statement) => isInside(node, statement))
  );
}
