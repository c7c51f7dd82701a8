import type { Engine } from "../connection/engine.ts";

/** How the operations of a trial are spread over lanes. */
export type Strategy = { readonly kind: "serial" } | { readonly kind: ParallelKind; readonly lanes: number };

export type ParallelKind = "threads" | "tasks" | "shared-session" | "processes";

export const parallelKinds = [
  "threads",
  "tasks",
  "shared-session",
  "processes",
] as const satisfies ParallelKind[];

/**
 * Those that make sense on an engine. Tasks share one event loop, so they need a driver that waits for its server:
 * SQLite's computes in the thread that asks, and its tasks would only take turns.
 */
export function parallelKindsOf(engine: Engine): readonly ParallelKind[] {
  return engine === "sqlite" ? parallelKinds.filter((kind) => kind !== "tasks") : parallelKinds;
}

/** A strategy's name in reports, charts and on the command line: `serial`, `threads(2)`. */
export type StrategyName = string;

export const MAX_LANES = 64;

export const serial: Strategy = { kind: "serial" };

export function strategyName(strategy: Strategy): StrategyName {
  return strategy.kind === "serial" ? "serial" : `${strategy.kind}(${strategy.lanes})`;
}

/** The sessions that a strategy holds at a time. */
export function sessionCount(strategy: Strategy): number {
  return strategy.kind === "shared-session" ? 1 : laneCount(strategy);
}

/** The number of lanes that ask for operations. The owner of a shared session is not counted. */
export function laneCount(strategy: Strategy): number {
  return strategy.kind === "serial" ? 1 : strategy.lanes;
}

/** Reads `serial` or `threads(2)`; undefined for anything else, lanes below 1 or above 64 included. */
export function parseStrategy(name: string): Strategy | undefined {
  if (name === "serial") return serial;
  const match = /^([a-z-]+)\((\d{1,3})\)$/.exec(name);
  const kind = parallelKinds.find((k) => k === match?.[1]);
  const lanes = Number(match?.[2]);
  if (!kind || lanes < 1 || lanes > MAX_LANES) return undefined;
  return { kind, lanes };
}
