import { describe, expect, it } from "vitest";
import { applyEdits, drawMarks, readMarks } from "./marked-code.ts";

describe("readMarks", () => {
  it("takes nested marks out, the outer one first", () => {
    expect(readMarks("a «b «c»\nd» e")).toEqual({
      code: "a b c\nd e",
      ranges: [
        { start: 2, end: 7 },
        { start: 4, end: 5 },
      ],
    });
  });

  it.each(["a » b", "a « b"])("refuses %s", (marked) => {
    expect(() => readMarks(marked)).toThrow(/without its/);
  });
});

describe("drawMarks", () => {
  it.each(["a «b «c»\nd» e", "««a» b»«c»", "«a «b»»", "««a»»", "none"])("is the opposite: %s", (marked) => {
    const { code, ranges } = readMarks(marked);
    expect(drawMarks(code, ranges)).toBe(marked);
  });
});

describe("applyEdits", () => {
  it("applies them in order, each where the old text has it", () => {
    const edits = [
      { start: 0, end: 0, text: "x" },
      { start: 1, end: 2, text: "" },
      { start: 3, end: 3, text: "y" },
    ];
    expect(applyEdits("abc", edits)).toBe("xacy");
  });

  it("refuses edits that overlap or lie outside", () => {
    expect(() =>
      applyEdits("abc", [
        { start: 0, end: 2, text: "" },
        { start: 1, end: 3, text: "" },
      ]),
    ).toThrow();
    expect(() => applyEdits("abc", [{ start: 0, end: 4, text: "" }])).toThrow();
  });
});
