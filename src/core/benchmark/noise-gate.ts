import type { Interval } from "./report.ts";
import type { Factor } from "./units.ts";

/** Differences below it are never claimed, however quiet the machine. */
export const SMALLEST_DIFFERENCE = 0.02;

/**
 * What a factor must exceed, or its inverse, before it counts as a difference: the larger of 1.02 and the end of the
 * A/A pair's interval that is farther from 1. The pair is two equal strategies, so its interval shows what this
 * machine, on this day, makes of no difference at all.
 */
export function noiseGate(noise: Interval): Factor {
  return Math.max(1 + SMALLEST_DIFFERENCE, noise.high, 1 / noise.low);
}

export type Finding = "faster" | "slower" | "not-shown";

/** A difference is claimed only when the whole interval of the factor lies beyond the gate. */
export function findDifference(interval: Interval, gate: Factor): Finding {
  if (interval.low > gate) return "faster";
  return interval.high < 1 / gate ? "slower" : "not-shown";
}
