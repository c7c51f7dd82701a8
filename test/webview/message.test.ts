import { describe, expect, it } from "vitest";
import { readHint } from "../../src/webview/host.ts";
import { readMessage } from "../../src/webview/message.ts";
import { comparisonState, emptyState, failedState, runningState, sampleProgress } from "./panel-states.ts";

describe("readMessage", () => {
  it.each([emptyState, runningState(), runningState({ report: null }), failedState, comparisonState])(
    "takes the state that the host sends: $view",
    (state) => {
      const message = { type: "show", state };
      expect(readMessage(message)).toBe(message);
    },
  );

  it("takes progress", () => {
    const message = { type: "progress", progress: sampleProgress() };
    expect(readMessage(message)).toBe(message);
  });

  it("takes no report of another version", () => {
    const state = { ...comparisonState, report: { schema: "lanewise-report/2" } };
    expect(readMessage({ type: "show", state })).toBeUndefined();
  });

  it.each([undefined, null, "show", [], { type: "progress" }, { type: "show", state: { view: "report" } }])(
    "takes no other value: %j",
    (value) => {
      expect(readMessage(value)).toBeUndefined();
    },
  );
});

describe("readHint", () => {
  const nothing = {
    page: "benchmark",
    findings: { query: "", hidden: [], fixableOnly: false, groupBy: "rule", closed: [] },
    strategy: null,
    open: [],
  };

  it.each([
    [undefined, nothing],
    [
      { strategy: 1, open: ["a", 2] },
      { ...nothing, open: ["a"] },
    ],
    [
      { strategy: "serial", open: "a", page: "settings" },
      { ...nothing, strategy: "serial" },
    ],
    [
      { findings: 7, page: "findings" },
      { ...nothing, page: "findings" },
    ],
    [
      {
        findings: {
          query: 1,
          hidden: ["hint", "fatal"],
          fixableOnly: "yes",
          groupBy: "size",
          closed: ["a", 1],
        },
      },
      { ...nothing, findings: { ...nothing.findings, hidden: ["hint"], closed: ["a"] } },
    ],
  ])("takes of %j what it knows, and else what is usual", (stored, hint) => {
    expect(readHint(stored)).toEqual(hint);
  });
});
