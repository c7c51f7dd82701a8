import { nodesRunBy } from "../syntax/children.ts";
import type { ComprehensionFor, Expression, For, Node, While } from "../syntax/python.ts";
import type { Dependencies } from "./dependencies.ts";
import type { FileModel, Loop } from "./file-model.ts";
import { type Dependence, dependenceOf } from "./loop-dependence.ts";
import { overOfFor, overOfWhile } from "./loop-kind.ts";
import { unitAround } from "./names.ts";

/** What loops need to know of names and values. */
export type LoopsModel = Pick<FileModel, "bindingOf" | "valuesOf" | "databaseValueOf" | "qualifiedName">;

export interface Loops {
  loopsOf(node: Node): readonly Loop[];
  dependsOn(expression: Expression, loop: Loop): boolean;
}

/** What makes a loop go round: the statement, or one clause of a comprehension. */
export type LoopHead = For | While | ComprehensionFor;

export function makeLoops(model: LoopsModel, dependencies: Dependencies): Loops {
  const loops = new WeakMap<LoopHead, Loop>();
  const heads = new WeakMap<Loop, LoopHead>();
  const dependences = new WeakMap<LoopHead, Dependence>();

  function loopOf(head: LoopHead): Loop {
    const known = loops.get(head);
    if (known) return known;
    // Made for its unit, whoever asks first.
    const loop = dependencies.answer(unitAround(head), () => makeLoop(head, model));
    loops.set(head, loop);
    heads.set(loop, head);
    return loop;
  }

  return {
    loopsOf(node) {
      dependencies.reads(unitAround(node));
      return headsAround(node).map(loopOf);
    },
    dependsOn(expression, loop) {
      dependencies.reads(unitAround(expression));
      const head = heads.get(loop) ?? headOf(loop);
      let dependence = dependences.get(head);
      if (!dependence) {
        dependence = dependencies.answer(unitAround(head), () =>
          dependenceOf(head.kind === "While" ? [] : [head.target], nodesOfLoop(head), model),
        );
        dependences.set(head, dependence);
      }
      return dependence(expression);
    },
  };
}

function makeLoop(head: LoopHead, model: LoopsModel): Loop {
  switch (head.kind) {
    case "For":
      return { node: head, iter: head.iter, over: overOfFor(head.target, head.iter, head.body, model) };
    case "While":
      return { node: head, iter: undefined, over: overOfWhile(head) };
    case "ComprehensionFor": {
      const node = head.parent;
      if (node?.kind !== "Comprehension") throw new Error("a clause stands in a comprehension");
      return { node, iter: head.iter, over: overOfFor(head.target, head.iter, [], model) };
    }
  }
}

/** Of a loop that somebody else made. */
function headOf({ node, iter }: Loop): LoopHead {
  if (node.kind !== "Comprehension") return node;
  const clause = node.clauses.find((candidate) => candidate.iter === iter) ?? node.clauses[0];
  if (!clause) throw new Error("a comprehension has a clause");
  return clause;
}

/** Innermost first, up to the function or class around. */
function headsAround(node: Node): readonly LoopHead[] {
  const heads: LoopHead[] = [];
  let from: Node | undefined;
  for (let child = node; child.parent; from = child, child = child.parent) {
    const around: Node = child.parent;
    if (around.kind === "FunctionDef" || around.kind === "Lambda" || around.kind === "ClassDef") break;
    if (around.kind === "For") {
      if (child !== around.target && child !== around.iter && !isIn(child, around.orelse)) heads.push(around);
    } else if (around.kind === "While") {
      if (!isIn(child, around.orelse)) heads.push(around);
    } else if (around.kind === "Comprehension") {
      heads.push(...[...around.clauses.slice(0, clausesAround(child, from, around.clauses))].reverse());
    }
  }
  return heads;
}

/** How many clauses go round for something in a comprehension: a clause's iterable runs only in those before it. */
function clausesAround(child: Node, from: Node | undefined, clauses: readonly ComprehensionFor[]): number {
  if (child.kind !== "ComprehensionFor") return clauses.length;
  const index = clauses.indexOf(child);
  return from && isIn(from, child.conditions) ? index + 1 : index;
}

/** All that runs in each round. */
function* nodesOfLoop(head: LoopHead): Generator<Node> {
  if (head.kind === "ComprehensionFor") {
    if (head.parent) yield* nodesRunBy(head.parent);
    return;
  }
  if (head.kind === "While") yield* nodesRunBy(head.test);
  for (const statement of head.body) yield* nodesRunBy(statement);
}

function isIn(node: Node, list: readonly Node[]): boolean {
  const first = list[0];
  const last = list.at(-1);
  return first !== undefined && last !== undefined && node.start >= first.start && node.end <= last.end;
}
