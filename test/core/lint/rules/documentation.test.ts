import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ruleDocs } from "../../../../scripts/rule-docs.mjs";
import { defaultLintConfig } from "../../../../src/core/lint/config.ts";
import { rules } from "../../../../src/core/lint/rules/index.ts";
import { lintPython } from "../../../support/lint-python.ts";
import { drawMarks, readMarks } from "../../../support/marked-code.ts";

describe.each(rules)("$id", (rule) => {
  const { docs } = rule;

  it("says what it finds, why, and what to do instead", () => {
    expect(docs.summary).toMatch(/^[A-Z].*\.$/);
    expect(docs.why.length).toBeGreaterThan(80);
    expect(docs.remedy.length).toBeGreaterThan(40);
    expect(docs.leavesAlone.length).toBeGreaterThan(0);
    expect(docs.sources.length).toBeGreaterThan(0);
    for (const { url } of docs.sources) expect(url).toMatch(/^https:\/\//);
  });

  it.each(docs.examples)(
    "finds what its example marks, and nothing in what to use instead",
    ({ bad, good }) => {
      expect(drawn(bad)).toBe(bad);
      expect(bad).toContain("«");
      expect(drawn(good)).toBe(good);
    },
  );

  /** The example with marks around what the rule finds, while all others run too. */
  function drawn(example: string): string {
    const { code } = readMarks(example);
    const on = rule.severity === "off" ? (rule.severityWhenOn ?? "warning") : rule.severity;
    const config = { ...defaultLintConfig, rules: { [rule.id]: on } };
    const findings = lintPython(code, rules, { config }).filter((finding) => finding.rule === rule.id);
    return drawMarks(
      code,
      findings.map(({ range }) => range),
    );
  }

  it("has at least one example, and no message without an end", () => {
    expect(docs.examples.length).toBeGreaterThan(0);
    for (const message of Object.values(rule.messages)) expect(message).toMatch(/[.?]$/);
  });

  it("has tests of its own", () => {
    expect(existsSync(`test/core/lint/rules/${rule.id}.test.ts`)).toBe(true);
  });
});

describe("docs/rules", () => {
  it("is what the rules say: npm run rules", async () => {
    const pages = await ruleDocs();
    expect(readdirSync("docs/rules").sort()).toEqual([...pages.keys()].sort());
    for (const [file, page] of pages) expect(readFileSync(`docs/rules/${file}`, "utf8"), file).toBe(page);
  }, 60_000);
});
