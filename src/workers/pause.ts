import type { Milliseconds } from "../core/benchmark/units.ts";

export function pause(ms: Milliseconds): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
