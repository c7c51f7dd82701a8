import type { FileModel, Operation } from "../../model/file-model.ts";
import type { Expression, Node, Try, With } from "../../syntax/python.ts";

/** Whether a `with` between the operation and the `try` rolls back, or the session is made inside the `try`. */
export function isMendedInside(operation: Operation, within: Try, file: FileModel): boolean {
  const { node } = operation.session.origin;
  for (let at: Node | undefined = operation.call; at && at !== within; at = at.parent)
    if (at.kind === "With" && endsTransaction(at, operation, file)) return true;
  if (!node || operation.session.origin.place !== "function") return false;
  // `cursor.connection` makes none.
  if (node.kind === "Attribute" && node.name === "connection") return false;
  for (let at: Node | undefined = node; at; at = at.parent) if (at === within) return true;
  return false;
}

/** `with session.begin():`, `with conn:`, `with Session() as session:`; not `with session.no_autoflush:`. */
function endsTransaction(node: With, operation: Operation, file: FileModel): boolean {
  return node.items.some(({ context, target }) => {
    if (context.kind === "Attribute" && context.name === "no_autoflush") return false;
    // Whatever made it closes it: `with session_scope() as session:`.
    if (target && file.isSame(target, rootOf(operation.receiverNode))) return true;
    const value = file.databaseValueOf(context, "session", "connection", "transaction", "engine");
    if (!value)
      return context.kind === "Call" && /begin|transaction|atomic/i.test(nameOfCall(context.callee));
    const root = value.kind === "transaction" ? (value.source ?? value) : value;
    return root.origin.node === operation.session.origin.node || file.isSame(context, operation.receiverNode);
  });
}

/** The name in front: `unit` of `unit.session.query`. */
function rootOf(receiver: Expression): Expression {
  let root = receiver;
  while (root.kind === "Attribute" || root.kind === "Call")
    root = root.kind === "Call" ? root.callee : root.object;
  return root;
}

function nameOfCall(callee: Node): string {
  return callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
}

/** Whether a `with` around the `try` closes the session at its end. */
export function isClosedByWith(operation: Operation, within: Try, file: FileModel): boolean {
  for (let at: Node | undefined = within.parent; at && at.kind !== "FunctionDef"; at = at.parent)
    if (at.kind === "With" && endsTransaction(at, operation, file)) return true;
  return false;
}
