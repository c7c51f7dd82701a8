import {
  type Circumstance,
  type ComparisonProblem,
  comparisonProblemText,
  comparisonText,
} from "../text/comparison-text.ts";
import { english } from "../text/text.ts";
import { type Comparison, comparisonSchema } from "./comparison.ts";
import { CONFIDENCE, estimateWall, factorOf } from "./estimates.ts";
import { findDifference, noiseGate } from "./noise-gate.ts";
import type { Report } from "./report.ts";
import { bonferroniLevel } from "./statistics/bonferroni.ts";
import type { Factor } from "./units.ts";

/** Two runs share no rounds, so drift between them is not averaged out: fewer trials prove nothing. */
const FEWEST_COMPARABLE_TRIALS = 5;

/**
 * What `report` proves against `baseline`, by the trials of the strategies that both measured. A difference is claimed
 * only where its interval, at a level corrected for the strategies compared, lies wholly beyond both runs' noise gates
 * multiplied, since either run may be off by its own. One strategy proved slower makes a regression.
 */
export function compareReports(baseline: Report, report: Report): Comparison {
  const problem = findProblem(baseline, report);
  if (problem) return notComparable(problem);
  if (!baseline.noise || !report.noise) return notComparable({ problem: "noise-unknown" });
  const gate = noiseGate(baseline.noise) * noiseGate(report.noise);
  const strategies = compareStrategies(baseline, report);
  const conclusion = conclude(strategies, gate);
  const sentences = comparisonText({ conclusion, strategies }, gate, circumstances(baseline, report));
  return { schema: comparisonSchema, conclusion, strategies, text: sentences.map(english).join(" ") };
}

function compareStrategies(baseline: Report, report: Report): Comparison["strategies"] {
  const pairs = comparablePairs(baseline, report);
  const level = bonferroniLevel(CONFIDENCE, pairs.length);
  return pairs.flatMap(([old, now], i) => {
    const factor = factorOf(
      estimateWall(old.trialsMs, baseline.plan.seed, 2 * i),
      // Seeds of the two runs are often equal; another stream keeps their resamples independent.
      estimateWall(now.trialsMs, baseline.plan.seed, 2 * i + 1),
      level,
    );
    return factor ? [{ strategy: now.strategy, ...factor }] : [];
  });
}

function conclude(strategies: Comparison["strategies"], gate: Factor): Comparison["conclusion"] {
  const findings = strategies.map((one) => findDifference(one, gate));
  if (findings.includes("slower")) return "regression";
  return findings.includes("faster") ? "improvement" : "no-difference";
}

function notComparable(problem: ComparisonProblem): Comparison {
  const text = english(comparisonProblemText(problem));
  return { schema: comparisonSchema, conclusion: "not-comparable", strategies: [], text };
}

/** Null: the two can be compared. */
function findProblem(baseline: Report, report: Report): ComparisonProblem | null {
  const [old, now] = [baseline.plan.workload, report.plan.workload];
  const [oldOperations, nowOperations] = [baseline.plan.operations, report.plan.operations];
  if (baseline.connection.engine !== report.connection.engine) return { problem: "engine-differs" };
  if (old.sql.trim() !== now.sql.trim()) return { problem: "sql-differs" };
  if (JSON.stringify(old.parameters) !== JSON.stringify(now.parameters))
    return { problem: "parameters-differ" };
  if (old.fetch !== now.fetch) return { problem: "fetch-differs", baseline: old.fetch, report: now.fetch };
  if (old.rowLimit !== now.rowLimit) {
    const [was, is] = [old.rowLimit, now.rowLimit].map((limit) => limit?.toString() ?? "none");
    return { problem: "row-limit-differs", baseline: was ?? "", report: is ?? "" };
  }
  if (oldOperations !== nowOperations) {
    return { problem: "operations-differ", baseline: oldOperations, report: nowOperations };
  }
  if (commonPairs(baseline, report).length === 0) return { problem: "no-common-strategy" };
  if (comparablePairs(baseline, report).length === 0) {
    return { problem: "too-few-trials", needed: FEWEST_COMPARABLE_TRIALS };
  }
  return null;
}

function commonPairs(baseline: Report, report: Report) {
  return report.strategies.flatMap((now) => {
    const old = baseline.strategies.find(({ strategy }) => strategy === now.strategy);
    return old ? [[old, now] as const] : [];
  });
}

function comparablePairs(baseline: Report, report: Report) {
  return commonPairs(baseline, report).filter((pair) =>
    pair.every(({ trialsMs }) => trialsMs.length >= FEWEST_COMPARABLE_TRIALS),
  );
}

/** What an older report does not tell cannot be called different. */
function circumstances(baseline: Report, report: Report): Circumstance[] {
  const [old, now] = [baseline.environment, report.environment];
  const differs = (a: string | number, b: string | number) => a !== b && a !== "" && b !== "";
  const settings = (of: Report) => JSON.stringify(Object.entries(of.connection.settings).sort());
  const found: [Circumstance, boolean][] = [
    ["database", differs(baseline.connection.name, report.connection.name)],
    ["settings", settings(baseline) !== settings(report)],
    ["machine", differs(old.cpuModel, now.cpuModel) || differs(old.cpus, now.cpus)],
    ["operating system", differs(old.os, now.os)],
    ["Node", differs(old.node, now.node)],
    ["engine", differs(old.engineVersion, now.engineVersion)],
    ["driver", differs(old.driver, now.driver)],
  ];
  return found.flatMap(([circumstance, isDifferent]) => (isDifferent ? [circumstance] : []));
}
