import type { Duplex } from "node:stream";
import type { Milliseconds } from "../../../core/benchmark/units.ts";

const DEFAULT_TIMEOUT_SECONDS = 15;

/** What a server may take to hear of a cancel, before its session is given up. */
export const CANCEL_SECONDS = 1.5;

/** How long a server may take from the first step to the login; what is open then is destroyed. */
export class Deadline {
  readonly timeoutMs: Milliseconds;
  readonly #timer: NodeJS.Timeout;
  readonly #open = new Set<Duplex>();
  readonly #passed: Promise<"late">;
  isLate = false;

  constructor(timeoutSeconds: number | undefined) {
    this.timeoutMs = (timeoutSeconds || DEFAULT_TIMEOUT_SECONDS) * 1000;
    let pass: (late: "late") => void = () => {};
    this.#passed = new Promise((resolve) => {
      pass = resolve;
    });
    this.#timer = setTimeout(() => {
      this.isLate = true;
      for (const stream of this.#open) stream.destroy();
      pass("late");
    }, this.timeoutMs);
  }

  /** Destroys the stream when time is up. */
  guard(stream: Duplex): void {
    if (this.isLate) stream.destroy();
    else this.#open.add(stream);
  }

  /** What comes first. A promise that comes late must not reject unheard: give one that never rejects. */
  race<T>(work: Promise<T>): Promise<T | "late"> {
    return Promise.race([work, this.#passed]);
  }

  /** All is well: nothing is destroyed any more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#open.clear();
  }
}
