import type { LintConfig } from "../core/lint/config.ts";
import type { Severity } from "../core/lint/finding.ts";
import type { Text } from "../core/text/text.ts";

/** Both count from 0, the character in UTF-16 units, as in VS Code. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Span {
  readonly start: Position;
  readonly end: Position;
}

/** A finding whose places are lines and characters. */
export interface PlacedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly text: Text;
  readonly related: readonly { readonly file: string; readonly span: Span; readonly text: Text }[];
  readonly fixes: readonly PlacedFix[];
  readonly unnecessary: boolean;
}

export interface PlacedFix {
  readonly title: Text;
  readonly safe: boolean;
  /** In the finding's own file, not overlapping, ascending. */
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** A document is named by its absolute path; one that is no file (untitled, a notebook's cell) by its URI. */
export type DocumentName = string;

/** Offsets in UTF-16 units in the text as it was before this edit and after those before it in the list. */
export interface DocumentEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What holds in a folder and below. */
export interface LintProject {
  /** Absolute path. */
  readonly folder: string;
  readonly config: LintConfig;
  /** What the index leaves out: patterns as in a .gitignore, relative to the absolute path `base`. */
  readonly excludes: readonly { readonly base: string; readonly patterns: readonly string[] }[];
}

/** A workspace folder with its settings. */
export interface LintFolder extends LintProject {
  /** Folders inside it that have a section `[tool.lanewise]` of their own: it holds there instead. */
  readonly projects: readonly LintProject[];
  /** The chosen interpreter's site-packages, for library versions. */
  readonly sitePackages: string | undefined;
}

/** What the worker's thread is started with. `Port` is a MessagePort of Node. */
export interface LintWorkerData<Port> {
  /** `editor`: speaks `ToLintWorker`. `batch`: speaks `ToLintBatch`, see `lint-batch.ts`. */
  readonly role: "editor" | "batch";
  /** Everything that comes in here is sent back as it is: the sign of life of a worker that does not hang. */
  readonly pulse: Port | undefined;
}

export type ToLintWorker =
  /** First, and again when settings or folders change: everything open is checked again. */
  | { readonly type: "configure"; readonly folders: readonly LintFolder[]; readonly fallback: LintConfig }
  | {
      readonly type: "open-document";
      readonly file: DocumentName;
      readonly version: number;
      readonly text: string;
    }
  | {
      readonly type: "change-document";
      readonly file: DocumentName;
      readonly version: number;
      readonly edits: readonly DocumentEdit[];
    }
  /** All cells in order, whenever one of them changes. The cells share a model; each is answered by its own name. */
  | {
      readonly type: "open-notebook";
      readonly file: DocumentName;
      readonly cells: readonly {
        readonly cell: DocumentName;
        readonly version: number;
        readonly text: string;
      }[];
    }
  | { readonly type: "close-document"; readonly file: DocumentName }
  /** On disk, also what is open. */
  | {
      readonly type: "files-changed";
      readonly changed: readonly string[];
      readonly deleted: readonly string[];
    }
  | { readonly type: "check-files"; readonly id: number; readonly files: readonly string[] }
  | { readonly type: "cancel-check"; readonly id: number };

export type FromLintWorker =
  | {
      readonly type: "findings";
      readonly file: DocumentName;
      /** Of the document that was checked; undefined: the file on disk. */
      readonly version: number | undefined;
      readonly findings: readonly PlacedFinding[];
      /** Why part of it was not checked. */
      readonly note: Text | undefined;
    }
  | { readonly type: "check-progress"; readonly id: number; readonly done: number; readonly total: number }
  | {
      readonly type: "check-finished";
      readonly id: number;
      readonly outcome: "completed" | "cancelled";
      /** Files that were looked at. */
      readonly files: number;
      readonly unreadable: readonly { readonly file: string; readonly detail: string }[];
    };
