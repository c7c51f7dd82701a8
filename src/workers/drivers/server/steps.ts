import type { ConnectStep } from "../../../core/connection/catalog.ts";
import { now } from "../../clock.ts";
import type { TellStep } from "./dial.ts";

/** Gathers the steps of a connection test, and tells each when it is done. */
export function stepTeller(onStep: (step: ConnectStep) => void): {
  readonly steps: readonly ConnectStep[];
  readonly tell: TellStep;
} {
  const steps: ConnectStep[] = [];
  const tell: TellStep = (name, since, detail) => {
    const step: ConnectStep = { step: name, ms: now() - since, detail };
    steps.push(step);
    onStep(step);
  };
  return { steps, tell };
}
