import type { Interval } from "./report.ts";
import type { StrategyName } from "./strategy.ts";
import type { Factor } from "./units.ts";

export const comparisonSchema = "lanewise-comparison/1";

/** What a report proves against a baseline, strategy by strategy. Factors are baseline time ÷ report time. */
export interface Comparison {
  readonly schema: typeof comparisonSchema;
  readonly conclusion: "regression" | "improvement" | "no-difference" | "not-comparable";
  readonly strategies: readonly ({ readonly strategy: StrategyName; readonly factor: Factor } & Interval)[];
  /** One sentence or two for people, in English. */
  readonly text: string;
}
