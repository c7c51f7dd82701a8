import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { lintJson } from "../../../src/cli/lint/json-format.ts";
import type { LintReport } from "../../../src/cli/lint/lint-report.ts";
import { sampleLintReport } from "../../support/sample-findings.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../resources/lint.schema.json", import.meta.url), "utf8"),
);
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
const documentationOf = (rule: string) => (rule === "unlisted" ? undefined : `https://docs/${rule}`);

function json(report: LintReport, withStatistics = false) {
  return JSON.parse(JSON.stringify(lintJson(report, { documentationOf, withStatistics })));
}

describe("lintJson", () => {
  it("is what the contract says", () => {
    expect(json(sampleLintReport())).toMatchObject({
      schema: "lanewise-lint/1",
      files: 128,
      findings: [
        { file: "app/db.py", line: 1, column: 1, endLine: 1, endColumn: 8, severity: "error" },
        {
          file: "app/etl.py",
          line: 3,
          column: 5,
          endLine: 3,
          endColumn: 21,
          rule: "commit-in-loop",
          severity: "warning",
          message: "Commits once per row.",
          documentation: "https://docs/commit-in-loop",
          related: [{ file: "app/db.py", line: 1, column: 11, message: "The session is made here." }],
          fixes: [
            {
              title: "Commit once, after the loop",
              safe: true,
              edits: [{ line: 3, endLine: 4, text: "" }, {}],
            },
            { title: "Commit once per batch", safe: false },
          ],
        },
        { rule: "unlisted", documentation: null, fixes: [] },
      ],
      errors: [{ file: "broken.py", message: "It is not valid UTF-8." }],
    });
    expect(Object.keys(json(sampleLintReport()))).toEqual(["schema", "files", "findings", "errors"]);
  });

  it("adds what was fixed, and statistics, when they are asked for", () => {
    const fixed = [{ file: "a.py", rules: new Map([["commit-in-loop", 2]]) }];
    expect(json(sampleLintReport({ fixed }), true)).toMatchObject({
      fixed: [{ file: "a.py", rule: "commit-in-loop", count: 2 }],
      statistics: [
        { rule: "commit-in-loop", severity: "warning", count: 1, fixable: 1 },
        { rule: "session-shared-across-threads", severity: "error", count: 1, fixable: 0 },
        { rule: "unlisted", severity: "hint", count: 1, fixable: 0 },
      ],
    });
  });
});

describe("the schema of findings", () => {
  it.each<[string, LintReport, boolean]>([
    ["a full report", sampleLintReport(), false],
    ["an empty report", sampleLintReport({ files: 0, findings: [], errors: [] }), false],
    ["a report of fixes", sampleLintReport({ fixed: [{ file: "a.py", rules: new Map([["x", 1]]) }] }), true],
  ])("accepts %s", (_, report, withStatistics) => {
    expect(validate(json(report, withStatistics)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each<[string, object]>([
    ["another schema", { schema: "lanewise-lint/2" }],
    ["no findings", { findings: undefined }],
    ["a line that counts from 0", { findings: [{ ...json(sampleLintReport()).findings[0], line: 0 }] }],
    ["an unknown severity", { findings: [{ ...json(sampleLintReport()).findings[0], severity: "fatal" }] }],
    ["an error without a message", { errors: [{ file: "a.py" }] }],
  ])("refuses %s", (_, change) => {
    expect(validate(JSON.parse(JSON.stringify({ ...json(sampleLintReport()), ...change })))).toBe(false);
  });

  it("describes every field", () => {
    const full = json(sampleLintReport({ fixed: [{ file: "a.py", rules: new Map([["x", 1]]) }] }), true);
    const strict = JSON.parse(JSON.stringify(schema), (_, value) =>
      value?.properties ? { ...value, additionalProperties: false } : value,
    );
    const check = new Ajv({ strict: false }).compile({ ...strict, $id: "strict" });
    expect(check(full), JSON.stringify(check.errors)).toBe(true);
    expect(check({ ...full, surprise: 1 })).toBe(false);
  });
});
