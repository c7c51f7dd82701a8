import * as vscode from "vscode";
import { documentName } from "./document-name.ts";
import { type LintDocument, type LintText, PYTHON } from "./lint-document.ts";
import type { LintSettings } from "./lint-settings.ts";
import type { ProjectExcludes } from "./project-excludes.ts";

/** What of the editor's documents is checked. */
export class LintScope {
  readonly #settings: (uri: vscode.Uri) => LintSettings;
  readonly #projects: ProjectExcludes;

  constructor(settings: (uri: vscode.Uri) => LintSettings, projects: ProjectExcludes) {
    this.#settings = settings;
    this.#projects = projects;
  }

  /** All that is open and to be checked. */
  *documents(): Generator<LintDocument> {
    for (const document of vscode.workspace.textDocuments) {
      const text = this.text(document);
      if (text) yield text;
    }
    for (const notebook of vscode.workspace.notebookDocuments) {
      const cells = this.notebook(notebook);
      if (cells) yield cells;
    }
  }

  text(document: vscode.TextDocument): (LintDocument & { readonly kind: "text" }) | undefined {
    return document.languageId === PYTHON && !document.isClosed && this.#holds(document.uri)
      ? { kind: "text", ...textOf(document) }
      : undefined;
  }

  notebook(notebook: vscode.NotebookDocument): (LintDocument & { readonly kind: "notebook" }) | undefined {
    if (notebook.isClosed || !this.#holds(notebook.uri)) return undefined;
    const cells = notebook
      .getCells()
      .filter(isPythonCell)
      .map(({ document }) => textOf(document));
    return { kind: "notebook", name: documentName(notebook.uri), cells };
  }

  /** Not old versions, outputs and comparisons, which stand under schemes of their own; nor what is excluded. */
  #holds(uri: vscode.Uri): boolean {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const isOwn =
      uri.scheme === "file" ||
      uri.scheme === "untitled" ||
      folders.some((folder) => folder.uri.scheme === uri.scheme);
    if (!isOwn) return false;
    const { enabled, excludes } = this.#settings(uri);
    return enabled && !this.#isExcluded(uri, excludes);
  }

  #isExcluded(uri: vscode.Uri, globs: readonly string[]): boolean {
    if (uri.scheme === "untitled") return false;
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder && this.#projects.holds(folder.uri.fsPath, uri.fsPath)) return true;
    // `match` reads no more of a document than this.
    const document = { uri, languageId: PYTHON } as vscode.TextDocument;
    return globs.some((glob) => {
      const pattern = folder ? new vscode.RelativePattern(folder, glob) : glob;
      return vscode.languages.match({ pattern }, document) > 0;
    });
  }
}

function textOf(document: vscode.TextDocument): LintText {
  return { name: documentName(document.uri), version: document.version, text: () => document.getText() };
}

export function isPythonCell({ kind, document }: vscode.NotebookCell): boolean {
  return kind === vscode.NotebookCellKind.Code && document.languageId === PYTHON;
}

/** The notebook that this document is a cell of. */
export function notebookOf({ uri }: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (uri.scheme !== "vscode-notebook-cell") return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document.uri.toString() === uri.toString()),
  );
}
