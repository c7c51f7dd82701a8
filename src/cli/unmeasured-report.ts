import { makeReport } from "../core/benchmark/make-report.ts";
import type { RunOutcome } from "../core/benchmark/outcome.ts";
import type { Plan } from "../core/benchmark/plan.ts";
import type { Environment, Report } from "../core/benchmark/report.ts";
import type { ConnectionProfile } from "../core/connection/profile.ts";

/** What a report says of a run that never reached the database. */
export interface RunFacts {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly lanewise: string;
  readonly environment: Environment;
}

/** The report of an outcome: its own, or one that says why nothing was measured, so that a file is never an old run's. */
export function reportOf(
  outcome: RunOutcome,
  plan: Plan,
  profile: ConnectionProfile,
  facts: () => RunFacts,
): Report {
  if (outcome.report) return outcome.report;
  return makeReport(plan, {
    ...facts(),
    connection: { engine: profile.engine, name: profile.name, settings: {} },
    strategies: plan.strategies.map((strategy) => ({
      strategy,
      trials: [],
      droppedTrials: 0,
      failure: null,
      latency: { samples: 0, p50: null, p90: null, p95: null, p99: null, max: null },
      latencyCurve: [],
      timeline: null,
    })),
    noiseTrialsMs: [],
    materialisation: null,
    overlap: null,
    cutAtRows: null,
    stoppedByRunBudget: false,
    outcome: outcome.status,
    failure: outcome.status === "failed" ? outcome.failure : null,
  });
}
