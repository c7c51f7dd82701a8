import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { RunOutcome } from "../../src/core/benchmark/outcome.ts";
import { makePlan, type PlanRequest } from "../../src/core/benchmark/plan.ts";
import type { Report, StrategyReport } from "../../src/core/benchmark/report.ts";
import { parseStrategy, type Strategy } from "../../src/core/benchmark/strategy.ts";
import { forkRunner } from "../../src/node/fork-runner.ts";
import type { RunListener } from "../../src/node/run-benchmark.ts";
import type { Job } from "../../src/protocol/runner.ts";

export const distFolder = path.join(import.meta.dirname, "../../dist");
export const runnerFile = path.join(distFolder, "bench-runner.js");

/** A statement that no engine ends in a test's time, and that yields no row to stop at. */
export const ENDLESS =
  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i < 0";

/** Runs must not wait for those of other test files: the lock lies in the temporary folder. */
export function useOwnRunLock(folder: string): void {
  const own = path.join(folder, "tmp");
  mkdirSync(own, { recursive: true });
  process.env["TMPDIR"] = own;
}

/** `files(id, name, size)`: sizes with fractions, a NULL and a BLOB among them. */
export function makeDatabase(file: string, rows: number, journalMode = "delete"): string {
  const db = new Database(file);
  db.pragma(`journal_mode = ${journalMode}`);
  db.exec("CREATE TABLE files(id INTEGER PRIMARY KEY, name TEXT, size REAL, data BLOB)");
  const insert = db.prepare("INSERT INTO files VALUES (?, ?, ?, ?)");
  db.transaction(() => {
    for (let id = 1; id <= rows; id++) {
      insert.run(id, `folder/file-${id}.jpg`, id / 3, id % 7 === 0 ? null : Buffer.from([id & 0xff]));
    }
  })();
  db.close();
  return file;
}

export function strategies(...names: string[]): Strategy[] {
  return names.map((name) => {
    const strategy = parseStrategy(name);
    if (!strategy) throw new Error(`no strategy ${name}`);
    return strategy;
  });
}

export interface RunRequest extends Partial<PlanRequest> {
  readonly file: string;
  readonly signal?: AbortSignal;
  readonly listener?: RunListener;
  readonly whenBusy?: Job["whenBusy"];
}

export function makeJob({ file, whenBusy, ...plan }: RunRequest): Job {
  return {
    plan: makePlan({
      sql: "SELECT * FROM files",
      strategies: strategies("threads(2)"),
      operations: 2,
      trials: { minimum: 1, maximum: 1 },
      ...plan,
    }),
    profile: { engine: "sqlite", name: path.basename(file), path: file },
    whenBusy: whenBusy ?? "wait",
    lanewise: "0.0.0-test",
  };
}

/** Runs the built runner on a file, one trial unless told otherwise. */
export function runOn({ signal, listener, ...request }: RunRequest): Promise<RunOutcome> {
  if (!existsSync(runnerFile)) throw new Error("dist/bench-runner.js is missing: npm run build");
  const never = new AbortController().signal;
  return forkRunner({ file: runnerFile })(makeJob(request), listener ?? {}, signal ?? never);
}

export async function reportOf(request: RunRequest): Promise<Report> {
  const outcome = await runOn(request);
  if (outcome.status !== "completed") throw new Error(JSON.stringify(outcome));
  return outcome.report;
}

export function strategyOf(report: Report | null | undefined, name: string): StrategyReport {
  const found = report?.strategies.find((one) => one.strategy === name);
  if (!found) throw new Error(`no ${name} in the report`);
  return found;
}

export function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** Process ids of everything that this process has started and that still runs, children's children included (Linux). */
export function descendants(pid: number = process.pid): number[] {
  const parents = readdirSync("/proc").flatMap((name): [number, number][] => {
    const [, state, parent] = /^\d+ \(.*\) (\S) (\d+)/s.exec(readStat(name)) ?? [];
    return parent && state !== "Z" ? [[Number(name), Number(parent)]] : [];
  });
  const below = (of: number): number[] =>
    parents.filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** Those of `descendants` that run one of our bundles, by its file name. */
export function lanewiseProcesses(bundle: string): number[] {
  return descendants().filter((pid) => commandLine(pid).includes(path.join(distFolder, bundle)));
}

export function commandLine(pid: number): string {
  return readOrEmpty(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
}

function readStat(name: string): string {
  return /^\d+$/.test(name) ? readOrEmpty(`/proc/${name}/stat`) : "";
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process has ended between the listing and the look.
    return "";
  }
}

export async function until(condition: () => boolean, what: string, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
