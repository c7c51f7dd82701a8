import { describe, expect, it } from "vitest";
import { countByRule } from "../../../src/cli/lint/lint-report.ts";
import { linesOf } from "../../../src/cli/lint/source-lines.ts";
import { findingsText, fixedText, statisticsText, summaryText } from "../../../src/cli/lint/text-format.ts";
import { styleFor } from "../../../src/cli/style.ts";
import { text } from "../../../src/core/text/text.ts";
import { sampleFinding, sampleLintReport, sampleSources, span } from "../../support/sample-findings.ts";

const plain = {
  style: styleFor({ hasColors: false }),
  width: 80,
  linesOf: (file: string) => (sampleSources[file] === undefined ? undefined : linesOf(sampleSources[file])),
};

describe("findingsText", () => {
  it("shows each finding with its code, its places and its remedies", () => {
    expect(findingsText(sampleLintReport().findings.slice(0, 2), plain)).toBe(`\
app/db.py:1:1: error: A session [shared](1) by threads: 100 %. [session-shared-across-threads]
1 | session = Session()
  | ^^^^^^^

app/etl.py:3:5: warning: Commits once per row. [commit-in-loop]
3 |     session.commit()
  |     ^^^^^^^^^^^^^^^^
  = app/db.py:1:11: The session is made here.
1 | session = Session()
  |           ^^^^^^^^^
  = fix: Commit once, after the loop (--fix does it)
  = suggestion: Commit once per batch
`);
  });

  it("aligns the numbers of all lines of a finding", () => {
    const lines = Array.from({ length: 120 }, (_, i) => `line${i + 1}`);
    const finding = sampleFinding({
      span: span(8, 0, 5),
      related: [{ file: "app/etl.py", span: span(119, 0, 2), text: text("Here.") }],
    });
    expect(
      findingsText([finding], { ...plain, linesOf: () => lines })
        .split("\n")
        .slice(1, 6),
    ).toEqual(["  9 | line9", "    | ^^^^^", "    = app/etl.py:120:1: Here.", "120 | line120", "    | ^^"]);
  });

  it("does without code that it does not know", () => {
    expect(findingsText([sampleFinding({ file: "gone.py" })], plain)).toBe(
      "gone.py:3:5: warning: Commits once per row. [commit-in-loop]\n",
    );
  });

  it("lets no file name or message speak to the terminal", () => {
    const evil = sampleFinding({ file: "a\u001b[2J.py", text: text("two\nlines \u001b]0;x\u0007") });
    expect(findingsText([evil], plain)).toBe(
      "a\uFFFD[2J.py:3:5: warning: two lines \uFFFD]0;x\uFFFD [commit-in-loop]\n",
    );
  });

  it("colours for a terminal that wants colours", () => {
    const style = styleFor({ hasColors: true });
    expect(findingsText([sampleFinding()], { ...plain, style })).toContain("\u001b[");
    expect(findingsText([sampleFinding()], plain)).not.toContain("\u001b[");
  });
});

describe("summaryText", () => {
  it.each([
    [
      {},
      "3 findings (1 error, 1 warning, 1 hint) in 3 of 128 files. 1 of them has a safe fix: --fix. 1 file was not checked, or not wholly.",
    ],
    [{ errors: [], findings: [] }, "128 files checked: nothing found."],
    [{ errors: [], findings: [], files: 1 }, "1 file checked: nothing found."],
    [{ errors: [], findings: [], files: 0 }, "No Python file found."],
    [
      { errors: [], files: 13_000, findings: [sampleFinding({ severity: "information" })] },
      "1 finding (1 information) in 1 of 13,000 files.",
    ],
  ])("says %j in a sentence", (changes, sentence) => {
    expect(summaryText(sampleLintReport(changes))).toBe(sentence);
  });
});

describe("statisticsText", () => {
  it("lists rules by how often they found something", () => {
    const fix = { title: text("Fix"), safe: true, edits: [] };
    const findings = [
      sampleFinding({ rule: "b-rule", severity: "hint" }),
      sampleFinding({ rule: "b-rule", severity: "error", fixes: [fix] }),
      ...Array.from({ length: 10 }, () => sampleFinding({ rule: "commit-in-loop" })),
    ];
    expect(statisticsText(countByRule(findings), plain.style)).toBe(
      "10  warning  commit-in-loop\n 2  error    b-rule          1 with a safe fix\n",
    );
  });
});

describe("fixedText", () => {
  it("names files and the rules whose findings are gone", () => {
    const rules = new Map([
      ["commit-in-loop", 2],
      ["query-in-loop", 1],
    ]);
    expect(fixedText(sampleLintReport({ fixed: [{ file: "a.py", rules }] }))).toBe(
      "Fixed a.py: commit-in-loop (2), query-in-loop\n",
    );
    expect(fixedText(sampleLintReport())).toBe("");
  });
});
