import { type CauseInput, findCauses } from "./find-causes.ts";
import type { JudgedStrategy } from "./make-strategy-report.ts";
import { findDifference, noiseGate } from "./noise-gate.ts";
import type { CauseEvidence, Noise, Verdict } from "./report.ts";
import type { Factor, Milliseconds } from "./units.ts";

/**
 * What the figures prove. A difference is claimed only where its interval, at a level corrected for the number of
 * strategies (Bonferroni), lies wholly beyond the gate of the A/A pair (`noise-gate.ts`).
 *
 * How liberal is that at few trials? There an interval spans its samples from end to end, so a claim needs all trials
 * of the strategy on one side of all trials of both serials, and a gap wider than the serials' own spread. For equal
 * strategies the first alone happens in 2 ÷ C(3n, n) of the runs: 2.4 % at 3 trials, 0.07 % at 5. Simulated with four
 * equal strategies at 3 % noise (`verdict-simulation.test.ts`; 500 runs), none claims a difference at 3, 5 or 15 trials;
 * without the gate 28 %, 6 % and 1.4 % would.
 */

/** An A/A interval that reaches further than this from 1 hides differences that matter. */
export const NOISE_LIMIT = 0.15;

/** Lanes start up to 0.3 ms late; below this wall time that alone can pass for a difference. */
const SHORTEST_SERIAL_MS: Milliseconds = 5;

export interface VerdictInput extends Omit<CauseInput, "about" | "gate"> {
  readonly noise: Noise | null;
  readonly dataChange: CauseEvidence | null;
}

type Judgement = Omit<Verdict, "text">;

export function judge(input: VerdictInput): Judgement {
  const { noise } = input;
  const serial = input.strategies.find(({ strategy }) => strategy.kind === "serial");
  const parallel = input.strategies.filter(isComparable).toSorted((a, b) => factorIn(b) - factorIn(a));
  const [fastest] = parallel;
  if (!noise || !fastest || serial?.report.outcome === "failed") {
    return { ...undecided(fastest), causes: input.dataChange ? [input.dataChange] : [] };
  }

  const gate = noiseGate(noise);
  const obstacles = [...(input.dataChange ? [input.dataChange] : []), ...tooShort(serial)];
  if (obstacles.length > 0) return { ...undecided(fastest), causes: obstacles };

  const proved = parallel.filter((one) => finding(one, gate) === "faster");
  if (proved.length > 0) {
    const best = fewestLanesAmongEquals(proved, gate);
    const causes = findCauses({ ...input, about: best, gate });
    return { conclusion: "parallel-helps", best: best.report.strategy, ...figures(best), causes };
  }
  const causes = findCauses({ ...input, about: fastest, gate });
  if (finding(fastest, gate) === "slower") {
    return { conclusion: "parallel-hurts", best: "serial", ...figures(fastest), causes };
  }
  if (gate > 1 + NOISE_LIMIT) {
    const locks = causes.filter(({ cause }) => cause === "lock-waits" || cause === "server-lock-waits");
    return { ...undecided(fastest), causes: [tooNoisy(noise), ...locks] };
  }
  return { conclusion: "no-difference", best: "serial", ...figures(fastest), causes };
}

function isComparable({ strategy, report }: JudgedStrategy): boolean {
  return strategy.kind !== "serial" && report.outcome !== "failed" && report.speedup !== null;
}

function finding({ report }: JudgedStrategy, gate: Factor) {
  return report.speedup ? findDifference(report.speedup, gate) : "not-shown";
}

function factorIn({ report }: JudgedStrategy): Factor {
  return report.speedup?.factor ?? 0;
}

/** Lanes cost sessions and memory: of strategies that cannot be told apart, the one with the fewest is the best. */
function fewestLanesAmongEquals(proved: readonly JudgedStrategy[], gate: Factor): JudgedStrategy {
  const best = proved[0] as JudgedStrategy;
  const tied = proved.filter((one) => factorIn(best) / factorIn(one) <= Math.min(gate, 1 + NOISE_LIMIT));
  return tied.toSorted((a, b) => a.report.lanes - b.report.lanes)[0] ?? best;
}

function figures(one: JudgedStrategy | undefined): Pick<Judgement, "factor" | "interval"> {
  const speedup = one?.report.speedup;
  return { factor: speedup?.factor ?? null, interval: speedup ? [speedup.low, speedup.high] : null };
}

function undecided(fastest: JudgedStrategy | undefined): Omit<Judgement, "causes"> {
  return { conclusion: "cannot-judge", best: "serial", ...figures(fastest) };
}

function tooShort(serial: JudgedStrategy | undefined): CauseEvidence[] {
  const medianMs = serial?.wall.medianMs ?? null;
  if (medianMs === null || medianMs >= SHORTEST_SERIAL_MS) return [];
  return [{ cause: "too-short-to-measure", evidence: { medianMs, limitMs: SHORTEST_SERIAL_MS } }];
}

function tooNoisy({ low, high }: Noise): CauseEvidence {
  return { cause: "too-noisy", evidence: { low, high, limit: NOISE_LIMIT } };
}
