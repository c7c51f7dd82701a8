import type { Node, Unit } from "../syntax/python.ts";
import type { Dependencies } from "./dependencies.ts";
import { unitAround } from "./names.ts";
import type { Value } from "./value.ts";

/** Chains of answers longer than this are given up. */
const DEEPEST = 60;

const none: readonly Value[] = [];

interface Answer {
  readonly unit: Unit | undefined;
  readonly values: readonly Value[];
}

/** Answers to one question about nodes, kept until their unit is forgotten. */
export class Answers {
  private readonly known = new Map<Node, Answer>();
  private readonly byUnit = new Map<Unit, Node[]>();
  private readonly dependencies: Dependencies;
  private depth = 0;

  constructor(dependencies: Dependencies) {
    this.dependencies = dependencies;
  }

  of(node: Node, make: () => readonly Value[]): readonly Value[] {
    const known = this.known.get(node);
    if (known) {
      this.dependencies.reads(known.unit);
      return known.values;
    }
    if (this.depth >= DEEPEST) return none;
    const unit = unitAround(node);
    // Whoever asks again while it is being made (a name that depends on itself) gets nothing.
    this.known.set(node, { unit, values: none });
    if (unit) this.keep(unit, node);
    this.depth++;
    try {
      const values = this.dependencies.answer(unit, make);
      this.known.set(node, { unit, values });
      return values;
    } finally {
      this.depth--;
    }
  }

  /** Forgets all answers about nodes of these units; all there are, if none are named. */
  forget(units: ReadonlySet<Unit> | undefined): void {
    if (!units) {
      this.known.clear();
      this.byUnit.clear();
      return;
    }
    for (const unit of units) {
      for (const node of this.byUnit.get(unit) ?? []) this.known.delete(node);
      this.byUnit.delete(unit);
    }
  }

  private keep(unit: Unit, node: Node): void {
    const nodes = this.byUnit.get(unit);
    if (nodes) nodes.push(node);
    else this.byUnit.set(unit, [node]);
  }
}
