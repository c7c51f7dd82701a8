import type { Milliseconds } from "../core/benchmark/units.ts";
import type { Disposable } from "./disposable-store.ts";

/** Calls at most once in `everyMs`: at once when it may, else later with the newest value. */
export class Throttle<T> implements Disposable {
  readonly #call: (value: T) => void;
  readonly #everyMs: Milliseconds;
  #timer: NodeJS.Timeout | undefined;
  #waiting: { readonly value: T } | undefined;

  constructor(everyMs: Milliseconds, call: (value: T) => void) {
    this.#everyMs = everyMs;
    this.#call = call;
  }

  push(value: T): void {
    if (this.#timer) {
      this.#waiting = { value };
      return;
    }
    this.#call(value);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting;
      this.#waiting = undefined;
      if (next) this.push(next.value);
    }, this.#everyMs);
  }

  /** Forgets what waits. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = undefined;
  }

  dispose(): void {
    this.clear();
  }
}
