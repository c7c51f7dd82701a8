import type { Parameter, ParameterSource, ParameterValue } from "./plan.ts";

/** What a driver binds: an array for `?`, an object for named placeholders. */
export type BoundParameters = ParameterValue[] | Record<string, ParameterValue>;

/**
 * Binds the parameters of operation k. The value depends on seed, operation and position alone, so operation k reads
 * the same row under every strategy and on whichever lane it runs. The returned object is the same one each time:
 * the measuring loop allocates nothing. Undefined when the plan has no parameters.
 */
export type BindParameters = (operation: number) => BoundParameters | undefined;

export function bindParameters(parameters: readonly Parameter[], seed: number): BindParameters {
  if (parameters.length === 0) return () => undefined;
  const draws = parameters.map(({ source }, position) => drawFrom(source, hash(seed, position)));
  const names = parameters.map(({ name }) => name);
  if (names.every((name) => name === null)) {
    const values: ParameterValue[] = names.map(() => null);
    return (operation) => {
      for (let i = 0; i < draws.length; i++) values[i] = draws[i]?.(operation) ?? null;
      return values;
    };
  }
  const values: Record<string, ParameterValue> = {};
  return (operation) => {
    for (let i = 0; i < draws.length; i++) values[names[i] ?? String(i + 1)] = draws[i]?.(operation) ?? null;
    return values;
  };
}

function drawFrom(source: ParameterSource, seed: number): (operation: number) => ParameterValue {
  if (source.kind === "choice") {
    return (operation) => source.values[Math.floor(unit(seed, operation) * source.values.length)] ?? null;
  }
  const width = source.to - source.from + 1;
  return (operation) => source.from + Math.floor(unit(seed, operation) * width);
}

/** 53 random bits in [0, 1), of two independent hashes. */
function unit(seed: number, operation: number): number {
  const high = hash(seed, operation) >>> 5;
  const low = hash(seed ^ 0x5bd1e995, operation) >>> 6;
  return (high * 0x4000000 + low) / 0x20000000000000;
}

/** The finaliser of MurmurHash3 (Appleby, public domain) over both words. */
function hash(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
