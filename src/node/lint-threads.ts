import { type MessagePort, Worker } from "node:worker_threads";
import type { LintWorkerData } from "../protocol/lint.ts";
import type {
  BatchSetting,
  CheckedFile,
  FromLintBatch,
  SearchedFile,
  SummarisedFile,
  ToLintBatch,
} from "../protocol/lint-batch.ts";
import type { LintLanes } from "./lint-lanes.ts";

/** Files of one order: many that are only searched, few that are parsed, so that no thread is left with the last ones. */
const SEARCHED = 200;
const PARSED = 4;
const HEAP_LIMIT_MB = 2048;

/** Lint workers in threads, each with an order at a time. Rejects when one of them dies; then it is of no use any more. */
export class LintThreads implements LintLanes {
  readonly #threads: readonly Thread[];
  /** Which thread parsed a file, and may still have it. */
  readonly #parsedBy = new Map<string, Thread>();

  constructor(file: string, count: number, setting: BatchSetting) {
    this.#threads = Array.from({ length: count }, () => new Thread(file));
    this.#tell({ type: "prepare", setting });
  }

  search(files: readonly string[], take: (found: readonly SearchedFile[]) => void): Promise<void> {
    const orders = chunks(files, SEARCHED);
    return this.#share(async (thread) => {
      for (let order = orders.pop(); order; order = orders.pop()) take(await thread.search(order));
    });
  }

  summarise(files: readonly string[], take: (found: readonly SummarisedFile[]) => void): Promise<void> {
    const orders = chunks(files, PARSED);
    return this.#share(async (thread) => {
      for (let order = orders.pop(); order; order = orders.pop()) {
        for (const name of order) this.#parsedBy.set(name, thread);
        take(await thread.summarise(order));
      }
    });
  }

  learn(summaries: readonly SummarisedFile[]): void {
    this.#tell({ type: "learn", summaries });
  }

  check(files: readonly string[], take: (checked: readonly CheckedFile[]) => void): Promise<void> {
    const orders = new Map(
      this.#threads.map((thread) => {
        const own = files.filter((file) => (this.#parsedBy.get(file) ?? this.#threads[0]) === thread);
        return [thread, chunks(own, PARSED)];
      }),
    );
    return this.#share(async (thread) => {
      // First what it has parsed, then what others have not come to.
      const next = () =>
        orders.get(thread)?.pop() ?? [...orders.values()].find(({ length }) => length > 0)?.pop();
      for (let order = next(); order; order = next()) take(await thread.check(order));
    });
  }

  end(): void {
    for (const thread of this.#threads) thread.end();
  }

  #tell(message: ToLintBatch): void {
    for (const thread of this.#threads) thread.tell(message);
  }

  async #share(work: (thread: Thread) => Promise<void>): Promise<void> {
    await Promise.all(this.#threads.map(work));
  }
}

class Thread {
  readonly #worker: Worker;
  #answer: ((message: FromLintBatch) => void) | undefined;
  #fail: ((error: Error) => void) | undefined;
  #failure: Error | undefined;

  constructor(file: string) {
    const workerData: LintWorkerData<MessagePort> = { role: "batch", pulse: undefined };
    this.#worker = new Worker(file, {
      workerData,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
    });
    this.#worker.on("message", (message: FromLintBatch) => this.#answer?.(message));
    this.#worker.on("error", (error) => this.#die(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on("exit", (code) => this.#die(new Error(`A lint worker ended with code ${code}.`)));
  }

  tell(message: ToLintBatch): void {
    this.#worker.postMessage(message);
  }

  async search(files: readonly string[]): Promise<readonly SearchedFile[]> {
    const answer = await this.#ask({ type: "search", files });
    return answer.type === "searched" ? answer.found : unexpected(answer);
  }

  async summarise(files: readonly string[]): Promise<readonly SummarisedFile[]> {
    const answer = await this.#ask({ type: "summarise", files });
    return answer.type === "summarised" ? answer.summaries : unexpected(answer);
  }

  async check(files: readonly string[]): Promise<readonly CheckedFile[]> {
    const answer = await this.#ask({ type: "check", files });
    return answer.type === "checked" ? answer.files : unexpected(answer);
  }

  end(): void {
    void this.#worker.terminate();
  }

  #ask(message: ToLintBatch): Promise<FromLintBatch> {
    return new Promise((resolve, reject) => {
      if (this.#failure) {
        reject(this.#failure);
        return;
      }
      this.#answer = resolve;
      this.#fail = reject;
      this.tell(message);
    });
  }

  #die(error: Error): void {
    this.#failure ??= error;
    this.#fail?.(this.#failure);
  }
}

function unexpected(message: FromLintBatch): never {
  throw new Error(`Unexpected answer: ${message.type}`);
}

function chunks(files: readonly string[], length: number): string[][] {
  const count = Math.ceil(files.length / length);
  // The first ones are taken last.
  return Array.from({ length: count }, (_, at) => files.slice(at * length, (at + 1) * length)).reverse();
}
