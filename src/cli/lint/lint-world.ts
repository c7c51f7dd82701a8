import type { LintConfig } from "../../core/lint/config.ts";
import type { Rule } from "../../core/lint/rule.ts";
import type { Text } from "../../core/text/text.ts";
import type { PlacedFinding } from "../../protocol/lint.ts";

/** What the linter's commands need beside files. */
export interface LintWorld {
  readonly rules: readonly Rule[];
  /** Where the page of a rule is; undefined: it is not installed. */
  readonly documentationOf: (rule: string) => string | undefined;
  readonly checkFiles: CheckFiles;
  /** How many threads are worth it here. */
  readonly threads: number;
  readonly readStandardInput: () => Promise<Uint8Array>;
}

/** Never rejects for what files or users can cause. */
export type CheckFiles = (job: CheckJob) => Promise<CheckOutcome>;

export interface CheckJob {
  readonly files: readonly FileToCheck[];
  readonly threads: number;
  /** Where results of earlier checks are kept, an absolute path; undefined: nothing is kept. */
  readonly cacheFolder: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

export interface FileToCheck {
  /** Absolute path. */
  readonly file: string;
  readonly config: LintConfig;
  /** Instead of what the file holds. */
  readonly text: string | undefined;
}

export type CheckOutcome =
  | { readonly status: "completed"; readonly files: ReadonlyMap<string, CheckedFile> }
  | { readonly status: "cancelled" }
  | { readonly status: "failed"; readonly detail: string };

export interface CheckedFile {
  /** The files of related places as absolute paths. */
  readonly findings: readonly PlacedFinding[];
  /** Why it was not checked, or not wholly. */
  readonly problem: Text | undefined;
  /** The system gave nothing to read. */
  readonly isUnreadable: boolean;
}
