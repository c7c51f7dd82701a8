import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { SessionStart } from "../engine/session.ts";
import {
  type Answer,
  cells,
  type FromSession,
  type Question,
  type ToSession,
} from "../engine/session-link.ts";
import type { SessionThreadData } from "../engine/session-thread.ts";

export interface SessionHandleEvents {
  readonly onMessage: (message: FromSession) => void;
  readonly onQuestion: (question: Question) => Answer;
  readonly onCrash: (error: Error) => void;
}

/** The connection's side of a session's thread. */
export class SessionHandle {
  readonly #memory: Int32Array;
  readonly #worker: Worker;
  readonly #questions: MessagePort;

  constructor(program: string, start: SessionStart, events: SessionHandleEvents) {
    const memory = new SharedArrayBuffer(cells.count * Int32Array.BYTES_PER_ELEMENT);
    this.#memory = new Int32Array(memory);
    const { port1, port2 } = new MessageChannel();
    this.#questions = port1;
    port1.on("message", (question: Question) => {
      port1.postMessage(events.onQuestion(question));
      Atomics.store(this.#memory, cells.answered, 1);
      Atomics.notify(this.#memory, cells.answered);
    });
    this.#worker = new Worker(program, {
      workerData: { memory, questions: port2, start } satisfies SessionThreadData,
      transferList: [port2],
    });
    this.#worker.on("message", events.onMessage);
    this.#worker.on("error", events.onCrash);
  }

  send(request: ToSession): void {
    this.#worker.postMessage(request);
  }

  /** Ends what runs, wherever it is. */
  cancel(): void {
    Atomics.store(this.#memory, cells.cancel, 1);
    for (const cell of [cells.cancel, cells.unsent]) Atomics.notify(this.#memory, cell);
  }

  /** Before the next request. */
  clearCancel(): void {
    Atomics.store(this.#memory, cells.cancel, 0);
  }

  /** The client has taken these bytes: a statement that waits for it goes on. */
  sent(bytes: number): void {
    Atomics.sub(this.#memory, cells.unsent, bytes);
    Atomics.notify(this.#memory, cells.unsent);
  }

  /** Waits until the thread is gone, and its files are closed. */
  async end(): Promise<void> {
    this.cancel();
    this.#questions.close();
    await this.#worker.terminate();
  }
}
