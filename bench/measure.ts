/** One figure of Lanewise against its bar. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "×" | "ms" | "MB" | "kB";
  /** What the value must not be below (`at-least`) or not above (`at-most`). */
  readonly bar: number;
  readonly kind: "at-least" | "at-most";
  /** How it was measured, in a sentence. */
  readonly how: string;
}

export type Measurement = () => Promise<Figure[]>;

export function holds({ value, bar, kind }: Figure): boolean {
  return kind === "at-least" ? value >= bar : value <= bar;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1] ?? Number.NaN, sorted[middle] ?? Number.NaN];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** Measures a peer and ourselves in turn, and returns the median of peer time ÷ our time, pair by pair. */
export async function pairedRatio(
  pairs: number,
  peer: () => Promise<number>,
  ours: () => Promise<number>,
): Promise<number> {
  await peer();
  await ours();
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    // Who goes first alternates: a drift of the machine's speed hits both alike.
    const first = pair % 2 === 0 ? await peer() : await ours();
    const second = pair % 2 === 0 ? await ours() : await peer();
    ratios.push(pair % 2 === 0 ? first / second : second / first);
  }
  return median(ratios);
}
