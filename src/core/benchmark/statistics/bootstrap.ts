import type { Share } from "../units.ts";
import { quantileOfAscending } from "./quantile.ts";
import type { Random } from "./random.ts";
import type { SortedSamples } from "./sorted-samples.ts";

/**
 * Percentile bootstrap of a median, and of the ratio of two medians (Efron & Tibshirani, "An Introduction to the
 * Bootstrap", 1993, chapter 13). Both sides are resampled independently, because interleaved trials are not pairs.
 *
 * With few samples the interval of a median is nearly a range of order statistics: of 5 samples a resampled median is
 * the smallest one in 5.8 % of the resamples, so a two-sided interval at 95 % spans from the first to the last. An
 * interval never leaves the range of the samples, so at 3 and 4 samples no level above 90 % and 97 % can really be
 * reached by a ratio. What protects a verdict there is the gate of the A/A pair (see `verdict.ts`).
 */
export const RESAMPLES = 4000;

/** The medians of many resamples, in the order of drawing. In the samples' unit. */
export type ResampledMedians = Float64Array;

/** Draws `RESAMPLES` times as many samples as there are, with replacement, and takes the median of each draw. */
export function resampleMedians(samples: SortedSamples, random: Random): ResampledMedians {
  const n = samples.length;
  const drawn = new Uint32Array(n);
  const medians = new Float64Array(RESAMPLES);
  for (let i = 0; i < RESAMPLES; i++) {
    drawn.fill(0);
    for (let k = 0; k < n; k++) {
      const index = Math.floor(random() * n);
      drawn[index] = (drawn[index] as number) + 1;
    }
    medians[i] = (valueAtRank(samples, drawn, (n - 1) >> 1) + valueAtRank(samples, drawn, n >> 1)) / 2;
  }
  return medians;
}

/** The interval of a median at `level` (0.95 for 95 %), in the samples' unit. */
export function medianInterval(medians: ResampledMedians, level: Share): [low: number, high: number] {
  return percentileInterval(medians.toSorted(), level);
}

/** The interval of median(a) ÷ median(b). Samples must be above 0. */
export function ratioInterval(
  a: ResampledMedians,
  b: ResampledMedians,
  level: Share,
): [low: number, high: number] {
  // On the logarithm interpolation is the same for a ratio and its inverse.
  const logs = a.map((value, i) => Math.log(value / (b[i] as number))).sort();
  const [low, high] = percentileInterval(logs, level);
  return [Math.exp(low), Math.exp(high)];
}

function percentileInterval(ascending: Float64Array, level: Share): [number, number] {
  const tail = (1 - level) / 2;
  return [quantileOfAscending(ascending, tail), quantileOfAscending(ascending, 1 - tail)];
}

/** The sample at a rank of the resample, counted through how often each sample was drawn: no sorting. */
function valueAtRank(samples: SortedSamples, drawn: Uint32Array, rank: number): number {
  let index = 0;
  for (let passed = drawn[0] as number; passed <= rank; passed += drawn[index] as number) index++;
  return samples[index] as number;
}
