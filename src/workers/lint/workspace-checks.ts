import type { Milliseconds } from "../../core/benchmark/units.ts";
import type { LintWorkspace } from "../../node/lint-workspace.ts";
import type { FromLintWorker } from "../../protocol/lint.ts";
import type { CheckedFile } from "../../protocol/lint-batch.ts";
import { now } from "../clock.ts";
import type { LocalLanes } from "./local-lanes.ts";
import type { Turns } from "./turns.ts";

export interface WorkspaceChecksDeps {
  readonly workspace: LintWorkspace;
  readonly lanes: LocalLanes;
  /** Others who find out what the workspace holds wait between two batches of files. */
  readonly turns: Turns;
  readonly isOpen: (file: string) => boolean;
  readonly post: (message: FromLintWorker) => void;
  /** The workspace says something new. */
  readonly onChange: () => void;
}

const BATCH = 50;
const PROGRESS_MS: Milliseconds = 100;

/** *Check Workspace*: files of the disk, and those of them that change later. */
export class WorkspaceChecks {
  readonly #deps: WorkspaceChecksDeps;
  /** Whether the last answer about a file said something. All files that were ever checked. */
  readonly #covered = new Map<string, boolean>();
  readonly #cancelled = new Set<number>();
  readonly #running = new Set<number>();
  readonly #toRepeat = new Set<string>();
  #isRepeating = false;

  constructor(deps: WorkspaceChecksDeps) {
    this.#deps = deps;
  }

  async run(id: number, files: readonly string[]): Promise<void> {
    this.#running.add(id);
    const isCancelled = () => this.#cancelled.has(id);
    const progress = new Progress(files.length, (done) =>
      this.#deps.post({ type: "check-progress", id, done, total: files.length }),
    );
    const { workspace, lanes, turns } = this.#deps;
    let looked = 0;
    for (const batch of batches(files)) {
      if (isCancelled()) break;
      await turns.take(() => workspace.complete(batch, lanes, isCancelled));
      looked += batch.length;
      progress.add(batch.filter((file) => !workspace.canHaveFindings(file)).length);
    }
    for (const batch of batches(files.slice(0, isCancelled() ? 0 : files.length))) {
      if (isCancelled()) break;
      await this.#check(batch);
      progress.add(batch.filter((file) => workspace.canHaveFindings(file)).length);
    }
    this.#deps.onChange();
    const outcome = isCancelled() ? "cancelled" : "completed";
    this.#running.delete(id);
    this.#cancelled.delete(id);
    const unreadable = files.slice(0, looked).flatMap((file) => {
      const detail = workspace.unreadable(file);
      return detail === undefined ? [] : [{ file, detail }];
    });
    this.#deps.post({ type: "check-finished", id, outcome, files: looked - unreadable.length, unreadable });
  }

  /** Nothing happens to a check that is over. */
  cancel(id: number): void {
    if (this.#running.has(id)) this.#cancelled.add(id);
  }

  /** Files are gone. */
  forget(files: readonly string[]): void {
    for (const file of files) {
      if (this.#covered.get(file)) this.#post({ file, findings: [], note: undefined });
      this.#covered.delete(file);
    }
  }

  /** Checks files again, as far as they were ever checked; by default all. */
  repeat(files: Iterable<string> = this.#covered.keys()): void {
    for (const file of files) if (this.#covered.has(file)) this.#toRepeat.add(file);
    if (!this.#isRepeating) void this.#repeatAll();
  }

  async #repeatAll(): Promise<void> {
    this.#isRepeating = true;
    while (this.#toRepeat.size > 0) {
      const batch = [...this.#toRepeat].slice(0, BATCH);
      for (const file of batch) this.#toRepeat.delete(file);
      await this.#check(batch);
    }
    this.#isRepeating = false;
  }

  async #check(files: readonly string[]): Promise<void> {
    const { workspace, lanes, isOpen } = this.#deps;
    // What is open was or will be answered by its version.
    const closed = files.filter((file) => !isOpen(file));
    for (const file of files) if (isOpen(file)) this.#covered.set(file, true);
    const able = closed.filter((file) => workspace.canHaveFindings(file));
    const checked = new Map<string, CheckedFile>();
    await lanes.check(able, (found) => {
      for (const each of found) checked.set(each.file, each);
    });
    for (const file of closed) {
      if (isOpen(file)) continue;
      const answer = checked.get(file) ?? { file, findings: [], note: undefined };
      const says = answer.findings.length > 0 || answer.note !== undefined;
      // The first answer is given in any case: who asks may hold an older one, from before a restart.
      if (says || this.#covered.get(file) !== false) this.#post(answer);
      this.#covered.set(file, says);
    }
  }

  #post({ file, findings, note }: CheckedFile): void {
    this.#deps.post({ type: "findings", file, version: undefined, findings, note });
  }
}

/** Tells how far it is, at most so often. */
class Progress {
  readonly #total: number;
  readonly #tell: (done: number) => void;
  #done = 0;
  #toldAt = 0;

  constructor(total: number, tell: (done: number) => void) {
    this.#total = total;
    this.#tell = tell;
  }

  add(count: number): void {
    this.#done = Math.min(this.#done + count, this.#total);
    if (now() - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = now();
    this.#tell(this.#done);
  }
}

function* batches(files: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < files.length; at += BATCH) yield files.slice(at, at + BATCH);
}
