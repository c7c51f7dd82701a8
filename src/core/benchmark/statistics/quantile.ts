import type { Share } from "../units.ts";
import type { SortedSamples } from "./sorted-samples.ts";

/**
 * Linear interpolation between closest ranks, h = (n − 1)·q: type 7 of Hyndman & Fan, "Sample Quantiles in
 * Statistical Packages", The American Statistician 50 (1996). It is the default of R, NumPy and Excel.
 * In the unit of the samples.
 */
export function quantile(samples: SortedSamples, q: Share): number {
  return interpolateRank(samples, q);
}

/** The same on a typed array that is ascending and not empty, as resampling makes them. */
export function quantileOfAscending(values: Float64Array, q: Share): number {
  return interpolateRank(values, q);
}

function interpolateRank(ascending: ArrayLike<number>, q: Share): number {
  const rank = (ascending.length - 1) * Math.min(1, Math.max(0, q));
  const below = Math.floor(rank);
  const low = ascending[below] as number;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] as number;
  // Not low·(1 − t) + high·t, which can leave the range of the samples by a rounding error.
  return Math.min(high, low + (high - low) * (rank - below));
}
