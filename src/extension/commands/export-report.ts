import type { Report } from "../../core/benchmark/report.ts";
import { text } from "../../core/text/text.ts";
import type { Dialogs } from "../dialogs.ts";
import type { Offers } from "../offers.ts";
import type { Results } from "../panel/results.ts";

export type ExportFormat = "html" | "markdown" | "csv" | "json";

export interface ExportReportDeps {
  readonly results: Results;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  readonly render: (report: Report, format: ExportFormat) => Promise<string>;
}

const formats = [
  { format: "html", extension: "html", kind: "HTML", detail: "the whole panel in one file, with its charts" },
  { format: "markdown", extension: "md", kind: "Markdown", detail: "for an issue or a merge request" },
  { format: "csv", extension: "csv", kind: "CSV", detail: "one line per trial, for a spreadsheet" },
  { format: "json", extension: "json", kind: "JSON", detail: "all that was measured, to compare later" },
] as const satisfies readonly {
  format: ExportFormat;
  extension: string;
  kind: string;
  detail: string;
}[];

/** Writes the shown report into a file and offers to open it. */
export async function exportReport({ results, dialogs, offers, render }: ExportReportDeps): Promise<void> {
  await results.restore();
  const report = results.report;
  if (!report) {
    dialogs.say(
      "info",
      text("There is no report to export. Run a benchmark, or open one from the history."),
      [offers.runBenchmark, offers.showHistory],
    );
    return;
  }
  const chosen = await dialogs.pickFromList({
    title: text("Export Report"),
    placeholder: text("Format"),
    items: formats.map((format) => ({ label: format.kind, description: format.detail, value: format })),
  });
  if (!chosen) return;
  const target = await dialogs.saveFile({
    title: text("Export Report"),
    name: `${proposedName(report)}.${chosen.extension}`,
    kind: chosen.kind,
    extension: chosen.extension,
  });
  if (!target) return;
  const problem = await target.write(await render(report, chosen.format));
  if (problem === undefined)
    dialogs.say("info", text("The report was saved as {file}.", { file: target.path }), [
      { label: text("Open"), run: () => target.open() },
    ]);
  else dialogs.say("error", text("The report could not be saved: {problem}", { problem }));
}

/** `lanewise-christmas-2026-11-20`: the database and the day, whatever characters its name holds. */
function proposedName({ connection, startedAt }: Report): string {
  const database = connection.name.replace(/\.[^.]*$/, "").replace(/[^\p{L}\p{N}_-]+/gu, "-");
  return `lanewise-${database}-${startedAt.slice(0, 10)}`;
}
