import { expect, it } from "vitest";
import { closest, didYouMean } from "../../src/node/did-you-mean.ts";

const options = ["--lanes", "--strategies", "--operations", "--trials", "--json"];

it.each([
  ["--lane", "--lanes"],
  ["--lnaes", "--lanes"],
  ["--operation", "--operations"],
  ["--oprations", "--operations"],
  ["--strat", "--strategies"],
  ["--JSON", "--json"],
])("takes %s for %s", (typed, meant) => {
  expect(closest(typed, options)).toBe(meant);
});

it("stays silent when nothing is near", () => {
  expect(closest("--verbose", options)).toBeUndefined();
  expect(didYouMean("--verbose", options)).toBe("");
});

it("prefers the nearest", () => {
  expect(closest("--trails", [...options, "--tails"])).toBe("--trials");
});
