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
  it("falls back where the page's memory is missing or of another kind", () => {
    expect(readHint(undefined)).toEqual({ strategy: null, open: [] });
    expect(readHint({ strategy: 1, open: ["a", 2] })).toEqual({ strategy: null, open: ["a"] });
    expect(readHint({ strategy: "serial", open: "a" })).toEqual({ strategy: "serial", open: [] });
  });
});
