import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { assertNever } from "../core/assert-never.ts";
import type { RunOutcome } from "../core/benchmark/outcome.ts";
import type { Report } from "../core/benchmark/report.ts";
import type { Secret } from "../core/connection/secret.ts";
import {
  isFromRunner,
  type Job,
  REMOVE_SIDE_FILES,
  type SideFiles,
  type ToRunner,
} from "../protocol/runner.ts";
import { childEnvironment } from "./child-environment.ts";
import { lookAtSideFiles } from "./look-at-side-files.ts";
import type { RunBenchmark, RunListener } from "./run-benchmark.ts";

export interface ForkRunnerDeps {
  /** The runner's bundle. */
  readonly file: string;
  /** How long a cancelled runner may take to answer before it is killed. */
  readonly graceMs?: number;
}

const GRACE_MS = 1500;
const EXIT_GRACE_MS = 500;
const STDERR_KEPT = 2000;

/** Starts a bench runner for every job. A dead, deaf or unstartable runner ends in an outcome like all others. */
export function forkRunner({ file, graceMs = GRACE_MS }: ForkRunnerDeps): RunBenchmark {
  return (job, listener, signal, secret) => {
    const client = new RunnerClient(file, graceMs, job, listener, signal);
    client.start(job, secret);
    return client.outcome;
  };
}

class RunnerClient {
  readonly outcome: Promise<RunOutcome>;
  readonly #file: string;
  readonly #listener: RunListener;
  readonly #signal: AbortSignal;
  readonly #sideFiles: SideFiles | null;
  readonly #child: ChildProcess;
  readonly #cancel: () => void;
  #stderr = "";
  #lastReport: Report | null = null;
  #finished: RunOutcome | undefined;

  constructor(file: string, graceMs: number, job: Job, listener: RunListener, signal: AbortSignal) {
    this.#file = file;
    this.#listener = listener;
    this.#signal = signal;
    this.#sideFiles = job.profile.engine === "sqlite" ? lookAtSideFiles(job.profile.path) : null;
    this.#child = this.#fork([]);
    this.outcome = new Promise((resolve) => {
      this.#child.on("message", (message: unknown) => this.#receive(message));
      this.#child.stderr?.on("data", (data: Buffer) => {
        this.#stderr = (this.#stderr + data.toString()).slice(-STDERR_KEPT);
      });
      this.#child.once("error", (error) => resolve(this.#crashed(error.message)));
      this.#child.once("exit", (code, killedBy) => {
        if (this.#finished) return resolve(this.#finished);
        this.#removeSideFiles();
        const how = killedBy ?? `code ${code}`;
        resolve(this.#signal.aborted ? this.#cancelled() : this.#crashed(`${how} ${this.#stderr}`.trim()));
      });
    });
    const cancel = () => {
      this.#post({ type: "cancel-run" });
      this.#killAfter(graceMs);
    };
    signal.addEventListener("abort", cancel, { once: true });
    void this.outcome.then(() => signal.removeEventListener("abort", cancel));
    this.#cancel = cancel;
  }

  start(job: Job, secret: Secret | undefined): void {
    this.#post({ type: "start-run", job, secret, sideFiles: this.#sideFiles });
    if (this.#signal.aborted) this.#cancel();
  }

  #fork(args: readonly string[]): ChildProcess {
    return fork(this.#file, args, {
      execArgv: [],
      serialization: "advanced",
      env: childEnvironment(),
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
  }

  /** After a runner that could not do it itself. */
  #removeSideFiles(): void {
    const { file, hadWal = true } = this.#sideFiles ?? {};
    if (hadWal || !existsSync(`${file}-wal`)) return;
    this.#fork([REMOVE_SIDE_FILES, JSON.stringify(this.#sideFiles)]).unref();
  }

  #post(message: ToRunner): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #receive(message: unknown): unknown {
    if (!isFromRunner(message) || this.#finished) return undefined;
    switch (message.type) {
      case "progress":
        return this.#listener.onProgress?.(message.progress);
      case "round-finished":
        this.#lastReport = message.report;
        return this.#listener.onRound?.(message.report);
      case "run-finished":
        this.#finished = message.outcome;
        return this.#killAfter(EXIT_GRACE_MS);
      default:
        return assertNever(message);
    }
  }

  #killAfter(ms: number): void {
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), ms);
    this.#child.once("exit", () => clearTimeout(timer));
  }

  #cancelled(): RunOutcome {
    const report = this.#lastReport && { ...this.#lastReport, outcome: "cancelled" as const };
    return { status: "cancelled", report };
  }

  #crashed(detail: string): RunOutcome {
    const failure = { reason: "runner-crashed", detail, data: {} } as const;
    const report = this.#lastReport && { ...this.#lastReport, outcome: "failed" as const, failure };
    return { status: "failed", failure, report };
  }
}
