import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import type { LintReport } from "../../../src/cli/lint/lint-report.ts";
import { sarifLog } from "../../../src/cli/lint/sarif-format.ts";
import { linesOf } from "../../../src/cli/lint/source-lines.ts";
import { text } from "../../../src/core/text/text.ts";
import {
  sampleFinding,
  sampleLintReport,
  sampleRules,
  sampleSources,
  span,
} from "../../support/sample-findings.ts";

const {
  $schema: _draft04,
  id: _id,
  ...schema
} = JSON.parse(
  readFileSync(new URL("../../fixtures/sarif/sarif-schema-2.1.0.json", import.meta.url), "utf8"),
);
const validate = new Ajv({
  allErrors: true,
  strict: false,
  formats: {
    uri: (value: string) => URL.canParse(value),
    "uri-reference": (value: string) => URL.canParse(value, "https://base/") && !/[ <>"{}|\\^`]/.test(value),
    "date-time": (value: string) => !Number.isNaN(Date.parse(value)),
  },
}).compile(schema);

function sarif(report: LintReport, sources: Readonly<Record<string, string>> = sampleSources) {
  const log = sarifLog(report, {
    version: "1.2.3",
    rules: sampleRules,
    documentationOf: (rule) => (rule === "query-in-loop" ? undefined : `https://docs.test/${rule}`),
    linesOf: (file) => (sources[file] === undefined ? undefined : linesOf(sources[file])),
  });
  return JSON.parse(JSON.stringify(log));
}

const printsOf = (findings: LintReport["findings"], source: string): string[] =>
  sarif(sampleLintReport({ findings }), { "app/etl.py": source }).runs[0].results.map(
    (result: { partialFingerprints: { primaryLocationLineHash: string } }) =>
      result.partialFingerprints.primaryLocationLineHash,
  );

describe("sarifLog", () => {
  it.each<[string, LintReport]>([
    ["findings with all that they can have", sampleLintReport()],
    ["nothing", sampleLintReport({ findings: [], errors: [] })],
    [
      "files outside of the working folder",
      sampleLintReport({
        findings: [sampleFinding({ file: "/etc/größe x.py" }), sampleFinding({ file: "../up/a.py" })],
      }),
    ],
  ])("is valid SARIF 2.1.0 for %s", (_, report) => {
    expect(validate(sarif(report)), JSON.stringify(validate.errors)).toBe(true);
  });

  it("would not pass if it were wrong", () => {
    const log = sarif(sampleLintReport());
    log.runs[0].results[0].level = "fatal";
    expect(validate(log)).toBe(false);
    expect(validate({ ...sarif(sampleLintReport()), version: "2.0.0" })).toBe(false);
  });

  it("describes the rules with their help", () => {
    const { driver } = sarif(sampleLintReport()).runs[0].tool;
    expect(driver).toMatchObject({ name: "Lanewise", semanticVersion: "1.2.3" });
    expect(driver.rules).toMatchObject([
      {
        id: "commit-in-loop",
        helpUri: "https://docs.test/commit-in-loop",
        help: { markdown: "Because it is **slow**.\n\nDo it once." },
        defaultConfiguration: { enabled: true, level: "warning" },
      },
      { id: "query-in-loop", defaultConfiguration: { enabled: false, level: "warning" } },
      { id: "session-shared-across-threads", defaultConfiguration: { enabled: true, level: "error" } },
    ]);
    expect(driver.rules[1].helpUri).toBeUndefined();
  });

  it("places findings in UTF-16 units from 1, with related places and fixes", () => {
    const [run] = sarif(sampleLintReport()).runs;
    expect(run.columnKind).toBe("utf16CodeUnits");
    expect(run.results[1]).toMatchObject({
      ruleId: "commit-in-loop",
      ruleIndex: 0,
      level: "warning",
      message: { text: "Commits once per row." },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "app/etl.py" },
            region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 21 },
          },
        },
      ],
      relatedLocations: [{ id: 1, physicalLocation: { artifactLocation: { uri: "app/db.py" } } }],
      fixes: [
        {
          description: { text: "Commit once, after the loop" },
          artifactChanges: [
            {
              replacements: [
                { deletedRegion: { startLine: 3, startColumn: 1, endLine: 4, endColumn: 1 } },
                { insertedContent: { text: "session.commit()\n" } },
              ],
            },
          ],
        },
        {},
      ],
    });
    expect(run.results[2]).toMatchObject({ ruleId: "unlisted", level: "note" });
    expect(run.results[2].ruleIndex).toBeUndefined();
  });

  it("names files as URIs, and takes no text for a link", () => {
    const [run] = sarif(sampleLintReport()).runs;
    expect(run.results[2].locations[0].physicalLocation.artifactLocation.uri).toBe(
      "weird%2C%20%25name%3A%20x.py",
    );
    expect(run.results[0].message.text).toBe("A session \\[shared](1) by threads: 100 %.");
    const outside = sarif(sampleLintReport({ findings: [sampleFinding({ file: "./a.py" })] }));
    expect(outside.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("a.py");
  });

  it("tells of files that were not checked", () => {
    const [invocation] = sarif(sampleLintReport()).runs[0].invocations;
    expect(invocation.toolExecutionNotifications).toMatchObject([
      { level: "error", message: { text: "It is not valid UTF-8." } },
    ]);
  });

  it("gives a finding the same fingerprint when lines move, and every finding its own", () => {
    const at = (line: number, rule = "commit-in-loop") => sampleFinding({ rule, span: span(line, 4, 9) });
    const [one, two] = printsOf([at(0), at(1)], "    commit()\n    commit()\n");
    expect(one).toMatch(/^[0-9a-f]{16}:1$/);
    expect(two).toBe(one?.replace(/:1$/, ":2"));
    expect(printsOf([at(2)], "import os\n\n        commit()\n")).toEqual([one]);
    expect(printsOf([at(0, "query-in-loop")], "    commit()\n")).not.toEqual([one]);
    expect(
      printsOf([sampleFinding({ text: text("Other words."), span: span(0, 4, 9) })], "    commit()\n"),
    ).toEqual([one]);
  });
});
