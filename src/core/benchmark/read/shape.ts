/** Reads one shape of JSON from a stranger's file: no throw, no cast, the first thing that is wrong named by its path. */
export type Shape<T> = (value: unknown, path: string) => Reading<T>;

export type Reading<T> = { readonly ok: true; readonly value: T } | Misfit;

export interface Misfit {
  readonly ok: false;
  /** As `strategies[2].lanes`; empty for the whole. */
  readonly path: string;
  /** As "a number". */
  readonly expected: string;
}

export const anyText: Shape<string> = (value, path) =>
  typeof value === "string" ? fits(value) : misfit(path, "a text");

export const anyBoolean: Shape<boolean> = (value, path) =>
  typeof value === "boolean" ? fits(value) : misfit(path, "true or false");

/** Finite: `1e999` is valid JSON and no number to calculate with. */
export const anyNumber: Shape<number> = (value, path) =>
  typeof value === "number" && Number.isFinite(value) ? fits(value) : misfit(path, "a number");

export const notNegative: Shape<number> = (value, path) =>
  typeof value === "number" && Number.isFinite(value) && value >= 0
    ? fits(value)
    : misfit(path, "a number from 0");

export const natural: Shape<number> = (value, path) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? fits(value)
    : misfit(path, "a whole number from 0");

export const textOrNumber: Shape<string | number> = (value, path) =>
  typeof value === "string" || (typeof value === "number" && Number.isFinite(value))
    ? fits(value)
    : misfit(path, "a text or a number");

export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  return (value, path) => {
    const word = words.find((one) => one === value);
    return word === undefined ? misfit(path, words.join(" or ")) : fits(word);
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? fits(null) : shape(value, path));
}

/** What may be missing, and then is `fallback`. */
export function optional<T>(shape: Shape<T>, fallback: T): Shape<T> {
  return (value, path) => (value === undefined ? fits(fallback) : shape(value, path));
}

/** What may be missing and then stays absent: for optional fields of a `record`, which leaves them out. */
export function absentOr<T>(shape: Shape<T>): Shape<T> {
  return optional<T | undefined>(shape, undefined) as Shape<T>;
}

/** Null for what does not fit: a later release may know more kinds of it. */
export function knownOrNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => {
    const reading = shape(value, path);
    return fits(reading.ok ? reading.value : null);
  };
}

/** One of the words of a union, all of which must be given: a forgotten one does not compile. */
export function wordOf<T extends string>(words: Readonly<Record<T, true>>): Shape<T> {
  return oneOf(...(Object.keys(words) as T[]));
}

export function list<T>(shape: Shape<T>, longest: number): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return misfit(path, "a list");
    if (value.length > longest) return misfit(path, `a list of at most ${longest}`);
    const items: T[] = [];
    for (const [i, item] of value.entries()) {
      const reading = shape(item, `${path}[${i}]`);
      if (!reading.ok) return reading;
      items.push(reading.value);
    }
    return fits(items);
  };
}

/** A list that drops what does not fit: what a later release may add to an open union. */
export function listOfKnown<T>(shape: Shape<T>, longest: number): Shape<readonly T[]> {
  return (value, path) => {
    const items = list((item) => fits(shape(item, "")), longest)(value, path);
    return items.ok ? fits(items.value.flatMap((item) => (item.ok ? [item.value] : []))) : items;
  };
}

export function pair<T>(shape: Shape<T>): Shape<readonly [T, T]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== 2) return misfit(path, "a pair");
    const [low, high] = [shape(value[0], `${path}[0]`), shape(value[1], `${path}[1]`)];
    if (!low.ok) return low;
    return high.ok ? fits([low.value, high.value]) : high;
  };
}

/** Reads the named fields and drops all others. */
export function record<T extends object>(fields: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  return (value, path) => {
    if (!isObject(value)) return misfit(path, "an object");
    const result: Partial<T> = {};
    for (const key of Object.keys(fields) as (keyof T & string)[]) {
      const reading = fields[key](own(value, key), path === "" ? key : `${path}.${key}`);
      if (!reading.ok) return reading;
      // An absent optional field stays absent.
      if (reading.value !== undefined) result[key] = reading.value;
    }
    return fits(result as T);
  };
}

/** Any keys, values of one shape. */
export function dictionary<T>(shape: Shape<T>, most: number): Shape<Readonly<Record<string, T>>> {
  return (value, path) => {
    if (!isObject(value)) return misfit(path, "an object");
    const keys = Object.keys(value);
    if (keys.length > most) return misfit(path, `an object of at most ${most} fields`);
    const entries: [string, T][] = [];
    for (const key of keys) {
      const reading = shape(value[key], `${path}.${key}`);
      if (!reading.ok) return reading;
      entries.push([key, reading.value]);
    }
    // Not by assignment: `__proto__` must become a field like any other.
    return fits(Object.fromEntries(entries));
  };
}

/** Of shapes told apart by one field. */
export function union<T>(...shapes: readonly Shape<T>[]): Shape<T> {
  return (value, path) => {
    const fitting = shapes.map((shape) => shape(value, path)).find(({ ok }) => ok);
    return fitting ?? misfit(path, "of a known kind");
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function fits<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

function misfit(path: string, expected: string): Misfit {
  return { ok: false, path, expected };
}
