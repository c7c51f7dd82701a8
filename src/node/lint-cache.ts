import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { contentHash } from "./content-hash.ts";
import { isAsItWas, isYoung, type Trace, traceOfFile, traceOfFolder, tracesAgain } from "./file-trace.ts";
import type { LintedFile, LintFilesJob, LintFilesOutcome } from "./lint-files.ts";
import type { KnownFile, LintMemory } from "./lint-memory.ts";
import { projectRoot } from "./project-root.ts";
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

/** Of a job: what it looked at, and what it said. */
interface Entry {
  readonly traces: readonly Trace[];
  /** Those with findings or problems; the others had none. */
  readonly files: readonly (readonly [file: string, result: LintedFile])[];
}

/** Of a project: what is known of each file, with the settings that it was looked at with. */
interface Records {
  readonly records: readonly (readonly [file: string, config: string, known: KnownFile])[];
}

interface Names {
  readonly entry: string;
  readonly records: string;
}

const MAX_ENTRIES = 30;
/** More of a project than that is more to read than it saves. */
const MAX_RECORDS = 50_000;

/**
 * The results of a check are those of an earlier one if all that it looked at is as it was: the contents of the files
 * and of those that they import, the names in the folders where imports were looked for, and the files that name
 * versions. Sizes and times tell what need not be read again, contents decide. With something changed, what is known of
 * each other file is used again as far as it rests on nothing that changed (`RememberingLanes`). A cache that cannot be
 * read or written costs time and nothing else.
 */
export function cachedLintFiles(deps: LintCacheDeps): (job: CachedLintJob) => Promise<LintFilesOutcome> {
  return async (job) => {
    // A text that is nowhere on disk is a round of fixes, or what an editor has not saved.
    if (job.cacheFolder === undefined || job.files.some(({ text }) => text !== undefined))
      return deps.lintFiles(job);
    const names = namesOf(job, job.cacheFolder, await deps.engine());
    const entry = await readJson(names.entry, isEntry);
    if (entry?.traces.every(isAsItWas)) return remembered(entry, job, names);
    const before = (await readJson(names.records, isRecords))?.records ?? [];
    const startedAt = deps.now();
    const outcome = await deps.lintFiles({ ...job, memory: memoryFor(job, before) });
    if (outcome.status === "completed") await remember(outcome, job, before, names, startedAt);
    return outcome;
  };
}

function namesOf({ files }: CachedLintJob, folder: string, engine: string): Names {
  const configs = configTexts(files);
  const key = (content: unknown) => contentHash(JSON.stringify([engine, content])).replace(/\W/g, "_");
  const root = projectRoot([...new Set(files.map(({ file }) => path.dirname(file)))]);
  return {
    entry: path.join(folder, `${key(files.map(({ file, config }) => [file, configs.get(config)]))}.json`),
    records: path.join(folder, `${key(root)}.files.json`),
  };
}

/** Most files share one. */
function configTexts(files: CachedLintJob["files"]): ReadonlyMap<object, string> {
  return new Map(
    [...new Set(files.map(({ config }) => config))].map((config) => [config, JSON.stringify(config)]),
  );
}

async function remembered({ files }: Entry, job: CachedLintJob, names: Names): Promise<LintFilesOutcome> {
  if (job.signal.aborted) return { status: "cancelled" };
  const results = new Map<string, LintedFile>(
    job.files.map((each) => [each.file, { findings: [], problem: undefined }]),
  );
  for (const [name, { findings, problem }] of files) results.set(name, { findings, problem });
  const now = new Date();
  // So that what is used stays.
  for (const file of [names.entry, names.records]) await utimes(file, now, now).catch(() => undefined);
  job.onProgress(job.files.length, job.files.length);
  return { status: "completed", files: results, inputs: undefined };
}

/** What is known of the files that are as they were, with the settings that they had. */
function memoryFor(job: CachedLintJob, records: Records["records"]): LintMemory {
  const texts = configTexts(job.files);
  const configs = new Map(job.files.map(({ file, config }) => [file, texts.get(config)]));
  const common = [...texts.values()][0];
  return new Map(
    records
      .filter(([file, config]) => (configs.get(file) ?? common) === config)
      .filter(([file, , { stamp }]) => isAsItWas({ path: file, ...stamp }))
      .map(([file, , known]) => [file, known]),
  );
}

async function remember(
  outcome: LintFilesOutcome & { readonly status: "completed" },
  job: CachedLintJob,
  before: Records["records"],
  names: Names,
  startedAt: number,
): Promise<void> {
  if (!outcome.inputs) return;
  const { files, folders, memory } = outcome.inputs;
  const inputs = new Set([...job.files.map(({ file }) => file), ...files]);
  const traces = [...inputs].map((file) => {
    const known = memory.get(file);
    return known ? { path: file, ...known.stamp } : traceOfFile(file);
  });
  traces.push(...[...new Set(folders)].map(traceOfFolder));
  // What changed while it was checked is not what was checked: such files are read more than once.
  const isParsed = (file: string) => memory.get(file)?.summary !== undefined;
  if (traces.some((trace) => trace.mtimeMs >= startedAt || (isParsed(trace.path) && !tracesAgain(trace))))
    return;
  const told = traces.map((trace) => (isYoung(trace, startedAt) ? { ...trace, mtimeMs: -1 } : trace));
  const texts = configTexts(job.files);
  const configs = new Map(job.files.map(({ file, config }) => [file, texts.get(config)]));
  const common = [...texts.values()][0] ?? "";
  const records = [...memory].map(([file, known]): Records["records"][number] => {
    const stamp = isYoung(known.stamp, startedAt) ? { ...known.stamp, mtimeMs: -1 } : known.stamp;
    return [file, configs.get(file) ?? common, { ...known, stamp }];
  });
  const others = before
    .filter(([file]) => !memory.has(file))
    .slice(0, Math.max(0, MAX_RECORDS - records.length));
  const entry: Entry = {
    traces: told,
    files: [...outcome.files].filter(
      ([, { findings, problem }]) => findings.length > 0 || problem !== undefined,
    ),
  };
  try {
    await mkdir(path.dirname(names.entry), { recursive: true });
    await writeJson(names.entry, entry);
    if (memory.size > 0)
      await writeJson(names.records, { records: [...records, ...others] } satisfies Records);
    await dropOldest(path.dirname(names.entry));
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}

async function writeJson(file: string, content: Entry | Records): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, JSON.stringify(content));
  await rename(draft, file);
}

async function dropOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  if (names.length <= MAX_ENTRIES) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, age: (await stat(path.join(folder, name))).mtimeMs })),
  );
  aged.sort((one, other) => one.age - other.age);
  for (const { name } of aged.slice(0, names.length - MAX_ENTRIES))
    await rm(path.join(folder, name), { force: true });
}

async function readJson<Content>(
  file: string,
  isIt: (value: unknown) => value is Content,
): Promise<Content | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return isIt(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) !== undefined) return undefined;
    throw error;
  }
}

/** Nobody else writes there; this tells a file that was cut short or is of another kind. */
function isEntry(value: unknown): value is Entry {
  return isObject(value) && Array.isArray(value["traces"]) && Array.isArray(value["files"]);
}

function isRecords(value: unknown): value is Records {
  return isObject(value) && Array.isArray(value["records"]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
