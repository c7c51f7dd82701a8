import { describe, expect, it } from "vitest";
import { english } from "../../src/core/text/text.ts";
import type { Run } from "../../src/extension/run-service.ts";
import { donePercent, progressText, statusText } from "../../src/extension/run-text.ts";
import type { Progress } from "../../src/protocol/runner.ts";
import { aJob, aProgress } from "./fakes.ts";

function aRun(progress: Partial<Progress>, cancelling = false): Run {
  return { job: aJob(), progress: aProgress(progress), report: null, cancelling };
}

describe("progressText", () => {
  it.each([
    [{}, "round 2 of 5–15, threads(2), 3 of 6"],
    [{ operationsDone: 6 }, "round 2 of 5–15, threads(2), 6 of 6"],
    [{ strategy: null }, "round 2 of 5–15"],
    [{ rounds: 5 }, "round 2 of 5, threads(2), 3 of 6"],
    [{ phase: "connecting" }, "connecting"],
    [{ phase: "warming-up" }, "warming up threads(2)"],
    [{ phase: "waiting" }, "waiting for another benchmark on this machine"],
    [
      { phase: "waiting", holder: "process 42" },
      "waiting for another benchmark on this machine (process 42)",
    ],
  ] as const)("says where a run with %j is", (progress, said) => {
    expect(english(progressText(aRun(progress)))).toBe(said);
  });

  it("says that the run is being cancelled, whatever it does", () => {
    expect(english(progressText(aRun({}, true)))).toBe("cancelling…");
  });
});

describe("statusText", () => {
  it("names the database and how much is done", () => {
    expect(english(statusText(aRun({})))).toBe("christmas.db: 10 %");
    expect(english(statusText(aRun({ phase: "connecting" })))).toBe("christmas.db: warming up");
    expect(english(statusText(aRun({ phase: "waiting" })))).toBe("christmas.db: waiting");
    expect(english(statusText(aRun({}, true)))).toBe("christmas.db: cancelling…");
  });
});

describe("donePercent", () => {
  it("stays between 0 and 100", () => {
    expect(donePercent(aRun({ trials: 0, trialsDone: 0 }))).toBe(0);
    expect(donePercent(aRun({ trials: 10, trialsDone: 12 }))).toBe(100);
  });
});
