import { readdirSync, readFileSync, statSync } from "node:fs";
import { contentHash } from "./content-hash.ts";

/** What a file or folder was like. */
export interface Trace {
  readonly path: string;
  /** −1 for what does not exist, as the time. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Of a file's content, or of a folder's names; null: there is none. */
  readonly hash: string | null;
}

/** A change so soon after another one may have the same time (FAT: 2 s). */
const TIME_STEP_MS = 2000;

/** Size and time tell that there is nothing to look at, content decides. */
export function isAsItWas(trace: Trace): boolean {
  const { size, mtimeMs, isFolder } = timesOf(trace.path);
  if (size === trace.size && mtimeMs === trace.mtimeMs) return true;
  const now = isFolder ? traceOfFolder(trace.path) : traceOfFile(trace.path);
  return now.hash === trace.hash;
}

/** Whether size and time are still the same. */
export function tracesAgain(trace: Trace): boolean {
  const { size, mtimeMs } = timesOf(trace.path);
  return size === trace.size && mtimeMs === trace.mtimeMs;
}

/** Too young to be told from a later change by its time: its content has to decide. */
export function isYoung({ mtimeMs }: Pick<Trace, "mtimeMs">, startedAt: number): boolean {
  return mtimeMs > startedAt - TIME_STEP_MS;
}

export function traceOfFile(file: string): Trace {
  const { size, mtimeMs } = timesOf(file);
  const content = orNull(() => readFileSync(file));
  return { path: file, size, mtimeMs, hash: content && contentHash(content) };
}

export function traceOfFolder(folder: string): Trace {
  const { size, mtimeMs } = timesOf(folder);
  const names = orNull(() => readdirSync(folder));
  return { path: folder, size, mtimeMs, hash: names && contentHash(names.sort().join("\0")) };
}

function timesOf(path: string) {
  const stats = orNull(() => statSync(path, { throwIfNoEntry: false }));
  if (!stats) return { size: -1, mtimeMs: -1, isFolder: false };
  return { size: stats.size, mtimeMs: stats.mtimeMs, isFolder: stats.isDirectory() };
}

/** What cannot be read is not there for us. */
function orNull<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch {
    return null;
  }
}
