import type { Node } from "./python.ts";

/** The nodes directly inside a node, in the order of their text. Members that are units of their own are among them. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "FunctionDef":
      return present(...node.decorators, node.name, ...node.parameters, node.returns, ...node.body);
    case "ClassDef":
      return present(...node.decorators, node.name, ...node.bases, ...node.keywords, ...node.body);
    case "Return":
    case "ExprStmt":
    case "Await":
    case "Starred":
    case "Keyword":
    case "Yield":
      return present(node.value);
    case "Delete":
      return node.targets;
    case "Assign":
      return [...node.targets, node.value];
    case "AugAssign":
      return [node.target, node.value];
    case "AnnAssign":
      return present(node.target, node.annotation, node.value);
    case "For":
      return [node.target, node.iter, ...node.body, ...node.orelse];
    case "While":
    case "If":
      return [node.test, ...node.body, ...node.orelse];
    case "With":
      return [...node.items, ...node.body];
    case "WithItem":
      return present(node.context, node.target);
    case "Match":
      return [node.subject, ...node.cases];
    case "MatchCase":
      return present(node.pattern, node.guard, ...node.body);
    case "Raise":
      return present(node.exception, node.cause);
    case "Try":
      return [...node.body, ...node.handlers, ...node.orelse, ...node.finalbody];
    case "ExceptHandler":
      return present(node.type, node.name, ...node.body);
    case "Assert":
      return present(node.test, node.message);
    case "Import":
    case "ImportFrom":
      return node.names;
    case "Broken":
      return node.children;
    case "Attribute":
      return [node.object];
    case "Call":
      return [node.callee, ...[...node.args, ...node.keywords].sort((one, other) => one.start - other.start)];
    case "Subscript":
      return [node.object, node.index];
    case "Slice":
      return node.parts;
    case "Tuple":
    case "List":
    case "Set":
      return node.elements;
    case "Dict":
      return node.entries;
    case "DictEntry":
      return present(node.key, node.value);
    case "Comprehension":
      return present(node.element, node.value, ...node.clauses);
    case "ComprehensionFor":
      return [node.target, node.iter, ...node.conditions];
    case "Lambda":
      return [...node.parameters, node.body];
    case "Parameter":
      return present(node.name, node.annotation, node.default);
    case "IfExp":
      return [node.body, node.test, node.orelse];
    case "BoolOp":
    case "BinOp":
      return [node.left, node.right];
    case "UnaryOp":
      return [node.operand];
    case "Compare":
      return node.operands;
    case "NamedExpr":
      return [node.target, node.value];
    case "FString":
      return node.fields;
    case "Unit":
      return node.body;
    case "Name":
    case "Constant":
    case "Alias":
    case "Global":
    case "Nonlocal":
    case "Pass":
    case "Break":
    case "Continue":
      return [];
  }
}

/** A node and all inside it, outer before inner. `enter`: whether to go into a node's children. */
export function* nodesIn(node: Node, enter: (inner: Node) => boolean = () => true): Generator<Node> {
  yield node;
  if (!enter(node)) return;
  for (const child of childrenOf(node)) yield* nodesIn(child, enter);
}

/** All nodes that run when the node runs: those of functions and classes that it defines are not among them. */
export function* nodesRunBy(node: Node): Generator<Node> {
  yield node;
  for (const child of childrenOf(node)) {
    if (child.kind === "FunctionDef" || child.kind === "ClassDef" || child.kind === "Lambda") continue;
    yield* nodesRunBy(child);
  }
}

function present(...nodes: readonly (Node | undefined)[]): readonly Node[] {
  return nodes.filter((node) => node !== undefined);
}
