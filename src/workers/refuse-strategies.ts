import type { Failure } from "../core/benchmark/outcome.ts";
import { refuseStrategy, type StrategyBudget } from "../core/benchmark/refuse-strategy.ts";
import type { StrategyResults } from "./strategy-results.ts";

/**
 * Strategies that must not be started fail before anything is opened for them. The run has only to end when serial is
 * one of them, or no other is left: then this is why.
 */
export function refuseStrategies(
  [serial, ...parallel]: readonly StrategyResults[],
  budget: StrategyBudget,
): Failure | undefined {
  for (const results of [...(serial ? [serial] : []), ...parallel]) {
    const refusal = refuseStrategy(results.strategy, budget);
    if (refusal) results.fail(refusal);
  }
  if (serial?.failure) return serial.failure;
  const isLeft = parallel.length === 0 || parallel.some(({ failure }) => failure === null);
  return isLeft ? undefined : (parallel[0]?.failure ?? undefined);
}
