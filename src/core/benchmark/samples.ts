import type { OperationResult } from "./lane-loop.ts";
import type { Milliseconds } from "./units.ts";

const DONE = 0;
const HEADER_BYTES = 32;
const ROWS = 0;
const STRIDE = 5;

/** One operation as its lane saw it; instants of the machine's monotonic clock. */
export interface Sample {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  readonly queueMs: Milliseconds;
  readonly transferMs: Milliseconds;
  readonly lockWaitMs: Milliseconds;
}

/**
 * The samples of one lane's trial in memory that both the lane and its reader see, so that no message is needed while
 * measuring and nothing is lost when the lane dies. Layout: a header (int32 operations done; float64 rows so far at
 * byte 8), then five float64 for each operation.
 */
export class Samples {
  readonly #done: Int32Array;
  readonly #rows: Float64Array;
  readonly #values: Float64Array;
  #finishedRows = 0;

  constructor(buffer: SharedArrayBuffer) {
    this.#done = new Int32Array(buffer, 0, 2);
    this.#rows = new Float64Array(buffer, 8, 1);
    this.#values = new Float64Array(buffer, HEADER_BYTES);
  }

  static bytesFor(operations: number): number {
    return HEADER_BYTES + operations * STRIDE * Float64Array.BYTES_PER_ELEMENT;
  }

  reset(): void {
    Atomics.store(this.#done, DONE, 0);
    this.#finishedRows = 0;
    this.#rows[ROWS] = 0;
  }

  get done(): number {
    return Atomics.load(this.#done, DONE);
  }

  /** Of the operations done, and of the one in progress as far as its lane has told. */
  get rows(): number {
    return this.#rows[ROWS] ?? 0;
  }

  /** Tells the rows of the operation in progress. */
  tellRows(rows: number): void {
    this.#rows[ROWS] = this.#finishedRows + rows;
  }

  record(start: Milliseconds, end: Milliseconds, result: OperationResult): void {
    const index = this.#done[DONE] ?? 0;
    const values = this.#values;
    const at = index * STRIDE;
    values[at] = start;
    values[at + 1] = end;
    values[at + 2] = result.queueMs;
    values[at + 3] = result.transferMs;
    values[at + 4] = result.lockWaitMs;
    this.#finishedRows += result.rows;
    this.#rows[ROWS] = this.#finishedRows;
    Atomics.store(this.#done, DONE, index + 1);
  }

  at(index: number): Sample {
    const at = index * STRIDE;
    const value = (offset: number) => this.#values[at + offset] ?? 0;
    return {
      start: value(0),
      end: value(1),
      queueMs: value(2),
      transferMs: value(3),
      lockWaitMs: value(4),
    };
  }

  /** A copy of `operations` samples as plain numbers, for a message; `restore` is its inverse. */
  chunk(first: number, operations: number): Float64Array {
    return this.#values.slice(first * STRIDE, (first + operations) * STRIDE);
  }

  /** What a lane of another process has told of its own samples. */
  tellProgress(done: number, rows: number): void {
    Atomics.store(this.#done, DONE, done);
    this.#rows[ROWS] = rows;
  }

  restore(first: number, chunk: Float64Array): void {
    this.#values.set(chunk, first * STRIDE);
    Atomics.store(this.#done, DONE, first + chunk.length / STRIDE);
  }
}
