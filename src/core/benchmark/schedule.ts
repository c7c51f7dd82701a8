import type { Plan } from "./plan.ts";
import type { Report } from "./report.ts";
import { seededRandom } from "./statistics/random.ts";
import type { Strategy } from "./strategy.ts";
import { serial } from "./strategy.ts";
import type { Milliseconds } from "./units.ts";

/** One trial to be measured. The A/A pair's second `serial` is measured like all others but judged apart. */
export interface Turn {
  readonly strategy: Strategy;
  readonly isNoise: boolean;
}

/** Early stop: every interval is narrower than this, as a share of its factor. It never looks at the sign. */
const TIGHT_ENOUGH = 0.06;

/** All strategies and the A/A pair's second `serial`, in an order drawn anew for every round (Fisher & Yates). */
export function roundOrder(plan: Plan, strategies: readonly Strategy[], round: number): Turn[] {
  const random = seededRandom(plan.seed + round);
  const turns: Turn[] = [
    ...strategies.map((strategy) => ({ strategy, isNoise: false })),
    { strategy: serial, isNoise: true },
  ];
  for (let i = turns.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [turns[i], turns[j]];
    if (a && b) [turns[i], turns[j]] = [b, a];
  }
  return turns;
}

export type Stop = "tight" | "maximum" | "run-budget";

/** Whether the run ends after this many full rounds; undefined: it goes on. */
export function whyStop(
  plan: Plan,
  rounds: number,
  elapsedMs: Milliseconds,
  report: Report,
): Stop | undefined {
  if (rounds >= plan.trials.maximum) return "maximum";
  if (rounds >= plan.trials.minimum && isTight(report)) return "tight";
  if (elapsedMs >= plan.limits.runMs) return "run-budget";
  return undefined;
}

function isTight(report: Report): boolean {
  const intervals = report.strategies.flatMap(({ speedup }) => (speedup ? [speedup] : []));
  if (report.noise) intervals.push(report.noise);
  return intervals.every(({ factor, low, high }) => (high - low) / factor <= TIGHT_ENOUGH);
}
