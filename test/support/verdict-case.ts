import { makeReport } from "../../src/core/benchmark/make-report.ts";
import type { Measured, MeasuredStrategy, Trial } from "../../src/core/benchmark/measured.ts";
import type { PlanRequest } from "../../src/core/benchmark/plan.ts";
import type { Cause, Environment, Verdict } from "../../src/core/benchmark/report.ts";
import { parseStrategy, serial, strategyName } from "../../src/core/benchmark/strategy.ts";
import { measuredStrategy, sampleMeasured, samplePlan } from "./sample-report.ts";

/** A run of quiet trials, for tests that are about the verdict. */
export interface VerdictCase {
  /** Median wall time per strategy, in the plan's order; trials lie within ±1 %. */
  readonly walls: Readonly<Record<string, number>>;
  readonly noiseMs?: readonly number[];
  readonly environment?: Partial<Environment>;
  readonly plan?: Partial<PlanRequest>;
  readonly measured?: Partial<Measured>;
  readonly change?: (one: MeasuredStrategy, name: string) => MeasuredStrategy;
}

/** Five trials within ±1 %. */
export const around = (ms: number) => [0.99, 1, 1.01, 1.005, 0.995].map((part) => ms * part);

export function verdictOf({
  walls,
  noiseMs,
  environment,
  plan: request,
  measured,
  change,
}: VerdictCase): Verdict {
  const parallel = Object.keys(walls).flatMap((name) => {
    const strategy = parseStrategy(name);
    return strategy && strategy.kind !== "serial" ? [strategy] : [];
  });
  const strategies = [serial, ...parallel].map((strategy) => {
    const name = strategyName(strategy);
    const one = measuredStrategy(strategy, around(walls[name] ?? 1000));
    return change ? change(one, name) : one;
  });
  const sample = sampleMeasured();
  const plan = samplePlan({ strategies: parallel, ...request });
  const report = makeReport(plan, {
    ...sample,
    strategies,
    noiseTrialsMs: noiseMs ?? around(walls["serial"] ?? 1000),
    ...measured,
    environment: { ...sample.environment, ...environment },
  });
  return report.verdict;
}

export const causesIn = (verdict: Verdict) => verdict.causes.map(({ cause }) => cause);
export const evidenceFor = (verdict: Verdict, cause: Cause) =>
  verdict.causes.find((one) => one.cause === cause)?.evidence;
export const changeTrials = (one: MeasuredStrategy, change: (trial: Trial, i: number) => Trial) => ({
  ...one,
  trials: one.trials.map(change),
});
