import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Conclusion, Report, Status } from "../core/benchmark/report.ts";

/** What a list of reports shows of one. */
export interface ReportSummary {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly connection: string;
  readonly sql: string;
  readonly outcome: Status;
  readonly conclusion: Conclusion;
  readonly verdict: string;
}

export type SaveResult = { readonly ok: true } | { readonly ok: false; readonly detail: string };

export interface ReportStoreDeps {
  /** Absolute; made when the first report is saved. */
  readonly folder: string;
  /** How many reports are kept. */
  readonly keep: number;
  /** Reads and validates a report of this or an older version; undefined for anything else. */
  readonly readReport: (json: unknown) => Promise<Report | undefined>;
  readonly warn: (message: string) => void;
}

interface IndexEntry {
  readonly mtimeMs: number;
  readonly size: number;
  /** Null: the file cannot be read as a report; it is left alone. */
  readonly summary: ReportSummary | null;
}

type Index = Readonly<Record<string, IndexEntry>>;

const INDEX = "index.json";
const indexVersion = 1;

/**
 * Reports of one workspace, a JSON file each. The index only saves reading them all for a list: it is checked against
 * the files' time and size, and made again where it is missing or wrong.
 */
export class ReportStore {
  readonly #deps: ReportStoreDeps;
  /** Writers wait for each other, so that no list or index is written over a newer one. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(deps: ReportStoreDeps) {
    this.#deps = deps;
  }

  /** Keeps the newest reports and those in `spared`; older ones are deleted. */
  save(report: Report, spared: readonly string[]): Promise<SaveResult> {
    return this.#inTurn(async () => {
      try {
        await mkdir(this.#deps.folder, { recursive: true });
        await this.#write(fileOf(report.id), JSON.stringify(report));
      } catch (error) {
        return { ok: false, detail: messageOf(error) };
      }
      await this.#prune(new Set([report.id, ...spared]));
      await this.#listNow();
      return { ok: true };
    });
  }

  /** The newest first. Does not open files that the index already knows. */
  list(): Promise<readonly ReportSummary[]> {
    return this.#inTurn(() => this.#listNow());
  }

  /** Undefined when it is gone or cannot be read as a report. */
  async read(id: string): Promise<Report | undefined> {
    return isId(id) ? this.#readFile(fileOf(id)) : undefined;
  }

  delete(id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (isId(id)) await this.#remove(fileOf(id));
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #listNow(): Promise<readonly ReportSummary[]> {
    const known = await this.#readIndex();
    const index: Record<string, IndexEntry> = {};
    let changed = false;
    for (const file of await this.#files()) {
      const now = await stat(this.#path(file)).catch(() => undefined);
      if (!now) continue;
      const { mtimeMs, size } = now;
      const entry = known[file];
      const isFresh = entry?.mtimeMs === mtimeMs && entry.size === size;
      changed ||= !isFresh;
      index[file] = isFresh ? entry : { mtimeMs, size, summary: await this.#summaryOf(file) };
    }
    changed ||= Object.keys(known).length !== Object.keys(index).length;
    if (changed) await this.#writeIndex(index);
    return Object.values(index)
      .flatMap(({ summary }) => summary ?? [])
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  }

  /** Ids sort by the time of their start. */
  async #prune(spared: ReadonlySet<string>): Promise<void> {
    const files = (await this.#files()).sort().reverse();
    const old = files.slice(this.#deps.keep).filter((file) => !spared.has(idOf(file)));
    for (const file of old) await this.#remove(file);
  }

  async #remove(file: string): Promise<void> {
    await rm(this.#path(file), { force: true }).catch((error: unknown) => this.#deps.warn(messageOf(error)));
  }

  async #summaryOf(file: string): Promise<ReportSummary | null> {
    const report = await this.#readFile(file);
    return report ? summarise(report) : null;
  }

  async #readFile(file: string): Promise<Report | undefined> {
    try {
      const report = await this.#deps.readReport(JSON.parse(await readFile(this.#path(file), "utf8")));
      // A file under another name would be listed under an id that cannot be opened.
      if (report && fileOf(report.id) === file) return report;
      this.#deps.warn(`${file} in the report folder is not a report that this version can read.`);
    } catch (error) {
      this.#deps.warn(`A report could not be read: ${file}: ${messageOf(error)}`);
    }
    return undefined;
  }

  async #files(): Promise<string[]> {
    const names = await readdir(this.#deps.folder).catch(() => []);
    return names.filter((name) => name.endsWith(".json") && name !== INDEX && isId(idOf(name)));
  }

  async #readIndex(): Promise<Index> {
    try {
      const index: unknown = JSON.parse(await readFile(this.#path(INDEX), "utf8"));
      const { version, reports } = index as { version?: unknown; reports?: Index };
      return version === indexVersion && reports ? reports : {};
    } catch {
      // Missing or broken: only a cache, made again.
      return {};
    }
  }

  async #writeIndex(reports: Index): Promise<void> {
    await this.#write(INDEX, JSON.stringify({ version: indexVersion, reports })).catch((error: unknown) =>
      this.#deps.warn(messageOf(error)),
    );
  }

  /** Whole or not at all, also for a reader in another window. */
  async #write(file: string, content: string): Promise<void> {
    const temporary = this.#path(`${file}.${process.pid}.tmp`);
    try {
      await writeFile(temporary, content);
      await rename(temporary, this.#path(file));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  #path(file: string): string {
    return path.join(this.#deps.folder, file);
  }
}

function summarise({ id, startedAt, connection, plan, outcome, verdict }: Report): ReportSummary {
  return {
    id,
    startedAt,
    connection: connection.name,
    sql: plan.workload.sql,
    outcome,
    conclusion: verdict.conclusion,
    verdict: verdict.text,
  };
}

/** An id becomes a file's name: nothing that leads out of the folder. */
function isId(id: string): boolean {
  return /^[\w-][\w.-]{0,127}$/.test(id) && id !== "index";
}

function fileOf(id: string): string {
  if (!isId(id)) throw new Error(`Not a report id: ${id}`);
  return `${id}.json`;
}

function idOf(file: string): string {
  return file.slice(0, -".json".length);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
