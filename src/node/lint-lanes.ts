import type { CheckedFile, SearchedFile, SummarisedFile } from "../protocol/lint-batch.ts";

/**
 * Who does the work on files: this thread, or several. What is found is handed over as it comes. A file that cannot be
 * parsed is missing.
 */
export interface LintLanes {
  /** Looks at texts without parsing them. A file that is as it was when it was last searched is left out. */
  search(files: readonly string[], take: (found: readonly SearchedFile[]) => void): Promise<void>;
  /** Parses files, and says what others may need to know of them. */
  summarise(files: readonly string[], take: (found: readonly SummarisedFile[]) => void): Promise<void>;
  check(files: readonly string[], take: (checked: readonly CheckedFile[]) => void): Promise<void>;
}
