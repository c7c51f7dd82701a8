import { describe, expect, it } from "vitest";
import { asksForHelp, type OptionTable, parseOptions } from "../../src/cli/option-table.ts";
import { listOf, oneOf, seconds, someText, wholeNumber } from "../../src/cli/option-values.ts";

const about = { section: "All", help: "…" };
const table = {
  file: { ...about, kind: "value", placeholder: "FILE", read: someText },
  count: { ...about, kind: "value", placeholder: "N", read: wholeNumber(-10, 1000) },
  tag: { ...about, kind: "list", placeholder: "TAG" },
  loud: { ...about, kind: "flag", short: "l" },
  help: { ...about, kind: "flag", short: "h" },
  secret: { ...about, kind: "value", placeholder: "S", read: someText, isHidden: true },
} as const satisfies OptionTable;

describe("a table of options", () => {
  it("reads values, lists, flags and positionals in any order", () => {
    expect(parse("a", "--file", "x y", "--tag=1", "b", "--tag", "2", "-l", "--count=7")).toEqual({
      values: { file: "x y", count: 7, tag: ["1", "2"], loud: true, help: false, secret: undefined },
      positionals: ["a", "b"],
    });
  });

  it("takes all after -- as positionals", () => {
    expect(parse("--", "--file")).toMatchObject({ positionals: ["--file"] });
  });

  it("takes values that begin with a dash", () => {
    expect(parse("--count", "-5", "--file", "-")).toMatchObject({ values: { count: -5, file: "-" } });
    expect(parse("--file", "-- a comment\nSELECT 1")).toMatchObject({
      values: { file: "-- a comment\nSELECT 1" },
    });
  });

  it.each([
    [["--fil", "x"], "The option --fil is unknown. Did you mean --file?"],
    [["-file", "x"], "The option -file is unknown. Did you mean --file?"],
    [["--fil=secret"], "The option --fil is unknown. Did you mean --file?"],
    [["--secre", "x"], "The option --secre is unknown."],
    [["--constructor"], "The option --constructor is unknown."],
    [["--file"], "--file needs a value: --file FILE."],
    [["--file", "--loud"], "--file needs a value: --file FILE."],
    [["--file", "--count=3"], "--file needs a value: --file FILE."],
    [["--file", ""], "--file is empty."],
    [["--file", "a", "--file", "b"], "--file is given twice."],
    [["--loud=yes"], "--loud takes no value."],
    [["--count", "many"], "--count is a whole number from -10 to 1,000, not “many”."],
  ])("answers %j with one sentence", (args, sentence) => {
    expect(parseOptions(table, args)).toEqual({ ok: false, problem: sentence });
  });

  it("sees a wish for help among mistakes, but not inside a value", () => {
    expect(asksForHelp(table, ["--wrong", "--help"])).toBe(true);
    expect(asksForHelp(table, ["-h"])).toBe(true);
    expect(asksForHelp(table, ["--", "--help"])).toBe(false);
    expect(asksForHelp(table, ["--file", "x"])).toBe(false);
  });
});

describe("values", () => {
  it("reads whole numbers of a range and no others", () => {
    const read = wholeNumber(1, 64);
    expect(read("64")).toEqual({ ok: true, value: 64 });
    for (const text of ["0", "65", "1.5", "1e1", "", "0x10", "NaN"]) expect(read(text).ok).toBe(false);
  });

  it("reads seconds as milliseconds", () => {
    expect(seconds("1.5")).toEqual({ ok: true, value: 1500 });
    for (const text of ["0", "-1", "1 s", "1e3", "604801"]) expect(seconds(text).ok).toBe(false);
  });

  it("reads one of some words", () => {
    expect(oneOf("wait", "refuse")("wait")).toEqual({ ok: true, value: "wait" });
    expect(oneOf("wait", "refuse")("wiat")).toEqual({
      ok: false,
      problem: "is wait or refuse, not “wiat”. Did you mean wait?",
    });
  });

  it("reads lists, each value once, and refuses empty entries", () => {
    const read = listOf(wholeNumber(1, 9), "2,4");
    expect(read("2, 4,2")).toEqual({ ok: true, value: [2, 4] });
    expect(read("2,,4")).toEqual({ ok: false, problem: "has an empty entry: write 2,4." });
    expect(read("2,x")).toEqual({ ok: false, problem: "is a whole number from 1 to 9, not “x”." });
  });
});

function parse(...args: string[]) {
  const parsed = parseOptions(table, args);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}
