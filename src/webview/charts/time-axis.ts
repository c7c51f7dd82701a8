import type { Milliseconds } from "../../core/benchmark/units.ts";

export interface TimeAxis {
  readonly unit: "µs" | "ms" | "s";
  /** Milliseconds to the axis's unit. */
  readonly scale: (ms: Milliseconds) => number;
  /** The longest time, in the axis's unit. */
  readonly to: number;
}

/** The unit in which times up to `longest` have few digits. */
export function timeAxis(longest: Milliseconds): TimeAxis {
  const [unit, perMs] =
    longest >= 10_000
      ? (["s", 0.001] as const)
      : longest < 1
        ? (["µs", 1000] as const)
        : (["ms", 1] as const);
  return { unit, scale: (ms) => ms * perMs, to: (longest > 0 ? longest : 1) * perMs };
}
