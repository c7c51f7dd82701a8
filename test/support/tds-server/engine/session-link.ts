import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { Cancelled } from "../sql/sql-failure.ts";

/** The cells of the shared memory between a connection and its session's thread. */
export const cells = { cancel: 0, unsent: 1, answered: 2, count: 3 } as const;

/** Bytes that may wait for the client before the statement does. */
const UNSENT_LIMIT = 262_144;

export interface SessionSummary {
  readonly database: string;
  readonly openTransactions: number;
  readonly isolation: number;
  readonly rowCount: number;
  /** Milliseconds and number of waits by their kind, since the session began. */
  readonly waits: Readonly<
    Record<string, { readonly count: number; readonly totalMs: number; readonly longestMs: number }>
  >;
}

/** One row of `sys.dm_exec_sessions` and `sys.dm_exec_requests`. */
export interface SessionRow {
  readonly spid: number;
  readonly loginName: string;
  readonly hostName: string;
  readonly programName: string;
  readonly loginTime: string;
  readonly packetSize: number;
  readonly isRunning: boolean;
  /** When the running request began. */
  readonly startTime: string;
  readonly summary: SessionSummary;
}

export type Question = { readonly kind: "sessions" } | { readonly kind: "kill"; readonly spid: number };
export type Answer = { readonly sessions: readonly SessionRow[] } | { readonly wasKilled: boolean };

export type FromSession =
  | { readonly kind: "ready" }
  | { readonly kind: "data"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "end"; readonly summary: SessionSummary }
  /** The request was no valid one. */
  | { readonly kind: "broken"; readonly detail: string };

export type ToSession = {
  readonly kind: "request";
  readonly type: number;
  readonly status: number;
  readonly payload: Uint8Array;
  /** Of a bulk load, whose packets come one by one: whether more follow. */
  readonly isLast: boolean;
};

/** The thread's side. Everything that waits here ends at once when the client cancels. */
export class SessionLink {
  readonly #memory: Int32Array;
  readonly #port: MessagePort;
  readonly #questions: MessagePort;
  readonly #waits = new Map<string, { count: number; totalMs: number; longestMs: number }>();

  constructor(memory: SharedArrayBuffer, port: MessagePort, questions: MessagePort) {
    this.#memory = new Int32Array(memory);
    this.#port = port;
    this.#questions = questions;
  }

  /** @throws Cancelled */
  readonly check = (): void => {
    if (Atomics.load(this.#memory, cells.cancel) !== 0) throw new Cancelled();
  };

  get waits(): SessionSummary["waits"] {
    return Object.fromEntries(this.#waits);
  }

  tell(message: FromSession): void {
    this.#port.postMessage(message);
  }

  /** Waits while the client is slow to read. */
  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (Atomics.load(this.#memory, cells.unsent) > UNSENT_LIMIT) this.#waitForClient();
    Atomics.add(this.#memory, cells.unsent, bytes.length);
    this.#port.postMessage({ kind: "data", bytes } satisfies FromSession, [bytes.buffer]);
  }

  #waitForClient(): void {
    this.#timed("ASYNC_NETWORK_IO", () => {
      for (;;) {
        const unsent = Atomics.load(this.#memory, cells.unsent);
        if (unsent <= UNSENT_LIMIT) return;
        this.check();
        Atomics.wait(this.#memory, cells.unsent, unsent, 1000);
      }
    });
  }

  /** @throws Cancelled */
  pause(ms: number, kind: string): void {
    this.#timed(kind, () => {
      Atomics.wait(this.#memory, cells.cancel, 0, ms);
      this.check();
    });
  }

  ask(question: Question): Answer {
    Atomics.store(this.#memory, cells.answered, 0);
    this.#questions.postMessage(question);
    for (;;) {
      const received = receiveMessageOnPort(this.#questions);
      if (received) return received.message as Answer;
      Atomics.wait(this.#memory, cells.answered, 0, 1000);
    }
  }

  #timed(kind: string, wait: () => void): void {
    const from = performance.now();
    try {
      wait();
    } finally {
      const ms = Math.round(performance.now() - from);
      const known = this.#waits.get(kind) ?? { count: 0, totalMs: 0, longestMs: 0 };
      const longestMs = Math.max(known.longestMs, ms);
      this.#waits.set(kind, { count: known.count + 1, totalMs: known.totalMs + ms, longestMs });
    }
  }
}
