import type { Node } from "../syntax/python.ts";

/** The `try` statements whose body a node is in, up to its function. */
export function triesOf(node: Node): readonly Extract<Node, { kind: "Try" }>[] {
  const tries: Extract<Node, { kind: "Try" }>[] = [];
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if (at.kind === "FunctionDef" || at.kind === "Lambda" || at.kind === "ClassDef") break;
    if (at.kind === "Try" && (at.body as readonly Node[]).includes(child)) tries.push(at);
  }
  return tries;
}
