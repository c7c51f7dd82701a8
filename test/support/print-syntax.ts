import type { Node } from "../../src/core/lint/syntax/python.ts";

const hidden = new Set([
  "kind",
  "start",
  "end",
  "parent",
  "nameStart",
  "argsStart",
  "form",
  "text",
  "offset",
]);

/**
 * Syntax on one line: `Call(callee=f, args=[1])`. Names, attributes and constants as themselves, an ExprStmt as its
 * expression, what is absent left out.
 */
export function printSyntax(node: Node): string {
  if (node.kind === "Name") return node.id;
  if (node.kind === "ExprStmt") return printSyntax(node.value);
  if (node.kind === "Attribute") return `${printSyntax(node.object)}.${node.name}`;
  if (node.kind === "Constant" && typeof node.value === "string") return JSON.stringify(node.value);
  if (node.kind === "Constant") return node.value === null ? node.type : String(node.value);
  const form = "form" in node && node.kind !== "Unit" ? [node.form] : [];
  const fields = Object.entries(node).flatMap(([name, value]) => {
    if (hidden.has(name) || isAbsent(value)) return [];
    return `${name}=${printValue(value)}`;
  });
  return `${node.kind}(${[...form, ...fields].join(", ")})`;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

function printValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(", ")}]`;
  if (isNode(value)) return printSyntax(value);
  return value === true ? "yes" : String(value);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value;
}
