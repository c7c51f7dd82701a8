import { describe, expect, it } from "vitest";
import { readFromPanel } from "../../src/protocol/read-from-panel.ts";

describe("readFromPanel", () => {
  it("takes an order and nothing that came with it", () => {
    expect(readFromPanel({ type: "run-again", sql: "DROP TABLE files" })).toEqual({ type: "run-again" });
  });

  it.each([null, undefined, "ready", 1, [], {}, { type: 1 }, { type: "delete-all" }, { type: "toString" }])(
    "ignores %j",
    (message) => {
      expect(readFromPanel(message)).toBeUndefined();
    },
  );
});
