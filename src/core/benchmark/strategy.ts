/** How the operations of a trial are spread over lanes. */
export type Strategy = { readonly kind: "serial" } | { readonly kind: ParallelKind; readonly lanes: number };

export type ParallelKind = "threads" | "shared-session" | "processes";

export const parallelKinds = ["threads", "shared-session", "processes"] as const satisfies ParallelKind[];

/** A strategy's name in reports, charts and on the command line: `serial`, `threads(2)`. */
export type StrategyName = string;

export const MAX_LANES = 64;

export const serial: Strategy = { kind: "serial" };

export function strategyName(strategy: Strategy): StrategyName {
  return strategy.kind === "serial" ? "serial" : `${strategy.kind}(${strategy.lanes})`;
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
