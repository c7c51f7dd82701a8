import type { LintFinding, LintReport } from "../../src/cli/lint/lint-report.ts";
import { defineRule, type Rule } from "../../src/core/lint/rule.ts";
import { text } from "../../src/core/text/text.ts";
import type { Span } from "../../src/protocol/lint.ts";

/** Of a line and characters, all from 0. */
export function span(line: number, from: number, to: number, endLine = line): Span {
  return { start: { line, character: from }, end: { line: endLine, character: to } };
}

export function sampleFinding(changes: Partial<LintFinding> = {}): LintFinding {
  return {
    file: "app/etl.py",
    rule: "commit-in-loop",
    severity: "warning",
    span: span(2, 4, 20),
    text: text("Commits once per {what}.", { what: "row" }),
    related: [],
    fixes: [],
    unnecessary: false,
    ...changes,
  };
}

/** The texts of the files that `sampleLintReport` names. */
export const sampleSources: Readonly<Record<string, string>> = {
  "app/etl.py": "for row in rows:\n    session.add(row)\n    session.commit()\n",
  "app/db.py": "session = Session()\n",
};

/** A finding with all that one can have, two without, one of a rule that is not listed, and an error. */
export function sampleLintReport(changes: Partial<LintReport> = {}): LintReport {
  return {
    files: 128,
    findings: [
      sampleFinding({
        file: "app/db.py",
        severity: "error",
        rule: "session-shared-across-threads",
        span: span(0, 0, 7),
        text: text("A session [shared](1) by threads: 100 %."),
      }),
      sampleFinding({
        related: [{ file: "app/db.py", span: span(0, 10, 19), text: text("The session is made here.") }],
        fixes: [
          {
            title: text("Commit once, after the loop"),
            safe: true,
            edits: [
              { span: span(2, 0, 0, 3), text: "" },
              { span: span(3, 0, 0), text: "session.commit()\n" },
            ],
          },
          {
            title: text("Commit once per batch"),
            safe: false,
            edits: [{ span: span(2, 4, 4), text: "if i % 1000 == 0: " }],
          },
        ],
      }),
      sampleFinding({
        file: "weird, %name: x.py",
        severity: "hint",
        rule: "unlisted",
        span: span(0, 0, 0, 2),
      }),
    ],
    errors: [{ file: "broken.py", message: "It is not valid UTF-8." }],
    fixed: undefined,
    ...changes,
  };
}

export const sampleRules: readonly Rule[] = [
  sampleRule("commit-in-loop", "warning"),
  sampleRule("query-in-loop", "off"),
  sampleRule("session-shared-across-threads", "error"),
];

function sampleRule(id: string, severity: Rule["severity"]): Rule {
  return defineRule({
    id,
    severity,
    measurable: false,
    docs: {
      summary: `Finds what ${id} is about, in a sentence that is so long that a terminal has to break it.`,
      why: "Because it is **slow**.",
      remedy: "Do it once.",
      leavesAlone: ["a commit per chunk"],
      examples: [{ language: "python", bad: "for r in rows:\n    «s.commit()»\n", good: "s.commit()\n" }],
      sources: [{ title: "Session basics", url: "https://docs.sqlalchemy.org/session" }],
    },
    messages: {},
    check: { python: () => undefined },
  });
}
