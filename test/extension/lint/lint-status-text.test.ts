import { describe, expect, it } from "vitest";
import { english } from "../../../src/core/text/text.ts";
import {
  countFindings,
  countsText,
  stateText,
  statusBarText,
} from "../../../src/extension/lint/lint-status-text.ts";
import { aFinding } from "./fake-worker.ts";

const some = countFindings([
  { findings: [aFinding({ severity: "error" }), aFinding()], note: undefined },
  { findings: [aFinding(), aFinding({ severity: "hint" })], note: undefined },
]);
const none = countFindings([]);

describe("the status of a file", () => {
  it("counts by severity, the most severe first", () => {
    expect(statusBarText("idle", some)).toBe("Lanewise $(error) 1 $(warning) 2 $(lightbulb) 1");
    expect(countsText(some).map(english)).toEqual(["1 error", "2 warnings", "1 hint"]);
  });

  it("says that nothing was found", () => {
    expect(statusBarText("idle", none)).toBe("$(check) Lanewise");
    expect(countsText(none).map(english)).toEqual(["No problems found"]);
  });

  it("shows no counts of a linter that has stopped", () => {
    expect(statusBarText("failed", some)).toBe("$(circle-slash) Lanewise");
  });

  it.each([
    ["off", true, "Session lint is off"],
    ["failed", true, "The linter has stopped"],
    ["checking", true, "Checking the workspace"],
    ["idle", false, "Checking this file"],
    ["idle", true, "Ready"],
  ] as const)("names the state %s, answered: %s", (state, isAnswered, words) => {
    expect(english(stateText(state, isAnswered))).toBe(words);
  });
});
