import path from "node:path";
import type * as vscode from "vscode";
import { ReportStore } from "../node/report-store.ts";
import { loadReport } from "./load-report.ts";
import type { Log } from "./log.ts";

const KEPT_REPORTS = 100;

/** Reports belong to a workspace; those of windows without one share a folder. */
export function openReportStore(
  { storageUri, globalStorageUri }: Pick<vscode.ExtensionContext, "storageUri" | "globalStorageUri">,
  log: Log,
): ReportStore {
  return new ReportStore({
    folder: path.join((storageUri ?? globalStorageUri).fsPath, "reports"),
    keep: KEPT_REPORTS,
    readReport: loadReport,
    warn: (message) => log.warn(message),
  });
}
