import type { StrategyName } from "../core/benchmark/strategy.ts";

/** How one strategy looks in every chart of a report. Dashes and symbols tell apart what a theme gives one colour. */
export interface StrategyStyle {
  /** 0 for serial, 1 to 6 for the others, again from 1 after 6; the stylesheet has a colour for each. */
  readonly colour: number;
  readonly stroke: string;
  readonly dash: string | undefined;
}

const colours = 6;
const dashes = [undefined, "6 3", "2 3", "9 3 2 3"] as const;

export function strategyStyle(strategies: readonly StrategyName[], name: StrategyName): StrategyStyle {
  const at = Math.max(0, strategies.indexOf(name));
  const colour = at === 0 ? 0 : ((at - 1) % colours) + 1;
  const dash = at === 0 ? "2 2" : dashes[Math.floor((at - 1) / colours) % dashes.length];
  return { colour, stroke: `var(--strategy-${colour})`, dash };
}
