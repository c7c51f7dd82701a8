import { readLintConfig } from "../../node/lint-config.ts";
import type { ProjectConfig } from "./lint-configuration.ts";

/** What `[tool.lanewise]` says, for the editor. */
export function projectConfig(pyproject: string, knownRules: readonly string[]): ProjectConfig {
  const { settings, problems } = readLintConfig(pyproject, knownRules);
  return {
    hasSection: settings !== undefined,
    config: {
      ...(settings?.severity ? { rules: settings.severity } : {}),
      ...(settings?.select ? { select: settings.select } : {}),
      ...(settings?.ignore ? { ignore: settings.ignore } : {}),
      ...(settings?.budgetMs === undefined ? {} : { budgetMs: settings.budgetMs }),
    },
    excludes: settings?.exclude ?? [],
    problems: problems.map(({ line, message }) => `${message} (line ${line})`),
  };
}
