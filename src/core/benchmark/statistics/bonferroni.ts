import type { Share } from "../units.ts";

/**
 * The level that each of several intervals needs, so that all of them hold together at `level` at least:
 * 1 − (1 − level) ÷ comparisons (Dunn, "Multiple Comparisons Among Means", JASA 56, 1961).
 */
export function bonferroniLevel(level: Share, comparisons: number): Share {
  return 1 - (1 - level) / Math.max(1, comparisons);
}
