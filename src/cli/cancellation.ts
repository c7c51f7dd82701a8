import type { Milliseconds } from "../core/benchmark/units.ts";
import type { CliDeps } from "./cli-deps.ts";

/**
 * A terminal sends Ctrl-C to every process of a command, and those that wrap others (npm, our own re-run on another
 * Node) pass it on: what arrives within this time is the same key stroke.
 */
const ECHO_MS: Milliseconds = 300;

export interface Cancellation {
  readonly signal: AbortSignal;
  stopListening(): void;
}

/** The first interrupt cancels and tells; a second one ends the process at once, with 130. */
export function cancelOnInterrupt(
  deps: Pick<CliDeps, "onInterrupt" | "now" | "endNow">,
  onCancel: () => void,
): Cancellation {
  const controller = new AbortController();
  let cancelledAt: Milliseconds | undefined;
  const stopListening = deps.onInterrupt(() => {
    if (cancelledAt === undefined) {
      cancelledAt = deps.now();
      onCancel();
      controller.abort();
    } else if (deps.now() - cancelledAt > ECHO_MS) {
      deps.endNow(130);
    }
  });
  return { signal: controller.signal, stopListening };
}
