import { describe, expect, it } from "vitest";
import { applySafeFixes } from "../../../src/cli/lint/apply-fixes.ts";
import { text } from "../../../src/core/text/text.ts";
import type { PlacedFinding, Span } from "../../../src/protocol/lint.ts";
import { sampleFinding, span } from "../../support/sample-findings.ts";

type Edits = readonly (readonly [span: Span, text: string])[];

function finding(edits: Edits, { safe = true, rule = "a-rule" } = {}): PlacedFinding {
  const fix = {
    title: text("Fix"),
    safe,
    edits: edits.map(([at, inserted]) => ({ span: at, text: inserted })),
  };
  return sampleFinding({ rule, fixes: [fix] });
}

const applied = (source: string, ...findings: PlacedFinding[]) => applySafeFixes(source, findings).text;

describe("applySafeFixes", () => {
  it("replaces, inserts and deletes where the spans say", () => {
    const source = "one = 1\ntwo = 2\nthree = 3\n";
    const edits: Edits = [
      [span(0, 0, 3), "first"],
      [span(1, 0, 0, 2), ""],
      [span(2, 9, 9), "  # last"],
    ];
    expect(applied(source, finding(edits))).toBe("first = 1\nthree = 3  # last\n");
  });

  it("leaves suggestions alone, and takes the first safe fix of a finding", () => {
    expect(applied("x\n", finding([[span(0, 0, 1), "y"]], { safe: false }))).toBe("x\n");
    const [suggestion, safe] = [
      finding([[span(0, 0, 1), "y"]], { safe: false }),
      finding([[span(0, 0, 1), "z"]]),
    ];
    expect(applied("x\n", { ...safe, fixes: [...suggestion.fixes, ...safe.fixes] } as PlacedFinding)).toBe(
      "z\n",
    );
  });

  it("counts the fixes of each rule", () => {
    const { rules } = applySafeFixes("abc\n", [
      finding([[span(0, 0, 1), "x"]], { rule: "one" }),
      finding([[span(0, 2, 3), "z"]], { rule: "one" }),
      finding([], { rule: "nothing" }),
    ]);
    expect([...rules]).toEqual([["one", 2]]);
  });

  it("leaves a fix that overlaps another one for the next pass, wholly", () => {
    const first = finding([[span(0, 0, 3), "X"]]);
    const second = finding([
      [span(0, 2, 4), "Y"],
      [span(0, 8, 9), "Z"],
    ]);
    expect(applied("abcd efgh\n", first, second)).toBe("Xd efgh\n");
  });

  it("does not decide which of two insertions at one place comes first", () => {
    const insert = (inserted: string) => finding([[span(0, 0, 0), inserted]]);
    expect(applied("x\n", insert("a"), insert("b"))).toBe("ax\n");
    expect(applied("abcd\n", finding([[span(0, 0, 2), ""]]), finding([[span(0, 2, 4), ""]]))).toBe("cd\n");
  });

  it("makes an edit once that several fixes share, such as an import", () => {
    const importing = (line: number): PlacedFinding =>
      finding([
        [span(0, 0, 0), "import app\n"],
        [span(line, 0, 1), "app.x"],
      ]);
    expect(applied("\nx\nx\n", importing(1), importing(2))).toBe("import app\n\napp.x\napp.x\n");
  });

  it("counts lines and characters as editors do", () => {
    expect(applied("# 😀\r\nx = '日本'; y\r\n", finding([[span(1, 10, 11), "z"]]))).toBe(
      "# 😀\r\nx = '日本'; z\r\n",
    );
    expect(applied("a\rb\rc\r", finding([[span(2, 0, 1), "C"]]))).toBe("a\rb\rC\r");
  });

  it("ends inserted lines as most lines of the file end", () => {
    const insert = finding([[span(1, 0, 0), "p\nq\r\n"]]);
    expect(applied("a\r\nb\r\n", insert)).toBe("a\r\np\r\nq\r\nb\r\n");
    expect(applied("a\nb\r\nc\n", insert)).toBe("a\np\nq\nb\r\nc\n");
    expect(applied("a", finding([[span(0, 1, 1), "\nb\n"]]))).toBe("a\nb\n");
  });

  it("takes a place beyond the text for its end", () => {
    expect(applied("a", finding([[span(9, 9, 9), "b"]]))).toBe("ab");
  });
});
