import { describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { defaultLintConfig } from "../../../src/core/lint/config.ts";
import { lintConfigOf, readLintSettings } from "../../../src/extension/lint/lint-settings.ts";
import type { SettingSchema } from "../../../src/extension/settings.ts";

const schemas = manifest.contributes.configuration.properties as unknown as Record<string, SettingSchema>;

function read(values: Readonly<Record<string, unknown>> = {}) {
  const invalid: string[] = [];
  const full = Object.fromEntries(Object.entries(values).map(([key, v]) => [`lanewise.lint.${key}`, v]));
  const settings = readLintSettings({
    value: (name) => (name in full ? full[name] : schemas[name]?.default),
    isSet: (name) => name in full,
    schemas,
    onInvalid: (name) => invalid.push(name),
  });
  return { settings, invalid };
}

describe("readLintSettings", () => {
  it("checks while typing, with the rules' own severities, when nothing is set", () => {
    const { settings, invalid } = read();
    expect(invalid).toEqual([]);
    expect(settings).toMatchObject({
      enabled: true,
      timing: { run: "onType", delayMs: 150 },
      rules: {},
      budgetMs: undefined,
    });
    expect(settings.excludes).toContain("**/site-packages/**");
  });

  it("has the linter's own time budget as its default", () => {
    expect(schemas["lanewise.lint.timeBudget"]?.default).toBe(defaultLintConfig.budgetMs);
  });

  it("leaves out severities that do not exist, and says which", () => {
    const { settings, invalid } = read({ rules: { "commit-in-loop": "fatal", "per-row-write": "off" } });
    expect(settings.rules).toEqual({ "per-row-write": "off" });
    expect(invalid).toEqual(["lanewise.lint.rules: commit-in-loop"]);
  });

  it.each([
    ["enable", "yes"],
    ["run", "never"],
    ["delay", -1],
    ["rules", ["commit-in-loop"]],
    ["rules", null],
    ["exclude", "venv"],
    ["exclude", [1]],
    ["timeBudget", 0],
  ])("falls back to the default of %s for %j, and says so", (key, value) => {
    const { settings, invalid } = read({ [key]: value });
    expect(invalid).toEqual([`lanewise.lint.${key}`]);
    expect({ ...settings, budgetMs: undefined }).toEqual(read().settings);
  });
});

describe("lintConfigOf", () => {
  const { settings } = read();

  it("is the linter's own where neither the editor nor the project says anything", () => {
    expect(lintConfigOf(settings)).toEqual(defaultLintConfig);
  });

  it("takes what the project says where the editor says nothing", () => {
    const project = {
      rules: { "per-row-write": "hint" },
      select: ["per-row-write"],
      ignore: ["query-in-loop"],
      budgetMs: 99,
    } as const;
    expect(lintConfigOf(settings, project)).toEqual(project);
  });

  it("lets the editor override the project, rule by rule", () => {
    const project = { rules: { a: "hint", b: "off" }, ignore: ["c", "d"], budgetMs: 99 } as const;
    const own = read({ rules: { b: "error", c: "warning" }, timeBudget: 500 }).settings;
    expect(lintConfigOf(own, project)).toEqual({
      rules: { a: "hint", b: "error", c: "warning" },
      select: [],
      ignore: ["d"],
      budgetMs: 500,
    });
  });
});
