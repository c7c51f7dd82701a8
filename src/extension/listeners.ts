import type { Disposable } from "./disposable-store.ts";

/** Who hears of an event. One that throws does not keep the others from hearing. */
export class Listeners<T> {
  readonly #heard = new Set<(event: T) => void>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  add(listener: (event: T) => void): Disposable {
    this.#heard.add(listener);
    return { dispose: () => this.#heard.delete(listener) };
  }

  tell(event: T): void {
    for (const listener of [...this.#heard]) {
      try {
        listener(event);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
