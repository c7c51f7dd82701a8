import type { Node } from "./python.ts";
import { forEachChild } from "./walk.ts";

/** A node and all inside it, outer before inner. */
export function nodesIn(node: Node): readonly Node[] {
  const found: Node[] = [];
  const collect = (each: Node) => {
    found.push(each);
    forEachChild(each, collect);
  };
  collect(node);
  return found;
}

/** All nodes that run when the node runs: those of functions and classes that it defines are not among them. */
export function nodesRunBy(node: Node): readonly Node[] {
  const found: Node[] = [];
  const collect = (each: Node) => {
    if (each !== node && (each.kind === "FunctionDef" || each.kind === "ClassDef" || each.kind === "Lambda"))
      return;
    found.push(each);
    forEachChild(each, collect);
  };
  collect(node);
  return found;
}
