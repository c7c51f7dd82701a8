import type { SqliteSettings } from "../../../core/benchmark/plan.ts";
import type { Milliseconds } from "../../../core/benchmark/units.ts";
import { now } from "../../clock.ts";
import type { Work } from "../driver.ts";
import { isBusy } from "./sqlite-failure.ts";

/** SQLite's own steps (sqliteDefaultBusyCallback in main.c); the last one repeats. */
const BUSY_STEPS_MS = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];
const DEFAULT_BUSY_TIMEOUT_MS = 5000;

export function busyTimeout(settings: SqliteSettings | undefined): Milliseconds {
  return settings?.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS;
}

/**
 * Waits for locks in SQLite's own steps, but here, where the waiting can be counted: better-sqlite3's busy handler does
 * not tell. A read in autocommit meets SQLITE_BUSY only before its first row, so beginning anew is safe.
 */
export class LockWait {
  readonly #timeoutMs: Milliseconds;
  readonly #stopped: () => boolean;
  waits = 0;
  waitedMs: Milliseconds = 0;

  constructor({ session, stopped }: Work) {
    this.#timeoutMs = busyTimeout(session.sqlite);
    this.#stopped = stopped;
  }

  reset(): void {
    this.waits = 0;
    this.waitedMs = 0;
  }

  retry<T>(attempt: () => T): T {
    for (let step = 0, waited = 0; ; step++) {
      try {
        return attempt();
      } catch (error) {
        if (!isBusy(error) || waited >= this.#timeoutMs || this.#stopped()) throw error;
      }
      const before = now();
      sleep(Math.min(BUSY_STEPS_MS[step] ?? 100, this.#timeoutMs - waited));
      const slept = now() - before;
      if (step === 0) this.waits++;
      this.waitedMs += slept;
      waited += slept;
    }
  }
}

function sleep(ms: Milliseconds): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
