import type { Range } from "../finding.ts";
import type { Node, Unit } from "./python.ts";

/**
 * Calls `visit` with each child of a node, in an order near that of the text. Members of a class that are units
 * of their own are children of the class, and of no other.
 */
export function forEachChild(node: Node, visit: (child: Node) => unknown): unknown {
  switch (node.kind) {
    case "Unit":
      return visitAll(node.body, visit);
    case "FunctionDef":
      visitAll(node.decorators, visit);
      visit(node.name);
      visitAll(node.parameters, visit);
      if (node.returns !== undefined) visit(node.returns);
      return visitAll(node.body, visit);
    case "ClassDef":
      visitAll(node.decorators, visit);
      visit(node.name);
      visitAll(node.bases, visit);
      visitAll(node.keywords, visit);
      return visitAll(node.body, visit);
    case "Return":
    case "Yield":
      if (node.value !== undefined) visit(node.value);
      return undefined;
    case "Delete":
      return visitAll(node.targets, visit);
    case "Assign":
      visitAll(node.targets, visit);
      return visit(node.value);
    case "AugAssign":
      visit(node.target);
      return visit(node.value);
    case "AnnAssign":
      visit(node.target);
      visit(node.annotation);
      if (node.value !== undefined) visit(node.value);
      return undefined;
    case "For":
      visit(node.target);
      visit(node.iter);
      visitAll(node.body, visit);
      return visitAll(node.orelse, visit);
    case "While":
    case "If":
      visit(node.test);
      visitAll(node.body, visit);
      return visitAll(node.orelse, visit);
    case "With":
      visitAll(node.items, visit);
      return visitAll(node.body, visit);
    case "WithItem":
      visit(node.context);
      if (node.target !== undefined) visit(node.target);
      return undefined;
    case "Match":
      visit(node.subject);
      return visitAll(node.cases, visit);
    case "MatchCase":
      visit(node.pattern);
      if (node.guard !== undefined) visit(node.guard);
      return visitAll(node.body, visit);
    case "Raise":
      if (node.exception !== undefined) visit(node.exception);
      if (node.cause !== undefined) visit(node.cause);
      return undefined;
    case "Try":
      visitAll(node.body, visit);
      visitAll(node.handlers, visit);
      visitAll(node.orelse, visit);
      return visitAll(node.finalbody, visit);
    case "ExceptHandler":
      if (node.type !== undefined) visit(node.type);
      if (node.name !== undefined) visit(node.name);
      return visitAll(node.body, visit);
    case "Assert":
      visit(node.test);
      if (node.message !== undefined) visit(node.message);
      return undefined;
    case "Import":
    case "ImportFrom":
      return visitAll(node.names, visit);
    case "ExprStmt":
    case "Starred":
    case "Keyword":
    case "Await":
      return visit(node.value);
    case "Broken":
      return visitAll(node.children, visit);
    case "Attribute":
      return visit(node.object);
    case "Call":
      visit(node.callee);
      visitAll(node.args, visit);
      return visitAll(node.keywords, visit);
    case "Subscript":
      visit(node.object);
      return visit(node.index);
    case "Slice":
      return visitAll(node.parts, visit);
    case "Tuple":
    case "List":
    case "Set":
      return visitAll(node.elements, visit);
    case "Dict":
      return visitAll(node.entries, visit);
    case "DictEntry":
      if (node.key !== undefined) visit(node.key);
      return visit(node.value);
    case "Comprehension":
      visit(node.element);
      if (node.value !== undefined) visit(node.value);
      return visitAll(node.clauses, visit);
    case "ComprehensionFor":
      visit(node.target);
      visit(node.iter);
      return visitAll(node.conditions, visit);
    case "Lambda":
      visitAll(node.parameters, visit);
      return visit(node.body);
    case "Parameter":
      visit(node.name);
      if (node.annotation !== undefined) visit(node.annotation);
      if (node.default !== undefined) visit(node.default);
      return undefined;
    case "IfExp":
      visit(node.body);
      visit(node.test);
      return visit(node.orelse);
    case "BoolOp":
    case "BinOp":
      visit(node.left);
      return visit(node.right);
    case "UnaryOp":
      return visit(node.operand);
    case "Compare":
      return visitAll(node.operands, visit);
    case "NamedExpr":
      visit(node.target);
      return visit(node.value);
    case "FString":
      return visitAll(node.fields, visit);
    case "Name":
    case "Constant":
    case "Alias":
    case "Global":
    case "Nonlocal":
    case "Pass":
    case "Break":
    case "Continue":
      return undefined;
  }
}

function visitAll(nodes: readonly Node[], visit: (child: Node) => unknown): void {
  for (const node of nodes) visit(node);
}

/** Writes the parent of all nodes below this one. */
export function linkParents(node: Node): void {
  let parent = node;
  const enter = (child: Node): void => {
    child.parent = parent;
    const before = parent;
    parent = child;
    forEachChild(child, enter);
    parent = before;
  };
  forEachChild(node, enter);
}

/** The unit whose text a node's offsets count in. */
export function unitOf(node: Node): Unit {
  let at = node;
  while (at.kind !== "Unit") {
    if (at.parent === undefined) throw new Error(`A ${at.kind} stands in no unit.`);
    at = at.parent;
  }
  return at;
}

/** Where a node stands in its file, in UTF-16 units. */
export function rangeOf(node: Node): Range {
  const { offset } = unitOf(node);
  return { start: offset + node.start, end: offset + node.end };
}
