import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parameterText, parseParameter } from "../../../src/core/benchmark/parameter-text.ts";
import type { ParameterSource } from "../../../src/core/benchmark/plan.ts";

function source(text: string): ParameterSource | string {
  const parsed = parseParameter(text);
  return parsed.ok ? parsed.source : parsed.problem;
}

describe("parseParameter", () => {
  it("reads a range of whole numbers", () => {
    expect(source("1..500000")).toEqual({ kind: "integer", from: 1, to: 500000 });
    expect(source(" -5 .. 1_000 ")).toEqual({ kind: "integer", from: -5, to: 1000 });
    expect(source("7..7")).toEqual({ kind: "integer", from: 7, to: 7 });
  });

  it("reads a list of numbers, texts and nulls", () => {
    expect(source("1, 2.5, abc, null, -3e2")).toEqual({
      kind: "choice",
      values: [1, 2.5, "abc", null, -300],
    });
    expect(source("'a, b', 'it''s', '42', ''")).toEqual({
      kind: "choice",
      values: ["a, b", "it's", "42", ""],
    });
    expect(source("42")).toEqual({ kind: "choice", values: [42] });
    expect(source("new york")).toEqual({ kind: "choice", values: ["new york"] });
  });

  it.each([
    ["", "empty"],
    ["1,,2", "empty"],
    ["1,2,", "empty"],
    ["9..1", "backwards"],
    ["1.5..3", "not-whole"],
    ["1..99999999999999999999", "not-whole"],
    ["-9007199254740991..9007199254740991", "too-wide"],
    ["'open", "open-quote"],
  ])("refuses %j as %s", (text, problem) => {
    expect(source(text)).toBe(problem);
  });

  it("reads back whatever it wrote", () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      fc.string(),
      fc.constantFrom(null, "null", "1..2", "12", " a ", "a,b", "'"),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const written = parameterText({ kind: "choice", values });
        expect(source(written)).toEqual({ kind: "choice", values: values.map((v) => (v === 0 ? 0 : v)) });
      }),
    );
  });
});
