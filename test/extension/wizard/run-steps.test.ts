import { describe, expect, it } from "vitest";
import type { Answer } from "../../../src/extension/wizard/quick-inputs.ts";
import { type Place, runSteps, type Step } from "../../../src/extension/wizard/run-steps.ts";

const back = { kind: "back" } as const;
const abandoned = { kind: "abandoned" } as const;

/** Steps that add a letter, or do what the script says next. */
function scripted(script: (string | Answer<string>)[]): { step: Step<string>; places: Place[] } {
  const places: Place[] = [];
  return {
    places,
    step: async (state, place) => {
      places.push(place);
      const next = script.shift();
      if (next === undefined) throw new Error("Asked more often than expected.");
      return typeof next === "string" ? { kind: "answered", value: state + next } : next;
    },
  };
}

describe("runSteps", () => {
  it("asks in order and numbers the steps", async () => {
    const { step, places } = scripted(["a", "b"]);
    expect(await runSteps(() => [step, step], "")).toBe("ab");
    expect(places).toEqual([
      { step: 1, totalSteps: 2 },
      { step: 2, totalSteps: 2 },
    ]);
  });

  it("goes back one step and keeps what was answered", async () => {
    const { step, places } = scripted(["a", back, "A", "b"]);
    expect(await runSteps(() => [step, step], "")).toBe("aAb");
    expect(places.map((place) => place.step)).toEqual([1, 2, 1, 2]);
  });

  it("stays at the first step when there is nothing to go back to", async () => {
    const { step } = scripted([back, "a"]);
    expect(await runSteps(() => [step], "")).toBe("a");
  });

  it("gives up everything when any step is abandoned", async () => {
    const { step } = scripted(["a", abandoned]);
    expect(await runSteps(() => [step, step, step], "")).toBeUndefined();
  });

  it("lets an answer decide which steps follow", async () => {
    const { step, places } = scripted(["x", "y", "z"]);
    const result = await runSteps((state) => (state.startsWith("x") ? [step, step, step] : [step]), "");
    expect(result).toBe("xyz");
    expect(places.map((place) => place.totalSteps)).toEqual([1, 3, 3]);
  });
});
