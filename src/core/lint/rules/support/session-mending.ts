import type { FileModel, FunctionInfo, Operation } from "../../model/file-model.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { Call, Node } from "../../syntax/python.ts";

/**
 * Whether a node that runs ends the failed transaction of an operation's session: rolls it back, closes or
 * replaces it, or hands it to code that is not known and may do so.
 */
export function mendsIn(node: Node, operation: Operation, file: FileModel): boolean {
  return mends(node, operation, file, new Set());
}

function mends(node: Node, operation: Operation, file: FileModel, seen: Set<FunctionInfo>): boolean {
  for (const inner of nodesRunBy(node)) {
    if (
      inner.kind === "Assign" &&
      inner.targets.some((target) => file.isSame(target, operation.receiverNode))
    )
      return true;
    if (inner.kind === "Call" && callMends(inner, operation, file, seen)) return true;
  }
  return false;
}

function callMends(call: Call, operation: Operation, file: FileModel, seen: Set<FunctionInfo>): boolean {
  const name = nameOf(call);
  if (/rollback|^abort$|^expunge_all$|^reset$|^invalidate$/i.test(name)) return true;
  if (
    /^(?:close|remove|dispose|close_all|close_all_sessions|aclose)$/.test(name) &&
    closesSession(call, operation, file)
  )
    return true;
  const given = [...call.args, ...call.keywords.map(({ value }) => value)];
  if (given.some((argument) => file.isSame(argument, operation.receiverNode))) return true;
  for (const callee of file.calleesOf(call)) {
    if (seen.has(callee)) continue;
    seen.add(callee);
    const body = callee.node.kind === "Lambda" ? [callee.node.body] : callee.node.body;
    if (body.some((statement) => mends(statement, operation, file, seen))) return true;
  }
  return false;
}

/** A close of the session itself, or of what holds it: `self.close()`. */
function closesSession(call: Call, operation: Operation, file: FileModel): boolean {
  if (call.callee.kind !== "Attribute") return true;
  const { object } = call.callee;
  if (file.isSame(object, operation.receiverNode)) return true;
  const value = file.databaseValueOf(object);
  return value !== undefined && value.kind !== "cursor" && value.kind !== "result";
}

/** Whether a step ends the program, or the request, by itself: `sys.exit()`, Flask's `abort()`, `pytest.fail()`. */
export function stopsHere(node: Node): boolean {
  if (node.kind !== "ExprStmt" || node.value.kind !== "Call") return false;
  return /^(?:exit|_exit|quit|abort|fail|skip|raise_\w+)$/.test(nameOf(node.value));
}

function nameOf({ callee }: Call): string {
  return callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
}
