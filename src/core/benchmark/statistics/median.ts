import { quantile } from "./quantile.ts";
import { type SortedSamples, sortedSamples } from "./sorted-samples.ts";

/** The middle sample, or the mean of the two in the middle; the quantile 0.5 by type 7. In the samples' unit. */
export function median(samples: SortedSamples): number {
  return quantile(samples, 0.5);
}

/** The median of a list in any order; null when it is empty. */
export function medianOf(values: readonly number[]): number | null {
  const samples = sortedSamples(values);
  return samples ? median(samples) : null;
}
