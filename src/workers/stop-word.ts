/** One int32 that two threads see: while it is set, the lanes of a thread are asked to stop. */
export class StopWord {
  static readonly bytes = 4;
  readonly #word: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer) {
    this.#word = new Int32Array(buffer);
  }

  readonly isSet = (): boolean => Atomics.load(this.#word, 0) !== 0;

  set(): void {
    Atomics.store(this.#word, 0, 1);
    Atomics.notify(this.#word, 0);
  }

  clear(): void {
    Atomics.store(this.#word, 0, 0);
    Atomics.notify(this.#word, 0);
  }

  /** Tells each time that the word is set, as soon as this thread comes to its event loop. Never ends. */
  async watch(onSet: () => void): Promise<never> {
    for (;;) {
      await this.#leaves(0);
      if (this.isSet()) onSet();
      await this.#leaves(1);
    }
  }

  async #leaves(value: number): Promise<void> {
    const waiting = Atomics.waitAsync(this.#word, 0, value);
    if (waiting.async) await waiting.value;
  }
}
