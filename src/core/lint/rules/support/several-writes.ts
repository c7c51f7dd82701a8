import type { FileModel, Operation } from "../../model/file-model.ts";
import type { Node, Try } from "../../syntax/python.ts";

/** Whether the `try` may break off between two writes of the connection. */
export function writesSeveral(operation: Operation, within: Try, file: FileModel): boolean {
  const writes = file
    .operationsIn(within)
    .filter(
      ({ call, action, verb, session, receiverNode }) =>
        (action === "run" || action === "run-many") &&
        (verb === "insert" || verb === "update" || verb === "delete") &&
        within.body.some((statement) => isInside(call, statement)) &&
        (session.origin.node === operation.session.origin.node ||
          file.isSame(receiverNode, operation.receiverNode)),
    );
  return (
    writes.length > 1 ||
    writes.some(
      ({ call, action }) =>
        action === "run-many" || file.loopsOf(call).some(({ node }) => isInside(node, within)),
    )
  );
}

function isInside(node: Node, outer: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) if (at === outer) return true;
  return false;
}
