import { assertNever } from "../core/assert-never.ts";
import type { Report } from "../core/benchmark/report.ts";
import type { ExportFormat } from "./commands/export-report.ts";

/** Exporters are loaded when they are first used: activation does without them. `dist` holds the panel's page. */
export function renderReport(dist: string): (report: Report, format: ExportFormat) => Promise<string> {
  return async (report, format) => {
    switch (format) {
      case "json":
        return `${JSON.stringify(report, null, 2)}\n`;
      case "csv":
        return (await import("../core/benchmark/export/csv.ts")).csv(report);
      case "markdown":
        return (await import("../core/benchmark/export/markdown.ts")).markdown(report);
      case "html": {
        const { htmlReport, readPageAssets } = await import("../node/html-report.ts");
        return htmlReport(report, await readPageAssets(dist));
      }
      default:
        return assertNever(format);
    }
  };
}
