import { describe, expect, it } from "vitest";
import { parseParameterSource, parseParameters } from "../../../src/core/benchmark/parse-parameter.ts";

describe("parameters as people type them", () => {
  it("reads a range of whole numbers", () => {
    expect(parsed("1..500000")).toEqual([{ name: null, source: { kind: "integer", from: 1, to: 500_000 } }]);
    expect(parsed("-5 .. -1")).toEqual([{ name: null, source: { kind: "integer", from: -5, to: -1 } }]);
    expect(parsed("7..7")).toEqual([{ name: null, source: { kind: "integer", from: 7, to: 7 } }]);
  });

  it("reads a list of texts, numbers and null", () => {
    expect(values("a, b ,c d")).toEqual(["a", "b", "c d"]);
    expect(values("1,-2.5,3e2,null,NULL")).toEqual([1, -2.5, 300, null, null]);
    expect(values("42")).toEqual([42]);
  });

  it("takes what is quoted as text, commas, spaces and doubled quotes included", () => {
    expect(values("'a,b',\"it's\",'it''s', '' ,'42','null'")).toEqual([
      "a,b",
      "it's",
      "it's",
      "",
      "42",
      "null",
    ]);
  });

  it("keeps texts that only look like numbers", () => {
    expect(values("007,1.2.3,2026-01-02,0x10,1e,+")).toEqual([
      "007",
      "1.2.3",
      "2026-01-02",
      "0x10",
      "1e",
      "+",
    ]);
  });

  it("never makes a negative zero", () => {
    expect(values("-0")).toEqual([0]);
    expect(parsed("-0..5")).toEqual([{ name: null, source: { kind: "integer", from: 0, to: 5 } }]);
  });

  it("reads a name with or without the sign of its placeholder", () => {
    for (const given of ["id=1..9", ":id=1..9", "@id=1..9", "$id = 1..9"])
      expect(parsed(given)).toEqual([{ name: "id", source: { kind: "integer", from: 1, to: 9 } }]);
    expect(parsed("größe=klein,groß")[0]?.name).toBe("größe");
  });

  it("takes all after a leading = as values", () => {
    expect(parsed("=a=b,c")).toEqual([{ name: null, source: { kind: "choice", values: ["a=b", "c"] } }]);
  });

  it("does not take a text for a name that cannot be one", () => {
    expect(values("1=1")).toEqual(["1=1"]);
  });

  it("reads the values of one placeholder, whose name is known", () => {
    expect(parseParameterSource("a=b, c")).toEqual({
      status: "parsed",
      source: { kind: "choice", values: ["a=b", "c"] },
    });
    expect(parseParameterSource(" ")).toMatchObject({ status: "invalid", problem: { problem: "empty" } });
  });

  it("reads several in their order", () => {
    expect(parsed("1..2", "a,b").map((parameter) => parameter.source.kind)).toEqual(["integer", "choice"]);
  });
});

describe("parameters that cannot be read", () => {
  it.each([
    ["", "empty"],
    ["id=", "empty"],
    ["a,,b", "empty-value"],
    ["a,b,", "empty-value"],
    [",", "empty-value"],
    ["9..1", "range-backwards"],
    ["1..9007199254740993", "range-not-exact"],
    ["-9007199254740991..9007199254740991", "range-not-exact"],
    ["9007199254740993", "number-not-exact"],
    ["1e999", "number-not-exact"],
    ["'abc", "quote-not-closed"],
    ["'abc''", "quote-not-closed"],
    ["'abc'd,e", "text-after-quote"],
  ])("refuses %j as %s", (given, problem) => {
    expect(parseParameters([given])).toMatchObject({ status: "invalid", problem: { problem, given } });
  });

  it("refuses names and positions in one statement", () => {
    expect(problem("id=1..2", "1..2")).toBe("names-and-positions");
    expect(problem("1..2", "id=1..2")).toBe("names-and-positions");
  });

  it("refuses a name that is given twice", () => {
    expect(problem("id=1..2", ":id=3..4")).toBe("name-twice");
  });
});

function parsed(...texts: string[]) {
  const result = parseParameters(texts);
  if (result.status === "invalid") throw new Error(result.problem.problem);
  return result.parameters;
}

function values(given: string) {
  const source = parsed(given)[0]?.source;
  return source?.kind === "choice" ? source.values : undefined;
}

function problem(...texts: string[]) {
  const result = parseParameters(texts);
  return result.status === "invalid" ? result.problem.problem : undefined;
}
