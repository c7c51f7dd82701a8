import { describe, expect, it } from "vitest";
import { parseLanes } from "../../../src/core/benchmark/lane-text.ts";

describe("parseLanes", () => {
  it("reads counts in any order and names each once", () => {
    expect(parseLanes("4, 2,2 8")).toEqual({ ok: true, lanes: [2, 4, 8] });
  });

  it.each([
    ["", "empty"],
    [" , ", "empty"],
    ["2,x", "not-whole"],
    ["1.5", "not-whole"],
    ["-1", "not-whole"],
    ["0", "out-of-range"],
    ["65", "out-of-range"],
  ])("refuses %j as %s", (text, problem) => {
    expect(parseLanes(text)).toMatchObject({ ok: false, problem });
  });
});
