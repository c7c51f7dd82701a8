import { expect, it } from "vitest";
import { bindParameters } from "../../../src/core/benchmark/parameters.ts";

const range = (from: number, to: number, name: string | null = null) =>
  ({ name, source: { kind: "integer", from, to } }) as const;

it("draws the same values for the same operation and seed, in whatever order they are asked", () => {
  const [here, there] = [bindParameters([range(1, 1e9)], 7), bindParameters([range(1, 1e9)], 7)];
  const forwards = [0, 1, 2, 3].map((operation) => [...(here(operation) as number[])]);
  const backwards = [3, 2, 1, 0].map((operation) => [...(there(operation) as number[])]);
  expect(backwards.reverse()).toEqual(forwards);
  expect([...(bindParameters([range(1, 1e9)], 8)(0) as number[])]).not.toEqual(forwards[0]);
});

it("spreads evenly over the whole range, ends included", () => {
  const bind = bindParameters([range(1, 10)], 3);
  const counts = new Map<number, number>();
  for (let operation = 0; operation < 10_000; operation++) {
    const [value] = bind(operation) as [number];
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  // Chi-squared with 9 degrees of freedom: above 27.9 in one of a thousand fair draws.
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chiSquared).toBeLessThan(27.9);
});

it("draws every placeholder for itself", () => {
  const bind = bindParameters([range(1, 1e6), range(1, 1e6)], 1);
  const pairs = Array.from({ length: 50 }, (_, operation) => [...(bind(operation) as number[])]);
  expect(pairs.every(([a, b]) => a === b)).toBe(false);
});

it("binds names as an object and choices as they were given", () => {
  const bind = bindParameters(
    [range(5, 5, "id"), { name: "kind", source: { kind: "choice", values: ["a"] } }],
    1,
  );
  expect(bind(0)).toEqual({ id: 5, kind: "a" });
});

it("binds nothing where there is nothing to bind", () => {
  expect(bindParameters([], 1)(0)).toBeUndefined();
});

it("gives the same object each time: the measuring loop allocates nothing", () => {
  const bind = bindParameters([range(1, 9)], 1);
  expect(bind(0)).toBe(bind(1));
});
