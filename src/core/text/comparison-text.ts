import { assertNever } from "../assert-never.ts";
import type { Comparison } from "../benchmark/comparison.ts";
import { findDifference } from "../benchmark/noise-gate.ts";
import type { Factor } from "../benchmark/units.ts";
import { formatFactor, formatShare } from "./format-number.ts";
import { type Text, text } from "./text.ts";

/** Why two reports cannot be compared. */
export type ComparisonProblem =
  | { readonly problem: "engine-differs" | "sql-differs" | "parameters-differ" | "no-common-strategy" }
  | { readonly problem: "fetch-differs"; readonly baseline: string; readonly report: string }
  | { readonly problem: "row-limit-differs"; readonly baseline: string; readonly report: string }
  | { readonly problem: "operations-differ"; readonly baseline: number; readonly report: number }
  | { readonly problem: "too-few-trials"; readonly needed: number }
  | { readonly problem: "noise-unknown" };

/** What differs between two comparable runs and may explain a difference by itself. */
export type Circumstance =
  | "database"
  | "settings"
  | "machine"
  | "operating system"
  | "Node"
  | "engine"
  | "driver";

export function comparisonProblemText(problem: ComparisonProblem): Text {
  switch (problem.problem) {
    case "engine-differs":
      return text("Not comparable: the reports are of different database engines.");
    case "sql-differs":
      return text("Not comparable: the reports measured different SQL.");
    case "parameters-differ":
      return text("Not comparable: the parameters of the query differ.");
    case "no-common-strategy":
      return text("Not comparable: the reports have no strategy in common.");
    case "fetch-differs":
      return text('Not comparable: the baseline fetched "{baseline}", the report "{report}".', {
        baseline: problem.baseline,
        report: problem.report,
      });
    case "row-limit-differs":
      return text(
        "Not comparable: the row limit was {baseline} in the baseline and is {report} in the report.",
        {
          baseline: problem.baseline,
          report: problem.report,
        },
      );
    case "operations-differ":
      return text(
        "Not comparable: {baseline} operations per trial in the baseline, {report} in the report.",
        {
          baseline: problem.baseline,
          report: problem.report,
        },
      );
    case "too-few-trials":
      return text(
        "Not comparable: both reports need at least {needed} trials of a strategy, and of serial measured against itself.",
        { needed: problem.needed },
      );
    case "noise-unknown":
      return text("Not comparable: a report lacks its noise, serial measured against itself.");
    default:
      return assertNever(problem);
  }
}

/** What is proved, for which strategies and by how much, and under what different circumstances. */
export function comparisonText(
  { conclusion, strategies }: Omit<Comparison, "text" | "schema">,
  gate: Factor,
  circumstances: readonly Circumstance[],
): Text[] {
  const found = strategies.map((one) => ({ ...one, finding: findDifference(one, gate) }));
  const slower = found.filter(({ finding }) => finding === "slower").toSorted((a, b) => a.factor - b.factor);
  const faster = found.filter(({ finding }) => finding === "faster").toSorted((a, b) => b.factor - a.factor);
  const sentences = [
    ...slower.map((one, i) =>
      text(
        i === 0
          ? "Regression: {strategy} takes {factor} times as long as in the baseline ({low} to {high})."
          : "{strategy} takes {factor} times as long ({low} to {high}).",
        {
          strategy: one.strategy,
          ...figures({ factor: 1 / one.factor, low: 1 / one.high, high: 1 / one.low }),
        },
      ),
    ),
    ...faster.map((one, i) =>
      text(
        i === 0 && slower.length === 0
          ? "Improvement: {strategy} is {factor} times as fast as in the baseline ({low} to {high})."
          : "{strategy} is {factor} times as fast ({low} to {high}).",
        { strategy: one.strategy, ...figures(one) },
      ),
    ),
  ];
  if (conclusion === "no-difference") {
    sentences.push(
      text("No difference that can be shown; these two reports can show differences beyond {gate}.", {
        gate: formatShare(gate - 1),
      }),
    );
  }
  if (circumstances.length > 0) {
    sentences.push(
      text("Not everything was equal: {circumstances} changed between the two runs.", {
        circumstances: circumstances.join(", "),
      }),
    );
  }
  return sentences;
}

function figures({ factor, low, high }: { factor: Factor; low: Factor; high: Factor }) {
  return { factor: formatFactor(factor), low: formatFactor(low), high: formatFactor(high) };
}
