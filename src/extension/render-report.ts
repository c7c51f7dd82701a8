import { readFile } from "node:fs/promises";
import path from "node:path";
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
        const { htmlReport } = await import("../node/html-report.ts");
        const [script, style] = await Promise.all(
          ["panel.js", "panel.css"].map((file) => readFile(path.join(dist, file), "utf8")),
        );
        return htmlReport(report, { script: script ?? "", style: style ?? "" });
      }
      default:
        return assertNever(format);
    }
  };
}
