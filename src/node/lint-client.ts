import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { Milliseconds } from "../core/benchmark/units.ts";
import type { FromLintWorker, LintWorkerData, ToLintWorker } from "../protocol/lint.ts";

export interface LintClientDeps {
  /** The worker's bundle. */
  readonly file: string;
  /** A worker that does not answer for so long is ended, and another started. */
  readonly silentMs?: Milliseconds;
  /** More of them within a minute, and it is given up. */
  readonly restartsPerMinute?: number;
  /** In MB; a worker that needs more dies, and not the process around it, unless one allocation alone goes beyond it. */
  readonly heapLimit?: number;
}

export interface LintClientEvents {
  heard(message: FromLintWorker): void;
  /** The worker died and another took over, which knows nothing: settings and documents are to be sent again. */
  restarted(detail: string): void;
  /** The worker died too often; no other is started. */
  gaveUp(detail: string): void;
}

const SILENT_MS = 20_000;
const RESTARTS_PER_MINUTE = 4;
/** Of the thread: with them it stays small, because it collects what it no longer needs. */
export const lintWorkerLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 96 } as const;
const MINUTE_MS = 60_000;

/** A lint worker in a thread: started with the first message, started again when it dies or hangs. */
export class LintClient {
  readonly #deps: LintClientDeps;
  readonly #events: LintClientEvents;
  #running: RunningWorker | undefined;
  /** When the worker was started again, in the last minute. */
  #restarts: number[] = [];
  #isOver = false;

  constructor(deps: LintClientDeps, events: LintClientEvents) {
    this.#deps = deps;
    this.#events = events;
  }

  /** After the end, or after it was given up, messages are dropped. */
  send(message: ToLintWorker): void {
    if (this.#isOver) return;
    this.#running ??= this.#start();
    this.#running.send(message);
  }

  dispose(): void {
    this.#isOver = true;
    this.#running?.end();
    this.#running = undefined;
  }

  #start(): RunningWorker {
    const { file, silentMs = SILENT_MS, heapLimit = lintWorkerLimits.maxOldGenerationSizeMb } = this.#deps;
    const running = new RunningWorker(file, silentMs, heapLimit, {
      heard: (message) => {
        if (running === this.#running) this.#events.heard(message);
      },
      died: (detail) => {
        if (running === this.#running) this.#restart(detail);
      },
    });
    return running;
  }

  #restart(detail: string): void {
    this.#running = undefined;
    const now = performance.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < MINUTE_MS), now];
    if (this.#restarts.length > (this.#deps.restartsPerMinute ?? RESTARTS_PER_MINUTE)) {
      this.#isOver = true;
      this.#events.gaveUp(detail);
      return;
    }
    this.#running = this.#start();
    this.#events.restarted(detail);
  }
}

interface RunningEvents {
  heard(message: FromLintWorker): void;
  /** Told once. */
  died(detail: string): void;
}

class RunningWorker {
  readonly #worker: Worker;
  readonly #pulse: MessagePort;
  readonly #silentMs: Milliseconds;
  readonly #events: RunningEvents;
  /** Runs while an answer to our last ping is awaited. */
  #patience: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(file: string, silentMs: Milliseconds, heapLimit: number, events: RunningEvents) {
    const { port1, port2 } = new MessageChannel();
    const workerData: LintWorkerData<MessagePort> = { role: "editor", pulse: port2 };
    this.#silentMs = silentMs;
    this.#events = events;
    this.#pulse = port1;
    this.#worker = new Worker(file, {
      workerData,
      transferList: [port2],
      execArgv: [],
      resourceLimits: { ...lintWorkerLimits, maxOldGenerationSizeMb: heapLimit },
    });
    this.#worker.on("message", (message: FromLintWorker) => {
      if (!this.#isOver) events.heard(message);
    });
    this.#worker.on("error", (error) => this.#die(error instanceof Error ? error.message : String(error)));
    this.#worker.on("exit", (code) => this.#die(`It ended with code ${code}.`));
    this.#pulse.on("message", () => {
      clearTimeout(this.#patience);
      this.#patience = undefined;
    });
    // The port alone keeps no process alive, and nor does the worker: who uses it does.
    this.#pulse.unref();
    this.#worker.unref();
  }

  send(message: ToLintWorker): void {
    this.#worker.postMessage(message);
    if (this.#patience) return;
    this.#pulse.postMessage("ping");
    this.#patience = setTimeout(
      () => this.#die(`It did not answer for ${this.#silentMs / 1000} s.`),
      this.#silentMs,
    );
    this.#patience.unref();
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#patience);
    this.#pulse.close();
    void this.#worker.terminate();
  }

  #die(detail: string): void {
    if (this.#isOver) return;
    this.end();
    this.#events.died(detail);
  }
}
