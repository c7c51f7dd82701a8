import type { Failure } from "../../../core/benchmark/outcome.ts";
import type { Milliseconds } from "../../../core/benchmark/units.ts";
import type { Attempt } from "../driver.ts";
import { CancelRequest } from "./cancel-request.ts";
import { type ServerContext, serverFailure } from "./server-failure.ts";

export interface QuestionDeps {
  readonly context: ServerContext;
  readonly timeoutMs: Milliseconds;
  /** Ends what runs at the server. Never rejects. */
  readonly cancel: () => Promise<void>;
  readonly failureOf: (error: unknown) => Failure;
}

interface Running {
  isCancelled: boolean;
  /** The way to end it is under way. */
  ending: CancelRequest | undefined;
}

/** Asks a catalog's session one question after the other; ends each at the server when it takes too long. */
export class Questions {
  readonly #deps: QuestionDeps;
  #last: Promise<unknown> = Promise.resolve();
  #running: Running | undefined;

  constructor(deps: QuestionDeps) {
    this.#deps = deps;
  }

  ask<T>(question: () => Promise<T>): Promise<Attempt<T>> {
    const answer = this.#last.then(() => this.#answer(question));
    this.#last = answer;
    return answer;
  }

  cancel(): void {
    if (!this.#running) return;
    this.#running.isCancelled = true;
    this.#running.ending ??= new CancelRequest(this.#deps.cancel);
  }

  async #answer<T>(question: () => Promise<T>): Promise<Attempt<T>> {
    const { context, timeoutMs, cancel, failureOf } = this.#deps;
    const running: Running = { isCancelled: false, ending: undefined };
    this.#running = running;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      running.ending ??= new CancelRequest(cancel);
    }, timeoutMs);
    try {
      return { ok: true, value: await question() };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.reason === "lost") return { ok: false, failure };
      if (running.isCancelled)
        return { ok: false, failure: serverFailure(context, "cancelled", failure.detail) };
      if (isLate)
        return { ok: false, failure: serverFailure(context, "timed-out", failure.detail, { timeoutMs }) };
      return { ok: false, failure };
    } finally {
      clearTimeout(timer);
      this.#running = undefined;
      // It must not end the next question.
      await running.ending?.over();
    }
  }
}
