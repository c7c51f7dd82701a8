import { describe, expect, it } from "vitest";
import { defaultLintConfig } from "../../src/core/lint/config.ts";
import { lintConfigOf, readLintConfig } from "../../src/node/lint-config.ts";

const rules = ["commit-in-loop", "per-row-write", "query-in-loop"];
const read = (toml: string) => readLintConfig(toml, rules);
const problems = (toml: string) => read(toml).problems.map(({ line, message }) => `${line}: ${message}`);

describe("readLintConfig", () => {
  it("reads every key", () => {
    const { settings, problems } = read(`
[project]
name = "app"

[tool.lanewise]
select = ["commit-in-loop", "per-row-write"]
ignore = ["query-in-loop"]
severity = { commit-in-loop = "error", per-row-write = "off" }
exclude = ["legacy/", "*_pb2.py"]
fail-on = "error"
budget-ms = 500
`);
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      select: ["commit-in-loop", "per-row-write"],
      ignore: ["query-in-loop"],
      severity: { "commit-in-loop": "error", "per-row-write": "off" },
      exclude: ["legacy/", "*_pb2.py"],
      failOn: "error",
      budgetMs: 500,
    });
    expect(lintConfigOf(settings)).toEqual({
      select: ["commit-in-loop", "per-row-write"],
      ignore: ["query-in-loop"],
      rules: { "commit-in-loop": "error", "per-row-write": "off" },
      budgetMs: 500,
    });
  });

  it.each(["", '[project]\nname = "app"\n', "[tool.ruff]\nline-length = 110\n"])(
    "knows a file without the section: %j",
    (toml) => {
      expect(read(toml)).toEqual({ settings: undefined, problems: [] });
      expect(lintConfigOf(undefined)).toEqual(defaultLintConfig);
    },
  );

  it("takes an empty section for one, with the defaults", () => {
    const { settings } = read("[tool.lanewise]\n");
    expect(settings).toBeDefined();
    expect(lintConfigOf(settings)).toEqual(defaultLintConfig);
  });

  it.each([
    ["[tool.lanewise.severity]\ncommit-in-loop = 'hint'\n"],
    ["[tool]\nlanewise.severity.commit-in-loop = 'hint'\n"],
    ["tool = { lanewise = { severity = { commit-in-loop = 'hint' } } }\n"],
  ])("reads a table however it is written: %j", (toml) => {
    expect(read(toml).settings?.severity).toEqual({ "commit-in-loop": "hint" });
  });

  it.each([
    [
      '[tool.lanewise]\n\nselct = ["commit-in-loop"]\n',
      "3: [tool.lanewise] has no key “selct”. Did you mean select?",
    ],
    [
      '[tool.lanewise]\nselect = [\n  "commit-in-loop",\n  "per-row-writes",\n]\n',
      "4: select: There is no rule “per-row-writes”. Did you mean per-row-write?",
    ],
    [
      '[tool.other]\nignore = 1\n[tool.lanewise]\nignore = "commit-in-loop"\n',
      "4: ignore is a list of rules, not a text.",
    ],
    ["[tool.lanewise]\nexclude = [1]\n", "2: exclude holds an entry that is no text."],
    [
      '[tool.lanewise.severity]\n# all\ncommit-in-loop = "warn"\n',
      "3: severity: commit-in-loop is error, warning, information, hint or off, not “warn”. Did you mean warning?",
    ],
    [
      '[tool.lanewise]\nseverity = {\n  commit-in-loop = "error", lost-rule = "off" }\n',
      "3: severity: There is no rule “lost-rule”.",
    ],
    ['[tool.lanewise.severity]\n"lost" = "off"\n', "2: severity: There is no rule “lost”."],
    ['[tool.lanewise]\nseverity = "error"\n', "2: severity is a table of rules, not a text."],
    [
      '[tool.lanewise]\nfail-on = "nevr"\n',
      "2: fail-on is error, warning, information, hint or never, not “nevr”. Did you mean never?",
    ],
    [
      "[tool.lanewise]\nbudget-ms = 1.5\n",
      "2: budget-ms is a whole number of milliseconds from 1 to 3,600,000, not 1.5.",
    ],
    ["[tool]\nlanewise = 3\n", "2: tool.lanewise is a table: write [tool.lanewise]."],
    ["[tool.lanewise]\nselect = \n", "2: This is not TOML:"],
  ])("says where and what is wrong in %j", (toml, problem) => {
    const found = problems(toml);
    expect(found[0]).toContain(problem);
  });

  it("keeps what is right beside what is wrong", () => {
    const { settings, problems } = read(
      '[tool.lanewise]\nignore = ["query-in-loop", "nothing"]\nfail-on = "x"\nbudget-ms = 7\n',
    );
    expect(problems).toHaveLength(2);
    expect(settings).toMatchObject({ ignore: ["query-in-loop"], failOn: undefined, budgetMs: 7 });
  });
});
