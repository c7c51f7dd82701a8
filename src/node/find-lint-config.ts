import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type IgnorePatterns, ignorePatterns } from "./gitignore.ts";
import { type LintSettings, readLintConfig } from "./lint-config.ts";
import { codeOf, reasonOf } from "./system-error.ts";

/** The settings that hold in a folder. */
export interface FoundLintConfig {
  /** Absolute path of the pyproject.toml. */
  readonly file: string;
  readonly settings: LintSettings;
  /** What `exclude` leaves out. */
  readonly excludes: IgnorePatterns;
}

export interface LintConfigFileProblem {
  /** Absolute path. */
  readonly file: string;
  /** Counts from 1; undefined: the file cannot be read. */
  readonly line: number | undefined;
  readonly message: string;
}

/** Finds and keeps the settings of folders, each file read once. */
export interface LintConfigFinder {
  /** Of the nearest pyproject.toml above that has a section `[tool.lanewise]`; one without it is passed over. */
  inFolder(folder: string): Promise<FoundLintConfig | undefined>;
  /** Of this file; undefined if it has no such section. */
  inFile(file: string): Promise<FoundLintConfig | undefined>;
  /** Of all files that were read until now, in the order of their paths and lines. */
  problems(): readonly LintConfigFileProblem[];
}

export function lintConfigFinder(knownRules: readonly string[]): LintConfigFinder {
  const byFolder = new Map<string, Promise<FoundLintConfig | undefined>>();
  const found: LintConfigFileProblem[] = [];

  const readConfig = async (file: string, mayBeMissing: boolean): Promise<FoundLintConfig | undefined> => {
    // Most folders have none, and to be told so by an error takes ten times as long.
    if (mayBeMissing && !existsSync(file)) return undefined;
    let pyproject: string;
    try {
      pyproject = await readFile(file, "utf8");
    } catch (error) {
      const isMissing = ["ENOENT", "ENOTDIR", "EISDIR"].includes(codeOf(error) ?? "");
      if (!(mayBeMissing && isMissing))
        found.push({ file, line: undefined, message: `It cannot be read: ${reasonOf(error)}.` });
      return undefined;
    }
    const { settings, problems } = readLintConfig(pyproject, knownRules);
    found.push(...problems.map((problem) => ({ file, ...problem })));
    if (settings === undefined) return undefined;
    return { file, settings, excludes: ignorePatterns(path.dirname(file), settings.exclude ?? []) };
  };

  const inFolder = (folder: string): Promise<FoundLintConfig | undefined> => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const parent = path.dirname(folder);
    const config = readConfig(path.join(folder, "pyproject.toml"), true).then(
      (own) => own ?? (parent === folder ? undefined : inFolder(parent)),
    );
    byFolder.set(folder, config);
    return config;
  };

  return {
    inFolder,
    inFile: (file) => readConfig(file, false),
    problems: () =>
      found.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0))),
  };
}
