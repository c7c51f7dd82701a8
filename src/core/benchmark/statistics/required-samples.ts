import type { Share } from "../units.ts";

/** How many samples a percentile needs to be more than the maximum under another name: 1 ÷ (1 − p), for p below 1. */
export function requiredSamples(p: Share): number {
  // 1 ÷ (1 − 0.9) is a hair above 10 in floating point.
  return Math.ceil(1 / (1 - p) - 1e-6);
}
