import path from "node:path";
import type { LintConfig } from "../../core/lint/config.ts";
import {
  type FoundLintConfig,
  type LintConfigFinder,
  lintConfigFinder,
} from "../../node/find-lint-config.ts";
import { ignorePatterns } from "../../node/gitignore.ts";
import { type FailOn, type LintSettings, lintConfigOf } from "../../node/lint-config.ts";
import { decodePython } from "../../node/python-text.ts";
import { walkPythonFiles } from "../../node/walk-python-files.ts";
import type { LintRequest } from "../lint-request.ts";
import type { LintError } from "./lint-report.ts";

/** A file that is to be checked. */
export interface TargetFile {
  /** As the report calls it. */
  readonly name: string;
  readonly absolute: string;
  /** Of standard input; undefined: what the file holds. */
  readonly text: string | undefined;
  /** Whether standard input began with a byte order mark. */
  readonly hasMark: boolean;
  readonly config: LintConfig;
  readonly failOn: FailOn;
}

export type GatheredFiles =
  | {
      readonly ok: true;
      /** By name. */
      readonly files: readonly TargetFile[];
      /** What could not be read. */
      readonly errors: readonly LintError[];
    }
  /** The configuration is wrong: one sentence each, with its place. */
  | { readonly ok: false; readonly problems: readonly string[] };

export interface GatherDeps {
  readonly knownRules: readonly string[];
  /** The working folder, an absolute path. */
  readonly base: string;
  /** Undefined: it was cancelled. */
  readonly readStandardInput: (signal: AbortSignal) => Promise<Uint8Array | undefined>;
  readonly signal: AbortSignal;
}

/** Finds the files of a request, each with the settings that hold for it. */
export async function gatherFiles(request: LintRequest, deps: GatherDeps): Promise<GatheredFiles> {
  const finder = lintConfigFinder(deps.knownRules);
  const configIn = await configLookup(request, finder, deps.base);
  const found =
    "stdinName" in request.input
      ? await readInput(request.input.stdinName, deps)
      : await walk(request, request.input.paths, configIn, deps);
  const files: TargetFile[] = [];
  // One for all files that share it.
  const configs = new Map<LintSettings | undefined, LintConfig>();
  for (const file of found.files) {
    const settings = (await configIn(path.dirname(file.absolute)))?.settings;
    const config = configs.get(settings) ?? configFor(settings, request);
    configs.set(settings, config);
    files.push({ ...file, config, failOn: request.failOn ?? settings?.failOn ?? "warning" });
  }
  const problems = finder.problems().map(({ file, line, message }) => {
    const name = nameOf(file, deps.base);
    return line === undefined ? `${name}: ${message}` : `${name}:${line}: ${message}`;
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, files, errors: found.errors };
}

/** A path as people would write it in the working folder, with `/`. */
export function nameOf(absolute: string, base: string): string {
  const relative = path.relative(base, absolute);
  const isNear = relative !== "" && !relative.startsWith("..") && !path.isAbsolute(relative);
  return (isNear ? relative : absolute).split(path.sep).join("/");
}

type ConfigIn = (folder: string) => Promise<FoundLintConfig | undefined>;

async function configLookup(
  { config }: LintRequest,
  finder: LintConfigFinder,
  base: string,
): Promise<ConfigIn> {
  if (config === undefined) return (folder) => finder.inFolder(folder);
  const named = await finder.inFile(path.resolve(base, config));
  return async () => named;
}

interface FoundFiles {
  readonly files: readonly Pick<TargetFile, "name" | "absolute" | "text" | "hasMark">[];
  readonly errors: readonly LintError[];
}

async function walk(
  request: LintRequest,
  paths: readonly string[],
  configIn: ConfigIn,
  { base, signal }: GatherDeps,
): Promise<FoundFiles> {
  const own = ignorePatterns(base, request.exclude);
  const { files, problems } = await walkPythonFiles({
    paths,
    base,
    respectsGitignore: request.respectsGitignore,
    excludesIn: async (folder) => {
      const config = await configIn(folder);
      return config === undefined ? [own] : [config.excludes, own];
    },
    signal,
  });
  return {
    files: files.map((file) => ({ ...file, text: undefined, hasMark: false })),
    errors: problems.map(({ name, message }) => ({ file: name, message })),
  };
}

async function readInput(name: string, { base, readStandardInput, signal }: GatherDeps): Promise<FoundFiles> {
  const bytes = await readStandardInput(signal);
  if (bytes === undefined) return { files: [], errors: [] };
  const decoded = decodePython(bytes);
  if (!decoded.ok)
    return { files: [], errors: [{ file: name, message: `Standard input ${decoded.problem}.` }] };
  const { text, hasMark } = decoded.source;
  return { files: [{ name, absolute: path.resolve(base, name), text, hasMark }], errors: [] };
}

/** The command line decides; what it selects runs, whatever the file says against it. */
function configFor(settings: LintSettings | undefined, { select, ignore }: LintRequest): LintConfig {
  const own = lintConfigOf(settings);
  if (select === undefined) return { ...own, ignore: [...own.ignore, ...ignore] };
  const rules = Object.fromEntries(Object.entries(own.rules).filter(([, severity]) => severity !== "off"));
  return { ...own, rules, select, ignore };
}
