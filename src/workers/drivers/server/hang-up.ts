import type { Duplex } from "node:stream";
import type { Milliseconds } from "../../../core/benchmark/units.ts";

const FAREWELL_MS: Milliseconds = 1000;

/** Waits for an orderly farewell, but not for a network that swallows it. Never rejects. */
export async function hangUp(stream: Duplex, farewell: Promise<unknown>): Promise<void> {
  const timer = setTimeout(() => stream.destroy(), FAREWELL_MS);
  await farewell.catch(() => {});
  clearTimeout(timer);
}
