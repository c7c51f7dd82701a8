import type { Rule } from "../../core/lint/rule.ts";
import type { CachedLintJob } from "../../node/lint-cache.ts";
import type { LintFilesOutcome } from "../../node/lint-files.ts";

/** What the linter's commands need beside files. */
export interface LintWorld {
  readonly rules: readonly Rule[];
  /** Where the page of a rule is; undefined: it is not installed. */
  readonly documentationOf: (rule: string) => string | undefined;
  readonly checkFiles: CheckFiles;
  /** How many threads are worth it here. */
  readonly threads: number;
  /** Undefined: it was cancelled. */
  readonly readStandardInput: (signal: AbortSignal) => Promise<Uint8Array | undefined>;
}

/** Never rejects for what files or users can cause. */
export type CheckFiles = (job: CachedLintJob) => Promise<LintFilesOutcome>;
