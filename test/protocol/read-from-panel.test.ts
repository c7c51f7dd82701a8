import { describe, expect, it } from "vitest";
import { readFromPanel } from "../../src/protocol/read-from-panel.ts";

describe("readFromPanel", () => {
  it("takes an order and nothing that came with it", () => {
    expect(readFromPanel({ type: "run-again", sql: "DROP TABLE files" })).toEqual({ type: "run-again" });
  });

  it("takes with an order what belongs to it", () => {
    expect(readFromPanel({ type: "page-turned", page: "findings", next: 1 })).toEqual({
      type: "page-turned",
      page: "findings",
    });
    const place = { type: "open-place", file: 3, line: 0, character: 7 };
    expect(readFromPanel({ ...place, path: "/etc/passwd" })).toEqual(place);
    const explain = { type: "explain-rule", rule: "commit-in-loop" };
    expect(readFromPanel({ ...explain, severity: "off" })).toEqual(explain);
    expect(readFromPanel({ type: "check-workspace", files: ["/"] })).toEqual({ type: "check-workspace" });
  });

  it.each([
    { type: "page-turned" },
    { type: "page-turned", page: "settings" },
    { type: "open-place", file: 0, line: 0 },
    { type: "open-place", file: "/etc/passwd", line: 0, character: 0 },
    { type: "open-place", file: 0, line: -1, character: 0 },
    { type: "open-place", file: 0, line: 0.5, character: 0 },
    { type: "open-place", file: 0, line: 0, character: Number.NaN },
    { type: "explain-rule", rule: ["commit-in-loop"] },
  ])("ignores an order without what belongs to it: %j", (message) => {
    expect(readFromPanel(message)).toBeUndefined();
  });

  it.each([null, undefined, "ready", 1, [], {}, { type: 1 }, { type: "delete-all" }, { type: "toString" }])(
    "ignores %j",
    (message) => {
      expect(readFromPanel(message)).toBeUndefined();
    },
  );
});
