import { describe, expect, it } from "vitest";
import { githubAnnotations } from "../../../src/cli/lint/github-format.ts";
import { text } from "../../../src/core/text/text.ts";
import { sampleFinding, sampleLintReport } from "../../support/sample-findings.ts";

describe("githubAnnotations", () => {
  it("writes a workflow command for each finding and error, escaped", () => {
    expect(githubAnnotations(sampleLintReport()).split("\n")).toEqual([
      "::error file=broken.py,title=Not checked::It is not valid UTF-8.",
      "::error file=app/db.py,line=1,endLine=1,col=1,endColumn=8,title=Lanewise%3A session-shared-across-threads::A session [shared](1) by threads: 100 %25.",
      "::warning file=app/etl.py,line=3,endLine=3,col=5,endColumn=21,title=Lanewise%3A commit-in-loop::Commits once per row.%0ACommit once, after the loop%0ACommit once per batch",
      "::notice file=weird%2C %25name%3A x.py,line=1,endLine=3,title=Lanewise%3A unlisted::Commits once per row.",
      "",
    ]);
  });

  it("keeps a message of several lines in one command", () => {
    const findings = [sampleFinding({ text: text("one\r\ntwo\n::error::three") })];
    const lines = githubAnnotations(sampleLintReport({ findings, errors: [] }))
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("::one%0D%0Atwo%0A::error::three");
  });

  it("is empty when there is nothing to say", () => {
    expect(githubAnnotations(sampleLintReport({ findings: [], errors: [] }))).toBe("");
  });
});
