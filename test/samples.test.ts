import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { defaultLintConfig } from "../src/core/lint/config.ts";
import { rules } from "../src/core/lint/rules/index.ts";
import { lintPython } from "./support/lint-python.ts";
import { sampleProgramFindings } from "./support/sample-programs.ts";

const folder = "samples/workspace";
const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".py"))
  .map((name) => name.split(path.sep).join("/"));
const files = Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));

/** `line rule severity`, with the rules that are on by default. */
function findingsIn(name: string): readonly string[] {
  const code = files[name] ?? "";
  return lintPython(code, rules, { path: name, files, config: { select: defaultLintConfig.select } }).map(
    ({ range, rule, severity }) => `${code.slice(0, range.start).split("\n").length} ${rule} ${severity}`,
  );
}

describe("the sample programs", () => {
  it.each(Object.entries(sampleProgramFindings))(
    "%s has exactly the findings of its journey",
    (name, expected) => {
      expect(findingsIn(name)).toEqual(expected);
    },
  );

  it("are all looked at", () => {
    expect(names.sort()).toEqual(Object.keys(sampleProgramFindings).sort());
  });
});
