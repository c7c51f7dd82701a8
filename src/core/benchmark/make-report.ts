import { english } from "../text/text.ts";
import { verdictText } from "../text/verdict-text.ts";
import { findDataChange } from "./data-change.ts";
import { CONFIDENCE, estimateWall, factorOf, type WallEstimate } from "./estimates.ts";
import { makeNotes } from "./make-notes.ts";
import { type JudgedStrategy, makeStrategyReport } from "./make-strategy-report.ts";
import type { Measured } from "./measured.ts";
import type { Plan } from "./plan.ts";
import { type Noise, type Report, type ReportPlan, reportSchema } from "./report.ts";
import { bonferroniLevel } from "./statistics/bonferroni.ts";
import { strategyName } from "./strategy.ts";
import { judge } from "./verdict.ts";

/**
 * Turns what was measured so far into the report, during a run and at its end. The same plan and measurements give the
 * same report: resampling is seeded by the plan. Takes a few milliseconds for 5 strategies and 15 trials.
 */
export function makeReport(plan: Plan, measured: Measured): Report {
  const walls = measured.strategies.map((one, i) =>
    estimateWall(
      one.trials.map((trial) => trial.wallMs),
      plan.seed,
      i + 1,
    ),
  );
  const serialWall = walls[measured.strategies.findIndex((one) => one.strategy.kind === "serial")];
  const level = bonferroniLevel(CONFIDENCE, plan.strategies.length - 1);
  const judged = measured.strategies.map((one, i): JudgedStrategy => {
    const wall = walls[i] as WallEstimate;
    const factor = serialWall ? factorOf(serialWall, wall, level) : null;
    const speedup = factor && one.strategy.kind === "serial" ? { factor: 1, low: 1, high: 1 } : factor;
    return makeStrategyReport(one, measured, plan.operations, wall, speedup);
  });
  const noise = serialWall ? makeNoise(plan, measured, serialWall) : null;
  const strategies = judged.map(({ report }) => report);
  const notes = makeNotes(plan, measured, judged);
  const verdict = judge({
    strategies: judged,
    engine: measured.connection.engine,
    environment: measured.environment,
    fetch: plan.workload.fetch,
    materialisation: measured.materialisation,
    level,
    noise,
    dataChange: findDataChange(measured.strategies),
  });
  return {
    schema: reportSchema,
    id: measured.id,
    startedAt: measured.startedAt,
    durationMs: measured.durationMs,
    lanewise: measured.lanewise,
    outcome: measured.outcome,
    failure: measured.failure,
    connection: measured.connection,
    environment: measured.environment,
    plan: makeReportPlan(plan),
    strategies,
    noise,
    verdict: { ...verdict, text: verdictText(verdict, { strategies, noise }).map(english).join(" ") },
    notes,
  };
}

function makeReportPlan(plan: Plan): ReportPlan {
  return { ...plan, strategies: plan.strategies.map(strategyName) };
}

/** The A/A pair is one comparison of its own, so its level needs no correction. */
function makeNoise(plan: Plan, { noiseTrialsMs }: Measured, serialWall: WallEstimate): Noise | null {
  const factor = factorOf(serialWall, estimateWall(noiseTrialsMs, plan.seed, 0), CONFIDENCE);
  return factor && { strategy: "serial", ...factor, trialsMs: noiseTrialsMs };
}
