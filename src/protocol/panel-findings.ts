import type { Severity } from "../core/lint/finding.ts";

/**
 * What the panel's page *Findings* shows. Files go by a number that the host gave them for this page alone: the page
 * learns no path that it does not show, and can ask for no file that it was not told of.
 */
export type FileNumber = number;

/** Counted from 0, the character in UTF-16 units. */
export interface Place {
  readonly file: FileNumber;
  readonly line: number;
  readonly character: number;
}

export interface ShownFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly character: number;
  /** The best that is offered: a safe fix, one to look at first, none. */
  readonly fix: "safe" | "suggestion" | "none";
  readonly related: readonly ShownRelated[];
}

export interface ShownRelated extends Place {
  /** As `ShownFile.name`. */
  readonly name: string;
  readonly message: string;
}

export interface ShownFile {
  readonly file: FileNumber;
  /** For people: relative to the workspace. */
  readonly name: string;
  /** In the order of their places. */
  readonly findings: readonly ShownFinding[];
  /** Why part of it was not checked. */
  readonly note: string | null;
}

/** How the linter is. */
export interface LintStatus {
  readonly state: "off" | "idle" | "checking" | "failed";
  /** Of a check of the whole workspace, while it goes on; the total is 0 while files are still looked for. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Of the whole workspace; null: there was none yet. */
  readonly lastCheck: {
    readonly outcome: "completed" | "cancelled";
    /** Files that were looked at. */
    readonly files: number;
    /** Files that could not be read. */
    readonly unreadable: number;
  } | null;
}

export type FindingsMessage =
  /** Everything, in place of all that was sent before. */
  | {
      readonly type: "show-findings";
      readonly status: LintStatus;
      readonly files: readonly ShownFile[];
      /** The summaries of all rules, by id. */
      readonly rules: Readonly<Record<string, string>>;
    }
  /** What is different from then on: files that are new or changed, and those without findings now. */
  | {
      readonly type: "change-findings";
      readonly status: LintStatus;
      readonly changed: readonly ShownFile[];
      readonly gone: readonly FileNumber[];
    }
  /** To a page that is not shown: how many findings there are. */
  | { readonly type: "count-findings"; readonly count: number };

export type FindingsOrder =
  | ({ readonly type: "open-place" } & Place)
  | { readonly type: "explain-rule"; readonly rule: string }
  | { readonly type: "check-workspace" }
  | { readonly type: "cancel-check" }
  | { readonly type: "restart-linter" }
  | { readonly type: "open-lint-settings" };
