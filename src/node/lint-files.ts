import path from "node:path";
import { defaultLintConfig, type LintConfig } from "../core/lint/config.ts";
import { filesWith } from "../core/lint/search/files.ts";
import type { Text } from "../core/text/text.ts";
import { text } from "../core/text/text.ts";
import type { PlacedFinding } from "../protocol/lint.ts";
import type { BatchSetting } from "../protocol/lint-batch.ts";
import { lintBasis } from "./lint-basis.ts";
import { type LintMemory, RememberingLanes } from "./lint-memory.ts";
import { LintThreads } from "./lint-threads.ts";
import { LintWorkspace } from "./lint-workspace.ts";
import { versionFilesFor } from "./package-versions.ts";
import { projectRoot } from "./project-root.ts";
import { PythonDisk } from "./python-disk.ts";

export interface LintFilesDeps {
  /** The lint worker's bundle. */
  readonly file: string;
}

export interface LintFilesJob {
  readonly files: readonly FileToLint[];
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Of an earlier check, as far as files are what they were; undefined: nothing is remembered. No texts then. */
  readonly memory?: LintMemory;
  /** At most ten times a second. */
  readonly onProgress: (done: number, total: number) => void;
}

export interface FileToLint {
  /** Absolute path. */
  readonly file: string;
  readonly config: LintConfig;
  /** Instead of what the file holds. */
  readonly text: string | undefined;
}

export type LintFilesOutcome =
  | {
      readonly status: "completed";
      readonly files: ReadonlyMap<string, LintedFile>;
      /** Undefined: nothing was to be remembered. */
      readonly inputs: LintInputs | undefined;
    }
  | { readonly status: "cancelled" }
  | { readonly status: "failed"; readonly detail: string };

/** What else the findings rest on, as absolute paths; some of it may not exist. */
export interface LintInputs {
  /** What is imported, and what names the versions of packages. */
  readonly files: readonly string[];
  /** Where modules were looked for: a new name there may be one. */
  readonly folders: readonly string[];
  /** What was found out of each file that could be read. */
  readonly memory: LintMemory;
}

export interface LintedFile {
  /** The files of related places as absolute paths. */
  readonly findings: readonly PlacedFinding[];
  /** Why it was not checked, or not wholly. */
  readonly problem: Text | undefined;
}

const PROGRESS_MS = 100;

/** Checks files in parallel threads. Never rejects for what files or users can cause. */
export function lintFiles({ file }: LintFilesDeps): (job: LintFilesJob) => Promise<LintFilesOutcome> {
  return async (job) => {
    if (job.signal.aborted) return { status: "cancelled" };
    if (job.files.length === 0) return { status: "completed", files: new Map(), inputs: undefined };
    const setting = settingOf(job);
    const threads = new LintThreads(file, Math.max(1, Math.min(job.threads, job.files.length)), setting);
    const cancelled = new Promise<LintFilesOutcome>((resolve) => {
      job.signal.addEventListener("abort", () => resolve({ status: "cancelled" }), { once: true });
    });
    try {
      return await Promise.race([check(job, setting, threads), cancelled]);
    } catch (error) {
      return { status: "failed", detail: error instanceof Error ? error.message : String(error) };
    } finally {
      threads.end();
    }
  };
}

async function check(
  { files, onProgress, signal, memory }: LintFilesJob,
  { root, texts, config, configs }: BatchSetting,
  threads: LintThreads,
): Promise<LintFilesOutcome> {
  const disk = new PythonDisk();
  const workspace = new LintWorkspace(
    filesWith(() => texts.keys(), disk),
    [root],
  );
  const names = files.map(({ file }) => file);
  const progress = throttled((done) => onProgress(done, names.length));
  const versions = () => versionFilesFor(names, root, disk);
  const remembering =
    memory &&
    new RememberingLanes({
      lanes: threads,
      known: memory,
      basisOf: lintBasis({
        workspace,
        disk,
        configOf: (file) => configs.get(file) ?? config,
        files: names,
        versionFiles: () => versions().files,
      }),
    });
  const lanes = remembering ?? threads;
  await workspace.complete(names, lanes, () => signal.aborted);
  const able = names.filter((name) => workspace.canHaveFindings(name));
  let done = names.length - able.length;
  progress(done);
  threads.learn(workspace.summaries());
  const results = new Map<string, LintedFile>();
  for (const name of names) {
    const detail = workspace.unreadable(name);
    const problem = detail === undefined ? undefined : text("The file {detail}.", { detail });
    results.set(name, { findings: [], problem });
  }
  await lanes.check(able, (checked) => {
    for (const { file, findings, note } of checked) results.set(file, { findings, problem: note });
    done += checked.length;
    progress(done);
  });
  onProgress(names.length, names.length);
  const inputs = remembering && {
    files: [...workspace.searched, ...versions().files],
    folders: [...disk.listed],
    memory: remembering.memory,
  };
  return { status: "completed", files: results, inputs };
}

function settingOf({ files, memory }: LintFilesJob): BatchSetting {
  const configs = new Map<string, LintConfig>();
  const texts = new Map<string, string>();
  const config = files[0]?.config ?? defaultLintConfig;
  const common = JSON.stringify(config);
  for (const each of files) {
    if (each.config !== config && JSON.stringify(each.config) !== common) configs.set(each.file, each.config);
    if (each.text !== undefined) texts.set(each.file, each.text);
  }
  const root = projectRoot(files.map(({ file }) => path.dirname(file)));
  return { root, config, configs, texts, isTraced: memory !== undefined };
}

function throttled(tell: (done: number) => void): (done: number) => void {
  let toldAt = 0;
  return (done) => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_MS) return;
    toldAt = now;
    tell(done);
  };
}
