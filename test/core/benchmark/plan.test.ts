import { expect, it } from "vitest";
import { makePlan } from "../../../src/core/benchmark/plan.ts";
import { parseStrategy, strategyName } from "../../../src/core/benchmark/strategy.ts";

const named = (...names: string[]) => names.flatMap((name) => parseStrategy(name) ?? []);

it("puts serial first and measures every strategy once", () => {
  const plan = makePlan({ sql: "SELECT 1", strategies: named("threads(2)", "serial", "threads(2)") });
  expect(plan.strategies.map(strategyName)).toEqual(["serial", "threads(2)"]);
});

it.each([
  [6, ["threads(2)", "threads(3)"], 6],
  [5, ["threads(2)", "threads(3)"], 6],
  [1, ["threads(4)", "processes(6)"], 12],
  [7, [], 7],
])("rounds %i operations up so that all lanes of %j get as many: %i", (operations, names, rounded) => {
  const plan = makePlan({ sql: "SELECT 1", operations, strategies: named(...names) });
  expect(plan.operations).toBe(rounded);
  expect(plan.requestedOperations).toBe(operations);
});

it.each(["threads", "threads(0)", "threads(65)", "threads(2", "serial(2)", "tasks(0)", "", "Threads(2)"])(
  "takes %s for no strategy",
  (name) => {
    expect(parseStrategy(name)).toBeUndefined();
  },
);

it.each(["serial", "threads(64)", "shared-session(3)", "processes(1)"])(
  "reads %s and names it so again",
  (name) => {
    const strategy = parseStrategy(name);
    expect(strategy && strategyName(strategy)).toBe(name);
  },
);
