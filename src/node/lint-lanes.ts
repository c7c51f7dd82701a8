import type { FileSummary } from "../core/lint/index/summary.ts";
import type { FileScan } from "../core/lint/search/import-graph.ts";
import type { Text } from "../core/text/text.ts";
import type { PlacedFinding } from "../protocol/lint.ts";

/** Who does the work on files: this thread, or several. A file that cannot be parsed is missing in the answers. */
export interface LintLanes {
  /** Looks at texts without parsing them. Files that are as they were at the last search are missing in the answer. */
  search(files: readonly string[]): Promise<readonly SearchedFile[]>;
  /** Parses files, and says what others may need to know of them. */
  summarise(files: readonly string[]): Promise<readonly SummarisedFile[]>;
  /** Tells what is known of all files that were summarised, before any is checked. */
  learn(summaries: ReadonlyMap<string, FileSummary>): void;
  check(files: readonly string[]): Promise<readonly CheckedFile[]>;
}

export type SearchedFile =
  | { readonly file: string; readonly scan: FileScan }
  | { readonly file: string; readonly unreadable: string };

export interface SummarisedFile {
  readonly file: string;
  readonly summary: FileSummary;
}

export interface CheckedFile {
  readonly file: string;
  readonly findings: readonly PlacedFinding[];
  /** Why it was not checked, or not wholly. */
  readonly note: Text | undefined;
}
