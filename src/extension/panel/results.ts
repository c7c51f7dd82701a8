import type { Comparison } from "../../core/benchmark/comparison.ts";
import type { Report } from "../../core/benchmark/report.ts";
import type { Job } from "../../protocol/runner.ts";
import { Listeners } from "../listeners.ts";
import type { Log } from "../log.ts";
import { asError } from "../log.ts";
import type { WorkspaceMemory } from "../workspace-memory.ts";

/** A run that ended without anything to show. */
export interface FailedRun {
  readonly connection: string;
  readonly message: string;
  readonly detail: string;
}

export interface ResultsDeps {
  readonly memory: WorkspaceMemory;
  readonly readReport: (id: string) => Promise<Report | undefined>;
  readonly log: Log;
}

/** What the window shows when no run goes on: a report, a failure, or nothing yet. */
export class Results {
  readonly changes: Listeners<void>;
  readonly #deps: ResultsDeps;
  #report: Report | undefined;
  #failed: FailedRun | undefined;
  #comparison: { readonly with: string; readonly result: Comparison } | undefined;
  #lastJob: Job | undefined;
  #restored: Promise<void> | undefined;

  constructor(deps: ResultsDeps) {
    this.#deps = deps;
    this.changes = new Listeners((error) => deps.log.error(asError(error)));
  }

  get report(): Report | undefined {
    return this.#report;
  }

  get failed(): FailedRun | undefined {
    return this.#failed;
  }

  get comparison(): { readonly with: string; readonly result: Comparison } | undefined {
    return this.#comparison;
  }

  /** The job of the last run in this window, finished or not. */
  get lastJob(): Job | undefined {
    return this.#lastJob;
  }

  /** Reads the report that was shown before the window was reloaded, once. */
  restore(): Promise<void> {
    this.#restored ??= this.#restore();
    return this.#restored;
  }

  /** A new run has begun: what failed before is over. */
  begin(job: Job): void {
    this.#lastJob = job;
    this.#failed = undefined;
  }

  async show(report: Report): Promise<void> {
    this.#report = report;
    this.#failed = undefined;
    this.#comparison = undefined;
    await this.#deps.memory.showReport(report.id);
    this.changes.tell();
  }

  fail(failed: FailedRun): void {
    this.#failed = failed;
    this.changes.tell();
  }

  compare(comparison: { readonly with: string; readonly result: Comparison } | undefined): void {
    this.#comparison = comparison;
    this.changes.tell();
  }

  /** What is shown stays the same, but something said of it changed: the baseline, the connection. */
  touch(): void {
    this.changes.tell();
  }

  async forget(id: string): Promise<void> {
    if (this.#deps.memory.baseline === id) await this.#deps.memory.useBaseline(undefined);
    if (this.#report?.id === id) {
      this.#report = undefined;
      this.#comparison = undefined;
      await this.#deps.memory.showReport(undefined);
    }
    this.changes.tell();
  }

  async #restore(): Promise<void> {
    const id = this.#deps.memory.shownReport;
    const report = id === undefined ? undefined : await this.#deps.readReport(id);
    // A run may have ended while the file was read: the newer result stays.
    if (report && !this.#report && !this.#failed) {
      this.#report = report;
      this.changes.tell();
    }
  }
}
