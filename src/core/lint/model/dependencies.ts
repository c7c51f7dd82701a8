import type { Parameter, Unit } from "../syntax/python.ts";

/**
 * What an answer is made for: a unit, or what the callers of a parameter's function pass for it. The latter often
 * stays the same although a caller changes, and then nothing that rests on it has to be forgotten.
 */
export type Reader = Unit | Parameter;

/**
 * Which units' answers rest on what in other units, so that an edit forgets these answers and no others. An answer
 * is made for a reader; what is looked at meanwhile, in other units or by name, is noted against it.
 */
export class Dependencies {
  /** By what is read: those whose answers rest on it. */
  private readonly readers = new Map<Reader, Set<Reader>>();
  /** By what is looked up: `name x` of the module, `calls f`, `member x` of any class. */
  private readonly lookups = new Map<string, Set<Reader>>();
  private reader: Reader | undefined;

  /** Makes an answer. */
  answer<Result>(reader: Reader | undefined, make: () => Result): Result {
    const outer = this.reader;
    this.reads(reader);
    this.reader = reader;
    try {
      return make();
    } finally {
      this.reader = outer;
    }
  }

  /** The answer that is being made rests on this one. */
  reads(other: Reader | undefined): void {
    if (this.reader && other && other !== this.reader) note(this.readers, other, this.reader);
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

  /**
   * Those whose answers do not hold any more, the changed ones among them. What callers pass is not followed further,
   * if it may turn out the same.
   */
  affectedBy(changed: Iterable<Reader>, lookups: Iterable<string>, mayBeSame: boolean): Affected {
    const units = new Set<Unit>();
    const parameters = new Set<Parameter>();
    const waiting: Reader[] = [...changed];
    for (const key of lookups) waiting.push(...(this.lookups.get(key) ?? []));
    for (let reader = waiting.pop(); reader; reader = waiting.pop()) {
      if (reader.kind === "Parameter") {
        if (parameters.has(reader)) continue;
        parameters.add(reader);
        if (mayBeSame) continue;
      } else {
        if (units.has(reader)) continue;
        units.add(reader);
      }
      waiting.push(...(this.readers.get(reader) ?? []));
    }
    return { units, parameters };
  }

  /** These are made anew: nothing rests on the old answers any more, and they on nothing. */
  forget(readers: Iterable<Reader>): void {
    for (const reader of readers) {
      this.readers.delete(reader);
      for (const list of this.readers.values()) list.delete(reader);
      for (const list of this.lookups.values()) list.delete(reader);
    }
  }

  /** What callers pass is made anew; what rests on it stays noted. */
  forgetWhatItReads(parameter: Parameter): void {
    for (const list of this.readers.values()) list.delete(parameter);
    for (const list of this.lookups.values()) list.delete(parameter);
  }
}

export interface Affected {
  readonly units: ReadonlySet<Unit>;
  readonly parameters: ReadonlySet<Parameter>;
}

function note<Key>(map: Map<Key, Set<Reader>>, key: Key, reader: Reader): void {
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
