import type { FileModel, Operation } from "../../model/file-model.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { Expression, Node } from "../../syntax/python.ts";
import { bodyOf, dependsOnItem, isBulk, isSameSession, type PerItem } from "./per-item.ts";
import { rowWriteOf } from "./row-writes.ts";
import { isSetBased, sqlOf } from "./sent-sql.ts";

/** Whether many rows are written before each commit: at once, or by a loop inside the round. */
export function isCommittedInPieces(file: FileModel, commit: Operation, item: PerItem): boolean {
  const body = bodyOf(item);
  for (const node of nodesRunBy(body)) if (node.kind === "Call" && isBulk(file, node)) return true;
  const operations = file.operationsIn(body);
  const isCommitOfGroup = (other: Operation) =>
    other.action === "commit" &&
    isSameSession(file, commit, other) &&
    isInInnerLoop(file, other.call, commit.call, body);
  const writes = operations.filter(
    (operation) => operation !== commit && isWrite(operation) && isSameSession(file, commit, operation),
  );
  if (writes.some((operation) => operation.action === "run-many" || isSetBased(file, operation))) return true;
  const inside = writes.every(({ call }) => isInInnerLoop(file, call, commit.call, body));
  return inside && (writes.length > 0 || operations.some(isCommitOfGroup));
}

function isWrite(operation: Operation): boolean {
  return (
    rowWriteOf(operation) !== undefined ||
    operation.action === "run-many" ||
    operation.action === "add-all" ||
    operation.action === "delete-object"
  );
}

/** In a loop inside the round that the commit itself is not in. */
function isInInnerLoop(file: FileModel, node: Node, commit: Node, body: Node): boolean {
  const aroundCommit = new Set(file.loopsOf(commit).map((loop) => loop.node));
  return file
    .loopsOf(node)
    .some(
      (loop) =>
        loop.node !== body &&
        loop.over !== "few-constants" &&
        loop.over !== "retries" &&
        !aroundCommit.has(loop.node),
    );
}

/** Whether the loop walks over statements, or defines tables: a script, not rows. */
export function isOfStatements(file: FileModel, commit: Operation, item: PerItem): boolean {
  const runs = file
    .operationsIn(bodyOf(item))
    .filter((operation) => operation.action === "run" && isSameSession(file, commit, operation));
  return (
    runs.length > 0 &&
    runs.every((operation) => operation.verb === "ddl" || isWholeStatement(file, operation, item))
  );
}

/** `for statement in script.split(";"): cursor.execute(statement)`. */
function isWholeStatement(file: FileModel, operation: Operation, item: PerItem): boolean {
  const [statement, parameters] = operation.call.args;
  return (
    statement !== undefined &&
    parameters === undefined &&
    /^(?:execute|executescript|exec_driver_sql)$/.test(operation.method) &&
    isName(statement) &&
    sqlOf(file, operation) === undefined &&
    (operation.verb === undefined || operation.verb === "unknown") &&
    dependsOnItem(file, statement, item)
  );
}

/** `statement`, `row[0]`, `text(statement)`. */
function isName(expression: Expression): boolean {
  if (expression.kind === "Call") return expression.args.length === 1 && expression.args.every(isName);
  return expression.kind === "Name" || expression.kind === "Subscript";
}

/** By the arguments that the connection was made with. */
export function isAutocommit(file: FileModel, { session }: Operation): boolean {
  const { options, library } = session;
  const sqlite = library === "sqlite3" || library === "aiosqlite";
  const off = options["autocommit"] === true || (sqlite && options["isolation_level"] === null);
  if (!off || session.kind !== "connection") return false;
  // `BEGIN` by hand takes the mode back.
  return !file.operations.some(
    (operation) => operation.action === "begin" || /^\s*begin\b/i.test(sqlOf(file, operation)?.text ?? ""),
  );
}
