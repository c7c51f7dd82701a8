import type { Preview } from "../../core/connection/catalog.ts";

/** In CSS pixels: where each column begins, with the end of the last; and how wide each is. */
export interface Columns {
  readonly lefts: readonly number[];
  readonly widths: readonly number[];
}

const PADDING = 18;
const FEWEST_CHARACTERS = 4;
const MOST_CHARACTERS = 48;

/** As wide as the longest value, within limits: the font gives all characters one width. */
export function measureColumns({ columns, rows }: Preview, characterWidth: number): Columns {
  const widths = columns.map(({ name }, at) => {
    const longest = rows.reduce((most, row) => Math.max(most, row[at]?.length ?? 4), name.length);
    const characters = Math.max(FEWEST_CHARACTERS, Math.min(MOST_CHARACTERS, longest));
    return Math.ceil(characters * characterWidth) + PADDING;
  });
  const lefts = [0];
  for (const width of widths) lefts.push((lefts.at(-1) ?? 0) + width);
  return { lefts, widths };
}

/** The first column that is in sight, and the one behind the last. */
export function columnsIn(
  { lefts, widths }: Columns,
  from: number,
  to: number,
): readonly [first: number, end: number] {
  const first = Math.max(0, firstBeyond(lefts, from) - 1);
  const end = Math.min(widths.length, firstBeyond(lefts, to));
  return [Math.min(first, Math.max(0, widths.length - 1)), Math.max(end, Math.min(1, widths.length))];
}

/** The index of the first number above the limit, by halving. */
function firstBeyond(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
