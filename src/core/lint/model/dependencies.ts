import type { Unit } from "../syntax/python.ts";

/**
 * Which units' answers rest on what in other units, so that an edit forgets these answers and no others. An answer
 * is made "for" a unit; what is looked at meanwhile, in other units or by name, is noted against it.
 */
export class Dependencies {
  /** By the unit that is read: the units whose answers rest on it. */
  private readonly readers = new Map<Unit, Set<Unit>>();
  /** By what is looked up: `name x` of the module, `calls f`, `member x` of any class. */
  private readonly lookups = new Map<string, Set<Unit>>();
  private reader: Unit | undefined;

  /** Makes an answer for a unit. */
  answer<Result>(unit: Unit | undefined, make: () => Result): Result {
    const outer = this.reader;
    this.reads(unit);
    this.reader = unit;
    try {
      return make();
    } finally {
      this.reader = outer;
    }
  }

  /** The answer that is being made rests on something in a unit. */
  reads(unit: Unit | undefined): void {
    if (this.reader && unit && unit !== this.reader) note(this.readers, unit, this.reader);
  }

  /** … on what a name of the module stands for. */
  readsName(name: string): void {
    if (this.reader) note(this.lookups, nameKey(name), this.reader);
  }

  /** … on all calls of a name. */
  readsCalls(name: string): void {
    if (this.reader) note(this.lookups, callsKey(name), this.reader);
  }

  /** … on what classes and their objects hold under a name. */
  readsMember(name: string): void {
    if (this.reader) note(this.lookups, memberKey(name), this.reader);
  }

  clear(): void {
    this.readers.clear();
    this.lookups.clear();
  }

  /** The units whose answers do not hold any more, the changed ones among them. */
  affectedBy(units: Iterable<Unit>, lookups: Iterable<string>): ReadonlySet<Unit> {
    const affected = new Set<Unit>();
    const waiting: Unit[] = [...units];
    for (const key of lookups) waiting.push(...(this.lookups.get(key) ?? []));
    for (let unit = waiting.pop(); unit; unit = waiting.pop()) {
      if (affected.has(unit)) continue;
      affected.add(unit);
      waiting.push(...(this.readers.get(unit) ?? []));
    }
    return affected;
  }

  /** Units whose answers are made anew: nothing rests on the old ones any more, and they on nothing. */
  forget(units: ReadonlySet<Unit>): void {
    for (const unit of units) this.readers.delete(unit);
    for (const list of [...this.readers.values(), ...this.lookups.values()])
      for (const unit of units) list.delete(unit);
  }
}

function note<Key>(map: Map<Key, Set<Unit>>, key: Key, reader: Unit): void {
  const known = map.get(key);
  if (known) known.add(reader);
  else map.set(key, new Set([reader]));
}

export function nameKey(name: string): string {
  return `name ${name}`;
}

export function callsKey(name: string): string {
  return `calls ${name}`;
}

export function memberKey(name: string): string {
  return `member ${name}`;
}
