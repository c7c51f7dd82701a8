const AGAIN_MS = 200;

/**
 * Asks the server to end what runs, until it has ended: a request that overtakes its statement hits nothing. And until
 * every request has arrived nothing else may run on the session, or it would be hit instead.
 */
export class CancelRequest {
  readonly #done: Promise<void>;
  #isOver = false;
  #wake: () => void = () => {};

  /** @param ask never rejects */
  constructor(ask: () => Promise<void>) {
    this.#done = this.#insist(ask);
  }

  /** What was to be ended has ended. @returns when no request is under way any more */
  over(): Promise<void> {
    this.#isOver = true;
    this.#wake();
    return this.#done;
  }

  async #insist(ask: () => Promise<void>): Promise<void> {
    while (!this.#isOver) {
      await ask();
      if (this.#isOver) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, AGAIN_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
