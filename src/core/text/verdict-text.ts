import { assertNever } from "../assert-never.ts";
import { FEWEST_TRIALS } from "../benchmark/estimates.ts";
import { noiseGate } from "../benchmark/noise-gate.ts";
import type {
  Cause,
  CauseEvidence,
  Conclusion,
  Report,
  StrategyReport,
  Verdict,
} from "../benchmark/report.ts";
import type { StrategyName } from "../benchmark/strategy.ts";
import { causeFigures } from "./cause-text.ts";
import { formatFactor, formatShare } from "./format-number.ts";
import { type Text, text } from "./text.ts";

/**
 * The verdict as one sentence, and a second one for its main cause. Never says more than the verdict proves.
 * Takes a report's verdict and the report, or their parts while they are made.
 */
export function verdictText(
  verdict: Omit<Verdict, "text">,
  report: Pick<Report, "strategies" | "noise">,
): readonly Text[] {
  if (verdict.conclusion === "cannot-judge") return cannotJudgeText(verdict, report.strategies);
  const about = strategyJudged(verdict, report.strategies);
  const cause = verdict.causes[0];
  const figures = cause && explains(cause, about, verdict.conclusion) ? causeFigures(cause) : null;
  const conclusion = conclusionText(verdict, report, about);
  return figures ? [conclusion, figures] : [conclusion];
}

/** The parallel strategy whose factor the verdict gives. */
function strategyJudged(verdict: Omit<Verdict, "text">, strategies: readonly StrategyReport[]): StrategyName {
  if (verdict.best !== "serial") return verdict.best;
  const judged = parallelOf(strategies).find(({ speedup }) => speedup?.factor === verdict.factor);
  return judged?.strategy ?? verdict.best;
}

function parallelOf(strategies: readonly StrategyReport[]): readonly StrategyReport[] {
  return strategies.filter(({ strategy }) => strategy !== "serial");
}

/** Beside the conclusion stands only what is about the same strategy; and lanes that compute explain only a gain. */
function explains({ cause, evidence }: CauseEvidence, about: StrategyName, conclusion: Conclusion): boolean {
  if (cause === "lane-cpu-bound" && conclusion !== "parallel-helps") return false;
  const { strategy } = evidence;
  return strategy === undefined || strategy === about;
}

function conclusionText(
  verdict: Omit<Verdict, "text">,
  report: Pick<Report, "strategies" | "noise">,
  about: StrategyName,
): Text {
  const { conclusion } = verdict;
  const factor = verdict.factor ?? 1;
  const [low, high] = verdict.interval ?? [factor, factor];
  const isOnlyOne = parallelOf(report.strategies).length === 1;
  switch (conclusion) {
    case "parallel-helps":
      return text("Parallel helps: {strategy} is {factor} times as fast as serial ({low} to {high}).", {
        strategy: about,
        ...factors(factor, low, high),
      });
    case "parallel-hurts":
      return text(
        isOnlyOne
          ? "Parallel hurts: {strategy} takes {factor} times as long as serial ({low} to {high})."
          : "Parallel hurts: even {strategy}, the fastest parallel strategy, takes {factor} times as long as serial ({low} to {high}).",
        { strategy: about, ...factors(1 / factor, 1 / high, 1 / low) },
      );
    case "no-difference": {
      const gate = formatShare((report.noise ? noiseGate(report.noise) : 1) - 1);
      return text(
        isOnlyOne
          ? "No difference that can be shown: {strategy} came out {factor} times as fast as serial ({low} to {high}); this run can show differences beyond {gate}."
          : "No difference that can be shown: {strategy}, the fastest parallel strategy, came out {factor} times as fast as serial ({low} to {high}); this run can show differences beyond {gate}.",
        { strategy: about, ...factors(factor, low, high), gate },
      );
    }
    case "cannot-judge":
      return text("This cannot be judged.");
    default:
      return assertNever(conclusion);
  }
}

function factors(factor: number, low: number, high: number) {
  return { factor: formatFactor(factor), low: formatFactor(low), high: formatFactor(high) };
}

function cannotJudgeText({ causes }: Omit<Verdict, "text">, strategies: readonly StrategyReport[]): Text[] {
  const [main] = causes;
  if (!main) return [missingFiguresText(strategies)];
  const figures = causeFigures(main);
  return figures ? [obstacleText(main.cause), figures] : [obstacleText(main.cause)];
}

function obstacleText(cause: Cause): Text {
  switch (cause) {
    case "too-noisy":
      return text("This cannot be judged: the machine was too restless to tell the strategies apart.");
    case "too-short-to-measure":
      return text("This cannot be judged: the trials were too short.");
    case "data-changed":
      return text("This cannot be judged: the trials did not all read the same data.");
    case "more-lanes-than-cores":
    case "lane-cpu-bound":
    case "lock-waits":
    case "shared-session-queues":
    case "event-loop-busy":
    case "server-lock-waits":
    case "server-cpu-saturated":
    case "network-bound":
    case "result-materialisation":
      return text("This cannot be judged.");
    default:
      return assertNever(cause);
  }
}

/** Why there are no figures to judge: nothing to compare, failures, or too few trials. */
function missingFiguresText(strategies: readonly StrategyReport[]): Text {
  const serial = strategies.find(({ strategy }) => strategy === "serial");
  const parallel = parallelOf(strategies);
  if (parallel.length === 0) {
    return text("Only serial was measured: there is nothing to compare it with.");
  }
  if (serial?.outcome === "failed") {
    return text("This cannot be judged: serial, which all others are compared with, failed.");
  }
  if (parallel.every(({ outcome }) => outcome === "failed")) {
    return parallel.length === 1
      ? text("This cannot be judged: {strategy} failed.", { strategy: parallel[0]?.strategy ?? "" })
      : text("This cannot be judged: every parallel strategy failed.");
  }
  return text("This cannot be judged: at least {trials} finished trials of each strategy are needed.", {
    trials: FEWEST_TRIALS,
  });
}
