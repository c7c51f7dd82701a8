declare const ascending: unique symbol;

/** At least one finite number, ascending. The only way to make one is `sortedSamples`. */
export type SortedSamples = readonly [number, ...number[]] & { readonly [ascending]: true };

/** Undefined for an empty list: there is no statistic of nothing. The values must be finite. */
export function sortedSamples(values: readonly number[]): SortedSamples | undefined {
  if (values.length === 0) return undefined;
  return values.toSorted((a, b) => a - b) as unknown as SortedSamples;
}
