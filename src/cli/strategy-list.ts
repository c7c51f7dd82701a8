import {
  laneCount,
  MAX_LANES,
  type ParallelKind,
  parallelKinds,
  parseStrategy,
  type Strategy,
  serial,
  strategyName,
} from "../core/benchmark/strategy.ts";
import { didYouMean } from "../node/did-you-mean.ts";
import { problem, type Reading } from "./option-table.ts";

/** An entry of `--strategies`: a kind, measured with each of the lane counts, or a strategy by its full name. */
export type StrategyEntry = ParallelKind | Strategy;

export function strategyEntry(item: string): Reading<StrategyEntry> {
  const kind = parallelKinds.find((k) => k === item);
  if (kind) return { ok: true, value: kind };
  const strategy = parseStrategy(item.replaceAll(" ", ""));
  if (strategy) return { ok: true, value: strategy };
  const [, name = item, lanes] = /^([^(]*)\((.*)\)$/.exec(item) ?? [];
  if (lanes !== undefined && parallelKinds.some((k) => k === name.trim()))
    return problem(`names “${item}”, but a strategy has from 1 to ${MAX_LANES} lanes.`);
  const meant = didYouMean(name, ["serial", ...parallelKinds]);
  return problem(
    `names “${item}”, which is no strategy: ${["serial", ...parallelKinds].join(", ")}.${meant}`,
  );
}

/** The strategies to measure, in the order given; a kind stands for itself with each of the lane counts. */
export function strategiesOf(entries: readonly StrategyEntry[], lanes: readonly number[]): Strategy[] {
  const all = entries.flatMap((entry) =>
    typeof entry === "string" ? lanes.map((count): Strategy => ({ kind: entry, lanes: count })) : [entry],
  );
  return [serial, ...all].filter(
    (strategy, i, list) => list.findIndex((other) => strategyName(other) === strategyName(strategy)) === i,
  );
}

/** For a sentence: `2, 4 and 7 lanes`. */
export function laneCountsText(strategies: readonly Strategy[]): string {
  const counts = [...new Set(strategies.map(laneCount))].sort((a, b) => a - b);
  return `${new Intl.ListFormat("en").format(counts.map(String))} lanes`;
}
