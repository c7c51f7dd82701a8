import { describe, expect, it } from "vitest";
import { codeFrame } from "../../../src/cli/lint/code-frame.ts";
import { span } from "../../support/sample-findings.ts";

/** Draws the frame of what «guillemets» mark in one line. */
function frame(marked: string, width = 80): string[] {
  const [before = "", inside = "", after = ""] = marked.split(/[«»]/);
  const drawn = codeFrame(
    [before + inside + after],
    span(0, before.length, before.length + inside.length),
    width,
  );
  return drawn ? [drawn.code, drawn.underline] : [];
}

describe("codeFrame", () => {
  it.each([
    ["session.«commit»()", "session.commit()", "        ^^^^^^"],
    ["«x» = 1", "x = 1", "^"],
    ["x = 1«»", "x = 1", "     ^"],
    ["\tif «x»:", "    if x:", "       ^"],
    ["a\t«b»\tc", "a   b   c", "    ^"],
    ["x = '日本', «commit»()", "x = '日本', commit()", "            ^^^^^^"],
    ["x = '«日本»'", "x = '日本'", "     ^^^^"],
    ["x = '😀👩‍👩‍👧', «y»", "x = '😀👩‍👩‍👧', y", "            ^"],
    ["é = «ü»", "é = ü", "    ^"],
    ["x = 'e\u0301', «y»", "x = 'e\u0301', y", "         ^"],
    ["x = '\u200b', «y»", "x = '\u200b', y", "        ^"],
  ])("underlines %j", (marked, code, underline) => {
    expect(frame(marked)).toEqual([code, underline]);
  });

  it("shows nothing that a terminal would obey", () => {
    expect(frame("x = '\u001b[31m\u202e', «y»")).toEqual(["x = '\uFFFD[31m\uFFFD', y", "              ^"]);
  });

  it("marks a character that a span starts inside of", () => {
    const drawn = codeFrame(["a😀b"], span(0, 2, 3), 80);
    expect(drawn).toMatchObject({ code: "a😀b", underline: " ^^" });
  });

  it("underlines the first of several lines to its end, and says how far it goes", () => {
    const drawn = codeFrame(["x = call(  ", "  1)"], span(0, 4, 4, 1), 80);
    expect(drawn).toEqual({ line: 1, code: "x = call(", underline: "    ^^^^^", until: 2 });
  });

  it.each([
    ["at its start", `«call»(${"1, ".repeat(100)}`, 40],
    ["in its middle", `${"1, ".repeat(100)}«call»(2), ${"3, ".repeat(100)}`, 40],
    ["at its end", `${"1, ".repeat(100)}«call»`, 40],
    ["wide characters in it", `${"字".repeat(100)}«call»${"字".repeat(100)}`, 41],
  ])("cuts a long line with the mark %s", (_, marked, width) => {
    const [code = "", underline = ""] = frame(marked, width);
    const wide = [...code].filter((character) => character === "字").length;
    expect(code.length + wide).toBeLessThanOrEqual(width);
    expect(code).toContain("…");
    const before = [...code.slice(0, code.indexOf("call"))];
    expect(underline.indexOf("^")).toBe(
      before.length + before.filter((character) => character === "字").length,
    );
    expect(underline.trim()).toBe("^^^^");
  });

  it("cuts a mark that is longer than the line may be", () => {
    const [code = "", underline = ""] = frame(`x = «${"y".repeat(500)}»`, 40);
    expect(code.length).toBeLessThanOrEqual(40);
    expect(underline.length).toBeLessThanOrEqual(code.length);
  });

  it("knows no line that is not there", () => {
    expect(codeFrame(["x"], span(7, 0, 1), 80)).toBeUndefined();
  });
});
