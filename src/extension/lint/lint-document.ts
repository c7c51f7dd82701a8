import type { DocumentName } from "../../protocol/lint.ts";

/** The language as the editor names it. */
export const PYTHON = "python";

/** A cell, or a document that stands for itself. */
export interface LintText {
  readonly name: DocumentName;
  readonly version: number;
  readonly text: () => string;
}

/** What is open in the editor and to be checked, as it is now. */
export type LintDocument =
  | ({ readonly kind: "text" } & LintText)
  /** The Python cells, in order. */
  | { readonly kind: "notebook"; readonly name: DocumentName; readonly cells: readonly LintText[] };
