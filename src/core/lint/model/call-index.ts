import type { Call, Unit } from "../syntax/python.ts";
import type { UnitFacts } from "./scopes.ts";

const none: readonly Call[] = [];

/** The calls of a file by their last name, kept from version to version. */
export class CallIndex {
  readonly #byName = new Map<string, Map<Unit, readonly Call[]>>();

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** In no order. */
  of(name: string): readonly Call[] {
    const known = this.#byName.get(name);
    return known ? [...known.values()].flat() : none;
  }

  add(unit: Unit, facts: UnitFacts): void {
    for (const [name, calls] of facts.calls) {
      const known = this.#byName.get(name);
      if (known) known.set(unit, calls);
      else this.#byName.set(name, new Map([[unit, calls]]));
    }
  }

  delete(unit: Unit, facts: UnitFacts): void {
    for (const name of facts.calls.keys()) {
      const known = this.#byName.get(name);
      known?.delete(unit);
      if (known?.size === 0) this.#byName.delete(name);
    }
  }
}
