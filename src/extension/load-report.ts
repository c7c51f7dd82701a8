import type { Report } from "../core/benchmark/report.ts";

/** The core's own reader, loaded when the first stored report is read. */
export async function loadReport(json: unknown): Promise<Report | undefined> {
  const { readReport } = await import("../core/benchmark/read-report.ts");
  const read = readReport(json);
  return read.ok ? read.report : undefined;
}
