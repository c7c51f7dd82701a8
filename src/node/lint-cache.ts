import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import type { LintedFile, LintFilesJob, LintFilesOutcome } from "./lint-files.ts";
import { codeOf } from "./system-error.ts";

export interface LintCacheDeps {
  readonly lintFiles: (job: LintFilesJob) => Promise<LintFilesOutcome>;
  /** Names the linter: another one finds other things. */
  readonly engine: () => Promise<string>;
  /** Of the system, in milliseconds: file times are compared with it. */
  readonly now: () => number;
}

export interface CachedLintJob extends LintFilesJob {
  /** An absolute path; undefined: nothing is kept. */
  readonly cacheFolder: string | undefined;
}

/** What a file or folder was like. */
interface Trace {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** Of a file's content, or of a folder's names; null: there is none. */
  readonly hash: string | null;
}

interface Entry {
  readonly traces: readonly Trace[];
  /** Those with findings or problems; the others had none. */
  readonly files: readonly (readonly [file: string, result: LintedFile])[];
}

const MAX_ENTRIES = 30;
const AT_ONCE = 64;
/** A change so soon after another one may have the same time (FAT: 2 s). */
const TIME_STEP_MS = 2000;

/**
 * The results of a check are those of an earlier one if all that it looked at is as it was: the contents of the files
 * and of those that they import, the names in the folders where imports were looked for, and the files that name
 * versions. Sizes and times tell what need not be read again, contents decide. With anything changed all is checked.
 * A cache that cannot be read or written costs time and nothing else.
 */
export function cachedLintFiles(deps: LintCacheDeps): (job: CachedLintJob) => Promise<LintFilesOutcome> {
  return async (job) => {
    // A text that is nowhere on disk is a round of fixes, or what an editor has not saved.
    if (job.cacheFolder === undefined || job.files.some(({ text }) => text !== undefined))
      return deps.lintFiles(job);
    const file = path.join(job.cacheFolder, `${keyOf(job, await deps.engine())}.json`);
    const known = await readEntry(file);
    if (known !== undefined && (await isAsItWas(known.traces, job.signal)))
      return job.signal.aborted ? { status: "cancelled" } : remembered(known, job, file);
    const startedAt = deps.now();
    const outcome = await deps.lintFiles(job);
    if (outcome.status === "completed") await remember(outcome, job, file, startedAt);
    return outcome;
  };
}

function keyOf({ files }: CachedLintJob, engine: string): string {
  const hash = createHash("sha256").update(engine);
  const common = JSON.stringify(files[0]?.config);
  hash.update(common ?? "");
  for (const { file, config } of files) {
    const own = config === files[0]?.config ? common : JSON.stringify(config);
    hash.update(`\0${file}\0${own === common ? "" : own}`);
  }
  return hash.digest("hex").slice(0, 32);
}

async function remembered({ files }: Entry, job: CachedLintJob, file: string): Promise<LintFilesOutcome> {
  const results = new Map<string, LintedFile>(
    job.files.map((each) => [each.file, { findings: [], problem: undefined }]),
  );
  for (const [name, result] of files)
    results.set(name, { findings: result.findings, problem: result.problem });
  const now = new Date();
  // So that what is used stays.
  await utimes(file, now, now).catch(() => undefined);
  job.onProgress(job.files.length, job.files.length);
  return { status: "completed", files: results, inputs: { files: [], folders: [] } };
}

async function remember(
  outcome: LintFilesOutcome & { readonly status: "completed" },
  { files, cacheFolder = "" }: CachedLintJob,
  file: string,
  startedAt: number,
): Promise<void> {
  const inputs = new Set([...files.map((each) => each.file), ...outcome.inputs.files]);
  const traces = await inParallel([...inputs], traceOfFile);
  traces.push(...(await inParallel([...new Set(outcome.inputs.folders)], traceOfFolder)));
  // What changed while it was checked is not what was checked.
  if (traces.some(({ mtimeMs }) => mtimeMs >= startedAt)) return;
  const entry: Entry = {
    traces: traces.map((trace) =>
      // Too young to be told from a later change by its time: its content decides.
      trace.mtimeMs > startedAt - TIME_STEP_MS ? { ...trace, mtimeMs: -1 } : trace,
    ),
    files: [...outcome.files].filter(
      ([, { findings, problem }]) => findings.length > 0 || problem !== undefined,
    ),
  };
  try {
    await mkdir(cacheFolder, { recursive: true });
    const draft = `${file}.${process.pid}.tmp`;
    await writeFile(draft, JSON.stringify(entry));
    await rename(draft, file);
    await dropOldest(cacheFolder);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}

async function dropOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  if (names.length <= MAX_ENTRIES) return;
  const aged = await inParallel(names, async (name) => ({
    name,
    age: (await timesOf(path.join(folder, name))).mtimeMs,
  }));
  aged.sort((one, other) => one.age - other.age);
  for (const { name } of aged.slice(0, names.length - MAX_ENTRIES))
    await rm(path.join(folder, name), { force: true });
}

async function readEntry(file: string): Promise<Entry | undefined> {
  try {
    const entry: unknown = JSON.parse(await readFile(file, "utf8"));
    return isEntry(entry) ? entry : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) !== undefined) return undefined;
    throw error;
  }
}

/** Nobody else writes there; this tells a file that was cut short or is of another kind. */
function isEntry(value: unknown): value is Entry {
  return (
    typeof value === "object" &&
    value !== null &&
    "traces" in value &&
    Array.isArray(value.traces) &&
    "files" in value &&
    Array.isArray(value.files)
  );
}

async function isAsItWas(traces: readonly Trace[], signal: AbortSignal): Promise<boolean> {
  let isSame = true;
  await inParallel(traces, async (trace) => {
    if (isSame && !signal.aborted && !(await matches(trace))) isSame = false;
  });
  return isSame;
}

async function matches(trace: Trace): Promise<boolean> {
  const { size, mtimeMs, isFolder } = await timesOf(trace.path);
  if (size === trace.size && mtimeMs === trace.mtimeMs) return true;
  const now = isFolder ? await traceOfFolder(trace.path) : await traceOfFile(trace.path);
  return now.hash === trace.hash;
}

async function traceOfFile(file: string): Promise<Trace> {
  const { size, mtimeMs } = await timesOf(file);
  const content = await readFile(file).catch(() => null);
  return { path: file, size, mtimeMs, hash: content && hashOf(content) };
}

async function traceOfFolder(folder: string): Promise<Trace> {
  const { size, mtimeMs } = await timesOf(folder);
  const names = await readdir(folder).catch(() => null);
  return { path: folder, size, mtimeMs, hash: names && hashOf(names.sort().join("\0")) };
}

/** Of what does not exist: −1. */
async function timesOf(file: string) {
  try {
    const stats = await stat(file);
    return { size: stats.size, mtimeMs: stats.mtimeMs, isFolder: stats.isDirectory() };
  } catch {
    return { size: -1, mtimeMs: -1, isFolder: false };
  }
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64").slice(0, 22);
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
  return results;
}
