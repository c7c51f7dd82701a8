import type { FileSummary } from "./summary.ts";

/** Equal for summaries that say the same. */
export function summaryKey(summary: FileSummary): string {
  return JSON.stringify(summary);
}
