import type { Engine } from "../connection/engine.ts";
import type { Failure } from "./outcome.ts";
import { parallelKindsOf, type Strategy, sessionCount, strategyName } from "./strategy.ts";

/** Free connections of a server that a run leaves to others, besides those that the server itself keeps back. */
const RESERVE = 2;

export interface StrategyBudget {
  readonly engine: Engine;
  /** The most sessions that the plan allows; null: what is free. */
  readonly allowed: number | null;
  /** What the server takes and has. Undefined: it does not tell, or there is no limit. */
  readonly limit: number | undefined;
  readonly inUse: number | undefined;
}

/** Why a strategy must not be started on this engine and server; undefined: it may. */
export function refuseStrategy(strategy: Strategy, budget: StrategyBudget): Failure | undefined {
  const { engine, allowed, limit, inUse } = budget;
  const name = strategyName(strategy);
  if (strategy.kind !== "serial" && !parallelKindsOf(engine).includes(strategy.kind))
    return { reason: "needs-server", detail: "", data: { strategy: name } };
  if (engine === "sqlite") return undefined;
  const sessions = sessionCount(strategy);
  const over = (data: Failure["data"]): Failure => ({
    reason: "over-connection-budget",
    detail: "",
    data: { strategy: name, sessions, ...data },
  });
  if (allowed !== null && sessions > allowed) return over({ allowed });
  if (limit === undefined || inUse === undefined) return undefined;
  const free = Math.max(0, limit - inUse - RESERVE);
  return sessions > free ? over({ free, limit, inUse, reserve: RESERVE }) : undefined;
}
