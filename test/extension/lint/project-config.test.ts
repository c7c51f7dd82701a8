import { describe, expect, it } from "vitest";
import { projectConfig } from "../../../src/extension/lint/project-config.ts";

const rules = ["commit-in-loop", "per-row-write"];

describe("projectConfig", () => {
  it("says nothing where the file has no section of ours", () => {
    expect(projectConfig('[project]\nname = "x"\n', rules)).toEqual({
      hasSection: false,
      config: {},
      excludes: [],
      problems: [],
    });
    expect(projectConfig("[tool.lanewise]\n", rules).hasSection).toBe(true);
  });

  it("reads severities, choices and the time budget", () => {
    const toml =
      '[tool.lanewise]\nselect = ["commit-in-loop"]\nbudget-ms = 300\nseverity = { per-row-write = "off" }\n';
    expect(projectConfig(toml, rules).config).toEqual({
      select: ["commit-in-loop"],
      budgetMs: 300,
      rules: { "per-row-write": "off" },
    });
  });

  it("reads what is left out, as it is written", () => {
    const { excludes } = projectConfig('[tool.lanewise]\nexclude = ["legacy/", "!keep.py"]\n', rules);
    expect(excludes).toEqual(["legacy/", "!keep.py"]);
  });

  it("names the line of what cannot be used", () => {
    const { problems } = projectConfig('[tool.lanewise]\n\nselect = ["comit-in-loop"]\n', rules);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/comit-in-loop.*\(line 3\)/);
  });
});
