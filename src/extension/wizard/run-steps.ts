import { assertNever } from "../../core/assert-never.ts";
import type { Answer } from "./quick-inputs.ts";

export interface Place {
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks one thing and gives the state with the answer in it. */
export type Step<S> = (state: S, place: Place) => Promise<Answer<S>>;

/**
 * Asks step by step. An answer may change which steps follow. Back keeps what was answered, so that nothing is typed
 * twice; abandoning any step abandons all: undefined.
 */
export async function runSteps<S>(
  stepsFor: (state: S) => readonly Step<S>[],
  initial: S,
): Promise<S | undefined> {
  let state = initial;
  let at = 0;
  for (;;) {
    const steps = stepsFor(state);
    const step = steps[at];
    if (!step) return state;
    const answer = await step(state, { step: at + 1, totalSteps: steps.length });
    switch (answer.kind) {
      case "answered":
        state = answer.value;
        at++;
        break;
      case "back":
        at = Math.max(0, at - 1);
        break;
      case "abandoned":
        return undefined;
      default:
        assertNever(answer);
    }
  }
}
