import fc from "fast-check";
import { expect, it } from "vitest";
import { type RowValue, rowBytes, rowChecksum } from "../../../src/core/benchmark/row-checksum.ts";

const value: fc.Arbitrary<RowValue> = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.string(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 8 }),
);
const rows = fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 });

it("does not depend on the order of rows", () => {
  fc.assert(fc.property(rows, (some) => rowChecksum(some.toReversed()) === rowChecksum(some)));
});

it("changes with a row added, removed or doubled", () => {
  fc.assert(
    fc.property(rows, (some) => {
      expect(rowChecksum(some.slice(1))).not.toBe(rowChecksum(some));
      expect(rowChecksum([...some, ...some])).not.toBe(rowChecksum(some));
    }),
  );
});

it.each<[string, RowValue[], RowValue[]]>([
  ["a number and the same digits as text", [1], ["1"]],
  ["NULL and an empty text", [null], [""]],
  ["text and the same bytes", ["a"], [new Uint8Array([97])]],
  ["values in other columns", ["ab", "c"], ["a", "bc"]],
  ["two values swapped", [1, 2], [2, 1]],
])("tells %s apart", (_, a, b) => {
  expect(rowChecksum([a])).not.toBe(rowChecksum([b]));
});

it("weighs a row by its data", () => {
  const text = "x".repeat(1000);
  expect(rowBytes([text])).toBeGreaterThanOrEqual(1000);
  expect(rowBytes([new Uint8Array(5000)])).toBeGreaterThanOrEqual(5000);
  expect(rowBytes([1, null])).toBeLessThan(100);
});
