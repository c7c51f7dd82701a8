import type { Milliseconds } from "../core/benchmark/units.ts";

/** The machine's monotonic clock: the same in all threads and processes. */
export function now(): Milliseconds {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** CPU time of the calling thread; null where Node cannot tell (below 22.19). */
export function threadCpuMs(): Milliseconds | null {
  if (!process.threadCpuUsage) return null;
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Sleeps the calling thread (never a main thread) until an instant of `now`. */
export function sleepUntil(at: Milliseconds): void {
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  for (let left = at - now(); left > 0; left = at - now()) Atomics.wait(nothing, 0, 0, left);
}
