import { describe, expect, it } from "vitest";
import { stepOf } from "../../../src/webview/findings/tree-keys.ts";

const rows = [
  { level: 1, isOpen: true },
  { level: 2, isOpen: null },
  { level: 2, isOpen: true },
  { level: 3, isOpen: null },
  { level: 1, isOpen: false },
];

describe("stepOf", () => {
  it.each([
    ["ArrowDown", 0, { type: "go", to: 1 }],
    ["ArrowDown", 4, { type: "go", to: 4 }],
    ["ArrowUp", 3, { type: "go", to: 2 }],
    ["ArrowUp", 0, { type: "go", to: 0 }],
    ["Home", 3, { type: "go", to: 0 }],
    ["End", 1, { type: "go", to: 4 }],
    ["PageDown", 1, { type: "go", to: 4 }],
    ["PageUp", 4, { type: "go", to: 0 }],
    ["ArrowRight", 4, { type: "set-open", isOpen: true }],
    ["ArrowRight", 0, { type: "go", to: 1 }],
    ["ArrowRight", 1, { type: "go", to: 1 }],
    ["ArrowLeft", 0, { type: "set-open", isOpen: false }],
    ["ArrowLeft", 1, { type: "go", to: 0 }],
    ["ArrowLeft", 3, { type: "go", to: 2 }],
    ["ArrowLeft", 4, { type: "go", to: 4 }],
    ["Enter", 2, { type: "press" }],
    [" ", 2, { type: "press" }],
  ])("%s on row %i", (key, at, step) => {
    expect(stepOf(key, rows, at)).toEqual(step);
  });

  it("leaves other keys alone, and rows that are gone", () => {
    expect(stepOf("Tab", rows, 0)).toBeUndefined();
    expect(stepOf("ArrowDown", rows, -1)).toBeUndefined();
  });
});
