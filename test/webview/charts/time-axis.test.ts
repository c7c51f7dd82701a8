import { expect, it } from "vitest";
import { timeAxis } from "../../../src/webview/charts/time-axis.ts";

it.each([
  [0.25, "µs", 250],
  [1, "ms", 1],
  [1472, "ms", 1472],
  [88_000, "s", 88],
])("shows times up to %d ms in %s", (longest, unit, to) => {
  const axis = timeAxis(longest);
  expect([axis.unit, axis.to]).toEqual([unit, to]);
  expect(axis.scale(longest)).toBe(axis.to);
});

it("has room even where nothing was measured", () => {
  expect(timeAxis(0).to).toBeGreaterThan(0);
});
