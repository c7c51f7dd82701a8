export interface Disposable {
  dispose(): void;
}

/** Owns lifetimes: they end in reverse order, and what arrives after the end is disposed at once. */
export class DisposableStore implements Disposable {
  readonly #owned: Disposable[] = [];
  #ended = false;

  add<T extends Disposable>(disposable: T): T {
    if (this.#ended) disposable.dispose();
    else this.#owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    this.#ended = true;
    while (this.#owned.length > 0) this.#owned.pop()?.dispose();
  }
}
