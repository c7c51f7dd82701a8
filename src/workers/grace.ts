import type { Milliseconds } from "../core/benchmark/units.ts";
import type { Engine } from "../core/connection/engine.ts";

/**
 * After a stop, how long lanes may take to answer before they count as stuck inside a statement. A server must first
 * hear of the stop, over a connection of its own; all ends within two seconds of a cancel.
 */
export function graceMs(engine: Engine): Milliseconds {
  return engine === "sqlite" ? 500 : 1200;
}

/** Comes the grace time after the signal. */
export function afterGrace(signal: AbortSignal, engine: Engine): Promise<undefined> {
  return new Promise((resolve) => {
    const arm = () => setTimeout(resolve, graceMs(engine), undefined);
    if (signal.aborted) arm();
    else signal.addEventListener("abort", arm, { once: true });
  });
}
