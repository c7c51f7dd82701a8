/** Lets one piece of work after the other happen. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Rejects if the work does. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
