import type { Node } from "../syntax/python.ts";
import type { FlowDefinition } from "./scopes.ts";

/**
 * The definitions whose value a name may have where it is used, the nearest first. All stand in the use's own
 * scope. An approximation over the syntax alone: no condition is evaluated.
 */
export function reachingDefinitions(
  use: Node,
  definitions: readonly FlowDefinition[],
): readonly FlowDefinition[] {
  if (definitions.length <= 1) return definitions;
  const path = pathOf(use);
  const position = path.position;
  const found: FlowDefinition[] = [];
  let settled = false;
  for (let index = definitions.length - 1; index >= 0 && !settled; index--) {
    const definition = definitions[index];
    if (!definition || positionOf(definition, path) >= position) continue;
    const relation = relate(definition, path);
    if (relation === "never") continue;
    found.push(definition);
    settled = relation === "always";
  }
  for (const definition of definitions) {
    if (found.includes(definition)) continue;
    // What a loop around the use assigns later in its body is there in the next round.
    if (
      positionOf(definition, path) >= position &&
      sharesLoop(definition, path) &&
      !settledInLoop(found, definition, path)
    )
      found.push(definition);
  }
  return found.length > 0 ? found : definitions;
}

interface UsePath {
  /** The nodes around the use, itself included, with the child through which the use is reached. */
  readonly around: ReadonlyMap<Node, Node | undefined>;
  readonly position: number;
}

function pathOf(use: Node): UsePath {
  const around = new Map<Node, Node | undefined>();
  let child: Node | undefined;
  let offset = 0;
  for (let node: Node | undefined = use; node; child = node, node = node.parent) {
    around.set(node, child);
    if (node.kind === "Unit") offset = node.offset;
  }
  return { around, position: offset + use.start };
}

/** A value is there only after its statement's expression: an assignment's name gets it at the statement's end. */
function positionOf({ site, node, form }: FlowDefinition, path: UsePath): number {
  const offset = offsetOf(site);
  if (path.around.has(site)) {
    // Inside its own statement: a `for` or `with` has bound it for its body, an assignment has not yet.
    const isBlock =
      site.kind === "For" ||
      site.kind === "With" ||
      site.kind === "ExceptHandler" ||
      site.kind === "ComprehensionFor";
    if (isBlock || site.kind === "MatchCase" || site.kind === "NamedExpr") return offset + node.start;
    return form === "function" || form === "class" ? offset + site.start : Number.POSITIVE_INFINITY;
  }
  return offset + (form === "parameter" ? site.start : node.start);
}

function offsetOf(node: Node): number {
  let at: Node | undefined = node;
  while (at && at.kind !== "Unit") at = at.parent;
  return at?.offset ?? 0;
}

/** Whether the use comes after the definition on every way, on some, or on none. */
function relate(definition: FlowDefinition, path: UsePath): "always" | "maybe" | "never" {
  const { site, form } = definition;
  if (form === "parameter") return "always";
  let certain = true;
  let child: Node = site;
  if (path.around.has(site)) {
    if (site.kind === "For" && arm(site, path.around.get(site)) === "orelse") certain = false;
    return certain ? "always" : "maybe";
  }
  if (site.kind === "For" || site.kind === "ExceptHandler" || site.kind === "MatchCase") certain = false;
  for (let node = site.parent; node; child = node, node = node.parent) {
    if (path.around.has(node)) {
      const usedIn = path.around.get(node);
      const madeIn = arm(node, child);
      const inArm = arm(node, usedIn);
      if (madeIn === inArm) return certain ? "always" : "maybe";
      if (node.kind === "If" && madeIn !== "test" && inArm !== "test") return "never";
      if (node.kind === "IfExp" || node.kind === "Match") return "never";
      if (madeIn === "test" || madeIn === "iter") return certain ? "always" : "maybe";
      if (node.kind === "Try" && madeIn === "body" && inArm === "orelse") return certain ? "always" : "maybe";
      return "maybe";
    }
    if (isConditional(node)) {
      if (leaves(node, child)) return "never";
      certain = false;
    }
  }
  return "maybe";
}

function isConditional(node: Node): boolean {
  switch (node.kind) {
    case "If":
    case "For":
    case "While":
    case "Try":
    case "ExceptHandler":
    case "Match":
    case "MatchCase":
    case "IfExp":
    case "BoolOp":
      return true;
    default:
      return false;
  }
}

/** The part of a compound node that a child stands in. */
function arm(node: Node, child: Node | undefined): string {
  if (!child) return "";
  switch (node.kind) {
    case "If":
    case "While":
      if (child === node.test) return "test";
      return node.orelse.length > 0 && child.start >= (node.orelse[0]?.start ?? 0) ? "orelse" : "body";
    case "For":
      if (child === node.iter || child === node.target) return "iter";
      return node.orelse.length > 0 && child.start >= (node.orelse[0]?.start ?? 0) ? "orelse" : "body";
    case "Try":
      if (child.kind === "ExceptHandler") return `handler ${child.start}`;
      if (node.finalbody.length > 0 && child.start >= (node.finalbody[0]?.start ?? 0)) return "finally";
      if (node.orelse.length > 0 && child.start >= (node.orelse[0]?.start ?? 0)) return "orelse";
      return "body";
    case "Match":
      return child.kind === "MatchCase" ? `case ${child.start}` : "test";
    case "IfExp":
      return child === node.test ? "test" : child === node.body ? "body" : "orelse";
    default:
      return "";
  }
}

/** Whether the arm of an `if` that holds a definition ends the function or the round, so that nothing after sees it. */
function leaves(node: Node, child: Node): boolean {
  const body =
    node.kind === "If"
      ? arm(node, child) === "body"
        ? node.body
        : node.orelse
      : node.kind === "ExceptHandler"
        ? node.body
        : [];
  const last = body[body.length - 1];
  return last?.kind === "Return" || last?.kind === "Raise" || last?.kind === "Continue";
}

function sharesLoop({ site }: FlowDefinition, path: UsePath): boolean {
  for (let node = site.parent; node; node = node.parent)
    if ((node.kind === "For" || node.kind === "While") && path.around.has(node))
      return arm(node, path.around.get(node)) === "body" || node.kind === "While";
  return false;
}

/** Whether the value is set anew in each round before the use, so that the last round's is not seen. */
function settledInLoop(found: readonly FlowDefinition[], later: FlowDefinition, path: UsePath): boolean {
  let loop: Node | undefined = later.site.parent;
  while (loop && !((loop.kind === "For" || loop.kind === "While") && path.around.has(loop)))
    loop = loop.parent;
  return found.some((definition) => {
    if (relate(definition, path) !== "always") return false;
    for (let node: Node | undefined = definition.site; node; node = node.parent)
      if (node === loop) return true;
    return false;
  });
}
