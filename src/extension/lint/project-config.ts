import { readLintConfig } from "../../node/lint-config.ts";
import type { ProjectConfig } from "./lint-configuration.ts";

/** What `[tool.lanewise]` says, for the editor. */
export function projectConfig(pyproject: string, knownRules: readonly string[]): ProjectConfig {
  const { settings, problems } = readLintConfig(pyproject, knownRules);
  return {
    config: {
      ...(settings?.severity ? { rules: settings.severity } : {}),
      ...(settings?.select ? { select: settings.select } : {}),
      ...(settings?.ignore ? { ignore: settings.ignore } : {}),
      ...(settings?.budgetMs === undefined ? {} : { budgetMs: settings.budgetMs }),
    },
    excludes: (settings?.exclude ?? []).flatMap(globsOf),
    problems: problems.map(({ line, message }) => `${message} (line ${line})`),
  };
}

/** A pattern as in a .gitignore, as globs. What takes back an earlier pattern has no glob. */
function globsOf(pattern: string): readonly string[] {
  const path = pattern.replace(/^\//, "").replace(/\/$/, "");
  if (path === "" || pattern.startsWith("!") || pattern.startsWith("#")) return [];
  const isAnchored = pattern.startsWith("/") || path.includes("/");
  const glob = isAnchored || path.startsWith("**/") ? path : `**/${path}`;
  return [glob, `${glob}/**`];
}
