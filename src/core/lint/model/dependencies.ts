import type { FunctionDef, Lambda, Parameter, Unit } from "../syntax/python.ts";

/**
 * What an answer is made for: a unit, what the callers of a parameter's function pass for it, or the rules that look
 * at a unit by itself. What callers pass often stays the same although a caller changes, and then nothing that rests
 * on it has to be forgotten.
 */
export type Reader = Unit | Parameter | PartReader;

/** What rules find in a unit by itself. Nothing rests on it. */
export interface PartReader {
  readonly kind: "Part";
  readonly unit: Unit;
}

/** What can be read: what readers were answered, and what starts a function. */
type Source = Reader | FunctionDef | Lambda;

/** Of those who looked at all there is: any change is one for them. */
const EVERYTHING = "everything";

/**
 * Which units' answers rest on what in other units, so that an edit forgets these answers and no others. An answer
 * is made for a reader; what is looked at meanwhile, in other units or by name, is noted against it.
 */
export class Dependencies {
  /** By what is read: those whose answers rest on it. */
  private readonly readers = new Map<Source, Set<Reader>>();
  /** By what is looked up: `name x` of the module, `calls f`, `member x` of any class, … */
  private readonly lookups = new Map<string, Set<Reader>>();
  /** The sets above that a reader is in. */
  private readonly noted = new Map<Reader, Set<Reader>[]>();
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

  /** Makes something that serves many readers, each of whom notes by itself what it takes of it. */
  forAll<Result>(make: () => Result): Result {
    const outer = this.reader;
    this.reader = undefined;
    try {
      return make();
    } finally {
      this.reader = outer;
    }
  }

  /** Whether an answer is being made, so that what it rests on is noted. */
  get isNoting(): boolean {
    return this.reader !== undefined;
  }

  /** The answer that is being made rests on this one. */
  reads(other: Source | undefined): void {
    if (this.reader && other && other !== this.reader) this.note(this.readers, other, this.reader);
  }

  /** … on what a name of the module stands for. */
  readsName(name: string): void {
    this.looksUp(nameKey(name));
  }

  /** … on all calls of a name. */
  readsCalls(name: string): void {
    this.looksUp(callsKey(name));
  }

  /** … on what classes and their objects hold under a name. */
  readsMember(name: string): void {
    this.looksUp(memberKey(name));
  }

  /** … on something else that has a key. */
  looksUp(key: string): void {
    if (this.reader) this.note(this.lookups, key, this.reader);
  }

  /** … on all of the file. */
  readsEverything(): void {
    this.looksUp(EVERYTHING);
  }

  clear(): void {
    this.readers.clear();
    this.lookups.clear();
    this.noted.clear();
  }

  /**
   * Those whose answers do not hold any more, the changed ones among them. What callers pass is not followed further,
   * if it may turn out the same.
   */
  affectedBy(changed: Iterable<Reader>, lookups: Iterable<string>, mayBeSame: boolean): Affected {
    const units = new Set<Unit>();
    const parameters = new Set<Parameter>();
    const parts = new Set<PartReader>();
    const waiting: Reader[] = [...changed];
    for (const key of [...lookups, EVERYTHING]) waiting.push(...(this.lookups.get(key) ?? []));
    for (let reader = waiting.pop(); reader; reader = waiting.pop()) {
      if (reader.kind === "Parameter") {
        if (parameters.has(reader)) continue;
        parameters.add(reader);
        if (mayBeSame) continue;
      } else if (reader.kind === "Part") {
        parts.add(reader);
        continue;
      } else {
        if (units.has(reader)) continue;
        units.add(reader);
      }
      waiting.push(...(this.readers.get(reader) ?? []));
    }
    return { units, parameters, parts };
  }

  /** Those who rest on what starts these functions. */
  readersOf(functions: Iterable<FunctionDef | Lambda>): readonly Reader[] {
    return [...functions].flatMap((node) => [...(this.readers.get(node) ?? [])]);
  }

  /** These are made anew: nothing rests on the old answers any more, and they on nothing. */
  forget(readers: Iterable<Reader>): void {
    for (const reader of readers) {
      this.readers.delete(reader);
      this.forgetWhatItReads(reader);
    }
  }

  /** It is made anew; what rests on it stays noted. */
  forgetWhatItReads(reader: Reader): void {
    for (const set of this.noted.get(reader) ?? []) set.delete(reader);
    this.noted.delete(reader);
  }

  private note<Key>(map: Map<Key, Set<Reader>>, key: Key, reader: Reader): void {
    let set = map.get(key);
    if (!set) {
      set = new Set();
      map.set(key, set);
    }
    if (set.has(reader)) return;
    set.add(reader);
    const sets = this.noted.get(reader);
    if (sets) sets.push(set);
    else this.noted.set(reader, [set]);
  }
}

export interface Affected {
  readonly units: ReadonlySet<Unit>;
  readonly parameters: ReadonlySet<Parameter>;
  readonly parts: ReadonlySet<PartReader>;
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

/** Where a name of the module, or of a class, is written. */
export function usesKey(name: string): string {
  return `uses ${name}`;
}

/** The methods of the classes with a name. */
export function methodsKey(className: string): string {
  return `methods ${className}`;
}

/** The databases that the file's texts name. */
export const DATABASES = "databases";
