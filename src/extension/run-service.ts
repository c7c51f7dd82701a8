import type { RunOutcome } from "../core/benchmark/outcome.ts";
import type { Report } from "../core/benchmark/report.ts";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { Secret } from "../core/connection/secret.ts";
import type { RunBenchmark } from "../node/run-benchmark.ts";
import type { Job, Progress } from "../protocol/runner.ts";
import type { Disposable } from "./disposable-store.ts";
import { Listeners } from "./listeners.ts";
import { asError, type Log } from "./log.ts";
import { Throttle } from "./throttle.ts";

/** Drawing news costs the processor that is being measured: status bar, notification and panel hear of it this often. */
const PROGRESS_MS = 500;

/** The run that goes on in this window. */
export interface Run {
  readonly job: Job;
  readonly progress: Progress;
  /** Of the rounds finished so far. */
  readonly report: Report | null;
  readonly cancelling: boolean;
}

export type RunEvent =
  | { readonly type: "run-started"; readonly run: Run }
  | { readonly type: "progress"; readonly run: Run }
  | { readonly type: "round-finished"; readonly run: Run }
  | { readonly type: "run-cancelling"; readonly run: Run }
  | { readonly type: "run-finished"; readonly run: Run; readonly outcome: RunOutcome };

export interface RunServiceDeps {
  readonly runBenchmark: RunBenchmark;
  readonly log: Log;
  /** How long after a cancel the runner may stay silent. The runner ends itself sooner; this is the last resort. */
  readonly graceMs: Milliseconds;
}

/** One run at a time, and each run ends in exactly one outcome, whatever the runner does. */
export class RunService implements Disposable {
  readonly events: Listeners<RunEvent>;
  readonly #deps: RunServiceDeps;
  #run: Run | undefined;
  #abort: AbortController | undefined;
  readonly #news = new Throttle<void>(PROGRESS_MS, () => {
    if (this.#run) this.events.tell({ type: "progress", run: this.#run });
  });

  constructor(deps: RunServiceDeps) {
    this.#deps = deps;
    this.events = new Listeners((error) => deps.log.error(asError(error)));
  }

  get current(): Run | undefined {
    return this.#run;
  }

  /** Undefined when another run goes on. The promise never rejects. */
  start(job: Job, secret?: Secret | undefined): Promise<RunOutcome> | undefined {
    if (this.#run) return undefined;
    const abort = new AbortController();
    this.#abort = abort;
    this.#run = { job, progress: beforeFirstNews(job), report: null, cancelling: false };
    this.events.tell({ type: "run-started", run: this.#run });
    return this.#measure(job, secret, abort.signal);
  }

  /** Does nothing without a run, or the second time. */
  cancel(): void {
    if (!this.#run || this.#run.cancelling) return;
    this.#run = { ...this.#run, cancelling: true };
    this.events.tell({ type: "run-cancelling", run: this.#run });
    this.#abort?.abort();
  }

  dispose(): void {
    this.#news.dispose();
    this.cancel();
  }

  async #measure(job: Job, secret: Secret | undefined, signal: AbortSignal): Promise<RunOutcome> {
    const outcome = await Promise.race([this.#ask(job, secret, signal), this.#silence(signal)]);
    const run = this.#run ?? { job, progress: beforeFirstNews(job), report: null, cancelling: false };
    this.#run = undefined;
    this.#abort = undefined;
    this.#news.clear();
    this.events.tell({ type: "run-finished", run, outcome });
    return outcome;
  }

  /** News that comes after the outcome is dropped, also when the next run has begun. */
  async #ask(job: Job, secret: Secret | undefined, signal: AbortSignal): Promise<RunOutcome> {
    const update = (type: "progress" | "round-finished", news: Partial<Run>) => {
      if (this.#run?.job !== job) return;
      this.#run = { ...this.#run, ...news };
      if (type === "progress") this.#news.push();
      else this.events.tell({ type, run: this.#run });
    };
    try {
      return await this.#deps.runBenchmark(
        job,
        {
          onProgress: (progress) => update("progress", { progress }),
          onRound: (report) => update("round-finished", { report }),
        },
        signal,
        secret,
      );
    } catch (error) {
      this.#deps.log.error(asError(error));
      const failure = { reason: "runner-crashed", detail: asError(error).message, data: {} } as const;
      const report = this.#run?.report ?? null;
      return { status: "failed", failure, report: report && { ...report, outcome: "failed", failure } };
    }
  }

  /** Ends a cancelled run whose runner does not answer. */
  #silence(signal: AbortSignal): Promise<RunOutcome> {
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        const giveUp = () => {
          const report = this.#run?.report ?? null;
          resolve({ status: "cancelled", report: report && { ...report, outcome: "cancelled" } });
        };
        setTimeout(giveUp, this.#deps.graceMs).unref();
      });
    });
  }
}

function beforeFirstNews({ plan }: Job): Progress {
  return {
    phase: "connecting",
    holder: null,
    strategy: null,
    round: 0,
    rounds: plan.trials.maximum,
    operations: plan.operations,
    operationsDone: 0,
    rows: 0,
    trials: plan.trials.maximum * plan.strategies.length,
    trialsDone: 0,
    elapsedMs: 0,
  };
}
