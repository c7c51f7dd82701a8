import type { Conclusion } from "../../core/benchmark/report.ts";
import { onOneLine } from "../../core/sql/on-one-line.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { ReportStore, ReportSummary } from "../../node/report-store.ts";
import type { Dialogs, PickItem } from "../dialogs.ts";
import type { Offers } from "../offers.ts";
import type { Results } from "../panel/results.ts";
import type { WorkspaceMemory } from "../workspace-memory.ts";
import type { CompareWith } from "./compare-with.ts";

export interface ShowHistoryDeps {
  readonly store: ReportStore;
  readonly results: Results;
  readonly memory: WorkspaceMemory;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  readonly t: (text: Text) => string;
  readonly formatTime: (iso: string) => string;
  readonly compareWith: CompareWith;
  readonly reveal: () => void;
}

const signs: Readonly<Record<Conclusion, string>> = {
  "parallel-helps": "$(arrow-up)",
  "parallel-hurts": "$(arrow-down)",
  "no-difference": "$(dash)",
  "cannot-judge": "$(question)",
};

const LABEL_LENGTH = 48;

/** The stored reports: open one, delete it, or compare the shown one with it. */
export async function showHistory(deps: ShowHistoryDeps): Promise<void> {
  const { store, results, dialogs, offers, reveal } = deps;
  await results.restore();
  const summaries = await store.list();
  if (summaries.length === 0) {
    dialogs.say("info", text("No benchmark was run in this workspace yet."), [offers.runBenchmark]);
    return;
  }
  const chosen = await dialogs.pickFromList({
    title: text("Benchmark History"),
    placeholder: text("A report to show"),
    items: historyItems(deps, summaries),
    onButton: async ({ id }, button) => {
      if (button === "compare") {
        await deps.compareWith(id);
        return undefined;
      }
      await store.delete(id);
      await results.forget(id);
      const left = await store.list();
      return left.length === 0 ? undefined : historyItems(deps, left);
    },
  });
  if (!chosen) return;
  const report = await store.read(chosen.id);
  if (!report) {
    dialogs.say("error", text("The report is gone or cannot be read."), [offers.showLog]);
    return;
  }
  await results.show(report);
  reveal();
}

/** One line per report: what was asked and what came out; below it the verdict. */
export function historyItems(
  { results, memory, t, formatTime }: Pick<ShowHistoryDeps, "results" | "memory" | "t" | "formatTime">,
  summaries: readonly ReportSummary[],
): PickItem<ReportSummary>[] {
  const shown = results.report?.id;
  return summaries.map((summary) => {
    const { id, startedAt, connection, sql, conclusion, verdict, outcome } = summary;
    const marks = [
      ...(id === shown ? [t(text("shown"))] : []),
      ...(id === memory.baseline ? [t(text("baseline"))] : []),
      ...(outcome === "completed"
        ? []
        : [outcome === "cancelled" ? t(text("cancelled")) : t(text("failed"))]),
    ];
    const compare = {
      id: "compare",
      icon: "diff",
      tooltip: t(text("Compare the shown report with this one")),
    };
    const remove = { id: "delete", icon: "trash", tooltip: t(text("Delete")) };
    return {
      label: `${signs[conclusion]} ${shortened(onOneLine(sql) ?? sql.replace(/\s+/g, " "))}`,
      description: [...marks, formatTime(startedAt), connection].join(" · "),
      detail: verdict,
      value: summary,
      buttons: shown !== undefined && id !== shown ? [compare, remove] : [remove],
    };
  });
}

/** Leaves room on the line for what tells equal statements apart. */
function shortened(line: string): string {
  return line.length > LABEL_LENGTH ? `${line.slice(0, LABEL_LENGTH - 1)}…` : line;
}
