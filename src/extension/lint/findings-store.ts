import type { Text } from "../../core/text/text.ts";
import type { DocumentName, PlacedFinding } from "../../protocol/lint.ts";
import type { Disposable } from "../disposable-store.ts";

/** `off`: by the settings of every folder; `failed`: the lint worker died and is not running. */
export type LintState = "off" | "idle" | "checking" | "failed";

export interface FileFindings {
  readonly findings: readonly PlacedFinding[];
  /** Why part of the file was not checked. */
  readonly note: Text | undefined;
}

/** What is known of the files that were looked at, for those who show it. */
export interface FindingsStore {
  readonly state: LintState;
  /** Of *Check Workspace*, while it goes on; the total is 0 while files are still looked for. */
  readonly progress: { readonly done: number; readonly total: number } | undefined;
  /** Of the last *Check Workspace* since results were cleared. */
  readonly lastCheck: WorkspaceCheck | undefined;
  /** Only files with findings or a note, in no particular order. */
  readonly files: ReadonlyMap<DocumentName, FileFindings>;
  onDidChange(listener: () => void): Disposable;
}

export interface WorkspaceCheck {
  readonly outcome: "completed" | "cancelled";
  /** Files that were looked at. */
  readonly files: number;
  readonly unreadable: readonly { readonly file: string; readonly detail: string }[];
}
