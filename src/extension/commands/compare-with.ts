import type { Comparison } from "../../core/benchmark/comparison.ts";
import type { Report } from "../../core/benchmark/report.ts";
import { text } from "../../core/text/text.ts";
import type { Dialogs } from "../dialogs.ts";
import type { Offers } from "../offers.ts";
import type { Results } from "../panel/results.ts";

/** Compares the shown report with a stored one, by its id. */
export type CompareWith = (id: string) => Promise<void>;

export interface CompareWithDeps {
  readonly results: Results;
  readonly readReport: (id: string) => Promise<Report | undefined>;
  readonly compare: (baseline: Report, report: Report) => Promise<Comparison>;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  readonly formatTime: (iso: string) => string;
  readonly reveal: () => void;
}

export function compareWith(deps: CompareWithDeps): CompareWith {
  return async (id) => {
    const { results, readReport, compare, dialogs, offers, formatTime, reveal } = deps;
    const report = results.report;
    if (!report) return;
    const baseline = await readReport(id);
    if (!baseline) {
      dialogs.say("error", text("The report is gone or cannot be read."), [offers.showLog]);
      return;
    }
    const result = await compare(baseline, report);
    // Another report may be shown by now: the comparison would not be its own.
    if (results.report !== report) return;
    results.compare({ with: `${baseline.connection.name}, ${formatTime(baseline.startedAt)}`, result });
    reveal();
  };
}
