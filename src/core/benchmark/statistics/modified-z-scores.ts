import { median } from "./median.ts";
import { sortedSamples } from "./sorted-samples.ts";

/** Above it, a value is named an outlier (Iglewicz & Hoaglin). */
export const OUTLIER_SCORE = 3.5;

/**
 * M = 0.6745·(x − median) ÷ MAD, where MAD is the median of the absolute deviations from the median and 0.6745
 * makes it comparable to a standard deviation of normal data (Iglewicz & Hoaglin, "How to Detect and Handle
 * Outliers", ASQC 1993; NIST/SEMATECH e-Handbook 1.3.5.17). Where more than half of the values are equal, MAD is 0;
 * then M = (x − median) ÷ (1.253314 · mean absolute deviation). All equal: 0.
 *
 * One score per value, in the values' order.
 */
export function modifiedZScores(values: readonly number[]): number[] {
  const samples = sortedSamples(values);
  if (!samples) return [];
  const center = median(samples);
  const deviations = sortedSamples(values.map((value) => Math.abs(value - center)));
  if (!deviations) return [];
  const scale = median(deviations) / 0.6745 || 1.253314 * mean(deviations);
  return values.map((value) => (scale > 0 ? (value - center) / scale : 0));
}

/** Indices of the values whose score is beyond 3.5 on either side, ascending. To be named, never to be dropped. */
export function outlierIndices(values: readonly number[]): number[] {
  return modifiedZScores(values).flatMap((score, i) => (Math.abs(score) > OUTLIER_SCORE ? [i] : []));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
