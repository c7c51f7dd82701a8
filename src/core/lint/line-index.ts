/** Both count from 0, the character in UTF-16 units. */
interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Turns offsets of a text into lines and characters. Lines end with `\n`, `\r\n` or a lone `\r`, as in an editor. */
export class LineIndex {
  readonly #starts: Uint32Array;
  readonly #length: number;

  constructor(text: string) {
    this.#starts = lineStarts(text);
    this.#length = text.length;
  }

  /** An offset outside of the text counts as its end. */
  positionOf(offset: number): LinePosition {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return { line: low, character: at - (this.#starts[low] ?? 0) };
  }
}

function lineStarts(text: string): Uint32Array {
  if (text.includes("\r")) {
    const ends = [...text.matchAll(/\r\n|\r|\n/g)];
    return Uint32Array.from([0, ...ends.map(({ 0: end, index }) => index + end.length)]);
  }
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  const starts = new Uint32Array(lines);
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts[line++] = at + 1;
  return starts;
}
