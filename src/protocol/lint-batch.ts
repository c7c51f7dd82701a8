import type { LintConfig } from "../core/lint/config.ts";
import type { FileSummary } from "../core/lint/index/summary.ts";
import type { FileScan } from "../core/lint/search/import-graph.ts";
import type { Text } from "../core/text/text.ts";
import type { PlacedFinding } from "./lint.ts";

/** What a file was like when it was read. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  /** Of the content. */
  readonly hash: string;
}

/** What a look at a file's text says, or why there is none. `stamp`: where it was asked for. */
export type SearchedFile =
  | { readonly file: string; readonly scan: FileScan; readonly stamp?: FileStamp }
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
  /** The files that it asked for what they say, where that was asked for; some say nothing. */
  readonly rests?: readonly string[];
}

/** What a thread of a batch has to know before its first order. */
export interface BatchSetting {
  /** The folder that the files' project lies in, an absolute path. */
  readonly root: string;
  readonly config: LintConfig;
  /** Of files for which another one holds. */
  readonly configs: ReadonlyMap<string, LintConfig>;
  /** Instead of what files hold. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether answers tell what they rest on: the stamps of files, and which others were asked. */
  readonly isTraced: boolean;
}

/** Each order is answered once; a thread does one at a time. Files that cannot be read or parsed are missing in answers. */
export type ToLintBatch =
  | { readonly type: "prepare"; readonly setting: BatchSetting }
  | { readonly type: "search"; readonly files: readonly string[] }
  | { readonly type: "summarise"; readonly files: readonly string[] }
  /** Not answered. All summaries that findings may rest on, before the first check. */
  | { readonly type: "learn"; readonly summaries: readonly SummarisedFile[] }
  | { readonly type: "check"; readonly files: readonly string[] };

export type FromLintBatch =
  | { readonly type: "searched"; readonly found: readonly SearchedFile[] }
  | { readonly type: "summarised"; readonly summaries: readonly SummarisedFile[] }
  | { readonly type: "checked"; readonly files: readonly CheckedFile[] };
