import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineIndex } from "../../../src/core/lint/line-index.ts";

describe("LineIndex", () => {
  it("counts lines and characters from 0", () => {
    const lines = new LineIndex("ab\ncde\n");
    expect([0, 2, 3, 6, 7].map((offset) => lines.positionOf(offset))).toEqual([
      { line: 0, character: 0 },
      { line: 0, character: 2 },
      { line: 1, character: 0 },
      { line: 1, character: 3 },
      { line: 2, character: 0 },
    ]);
  });

  it("puts what lies outside at the ends", () => {
    const lines = new LineIndex("ab\nc");
    expect(lines.positionOf(-1)).toEqual({ line: 0, character: 0 });
    expect(lines.positionOf(99)).toEqual({ line: 1, character: 1 });
  });

  it("finds the line that splitting finds, whatever ends the lines", () => {
    const text = fc.array(fc.constantFrom("a", "é", "😀", "\n", "\r\n", "\r")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, fc.nat(60), (all, offset) => {
        // Between the two characters of an end of line there is no position to ask for.
        fc.pre(offset <= all.length && all.slice(offset - 1, offset + 1) !== "\r\n");
        const before = all.slice(0, offset).split(/\r\n|\r|\n/);
        expect(new LineIndex(all).positionOf(offset)).toEqual({
          line: before.length - 1,
          character: before.at(-1)?.length,
        });
      }),
    );
  });
});
