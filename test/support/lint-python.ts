import { defaultLintConfig, type LintConfig } from "../../src/core/lint/config.ts";
import type { Finding } from "../../src/core/lint/finding.ts";
import { summarize } from "../../src/core/lint/index/summarize.ts";
import { WorkspaceIndex } from "../../src/core/lint/index/workspace-index.ts";
import { lintSource } from "../../src/core/lint/lint-source.ts";
import type { PackageVersion } from "../../src/core/lint/model/file-model.ts";
import type { Rule } from "../../src/core/lint/rule.ts";
import { filesWith } from "../../src/core/lint/search/files.ts";
import { ModuleResolver } from "../../src/core/lint/search/resolve-module.ts";
import { english } from "../../src/core/text/text.ts";
import { readPython } from "./parse-python.ts";

/** Python files by name, as the workspace has them. */
export type Files = Readonly<Record<string, string>>;

export interface LintSetting {
  /** What the checked file is called; `app.py` if not given. */
  readonly path?: string;
  /** The other files of the workspace. */
  readonly files?: Files;
  readonly config?: Partial<LintConfig>;
  /** Installed versions: `{ sqlalchemy: "1.4.54" }`. */
  readonly versions?: Readonly<Record<string, string | PackageVersion>>;
}

const workspace = "/workspace/";

/** What the rules find in a file of a small workspace, also those that are off by default. Throws what a rule throws. */
export function lintPython(
  code: string,
  rules: readonly Rule[],
  setting: LintSetting = {},
): readonly Finding[] {
  const { path = "app.py", files = {}, config, versions = {} } = setting;
  const sources = Object.entries({ ...files, [path]: code }).map(([name, text]) =>
    readPython(text, { path: workspace + name }),
  );
  const names = new Set(sources.map((source) => source.path));
  const resolver = new ModuleResolver(
    filesWith(() => names),
    [workspace.slice(0, -1)],
  );
  const index = new WorkspaceIndex((from, module) => resolver.resolve(from, module));
  for (const source of sources) index.set(source.path, summarize(source));
  const source = sources.find((each) => each.path === workspace + path);
  if (source === undefined) throw new Error(`There is no ${path}.`);
  const { findings, notes } = lintSource({
    source,
    rules,
    config: { ...defaultLintConfig, select: rules.map(({ id }) => id), ...config },
    index,
    versionOf: (name) => {
      const version = versions[name];
      return typeof version === "string" ? { version, from: "requirements.txt", orNewer: false } : version;
    },
  });
  if (notes.length > 0) throw new Error(notes.map(english).join("\n"));
  return findings.map((finding) => ({
    ...finding,
    related: finding.related.map((each) => ({ ...each, file: each.file?.slice(workspace.length) })),
  }));
}
