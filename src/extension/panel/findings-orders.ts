import type { DocumentName, Position } from "../../protocol/lint.ts";

/** What the page *Findings* may have done. */
export interface FindingsOrders {
  openPlace(document: DocumentName, at: Position): unknown;
  explainRule(rule: string): unknown;
  checkWorkspace(): unknown;
  cancelCheck(): unknown;
  restartLinter(): unknown;
  openSettings(): unknown;
}
