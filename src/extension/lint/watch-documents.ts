import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../disposable-store.ts";
import { documentName } from "./document-name.ts";
import { type LintScope, notebookOf } from "./lint-scope.ts";
import type { Linter } from "./linter.ts";

/** Tells the linter of what is opened, changed, saved and closed, from now on and what is open already. */
export function watchDocuments(linter: Linter, scope: LintScope): Disposable {
  const { workspace } = vscode;
  const owned = new DisposableStore();
  const openText = (document: vscode.TextDocument) => {
    const text = scope.text(document);
    if (text) linter.open(text);
  };
  const openNotebook = (document: vscode.NotebookDocument) => {
    const notebook = scope.notebook(document);
    if (notebook) linter.open(notebook);
  };
  const changeNotebook = (document: vscode.NotebookDocument) => {
    const notebook = scope.notebook(document);
    if (notebook) linter.changeNotebook(notebook);
  };

  owned.add(workspace.onDidOpenTextDocument(openText));
  owned.add(workspace.onDidOpenNotebookDocument(openNotebook));
  owned.add(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      const notebook = notebookOf(document);
      if (notebook) return changeNotebook(notebook);
      linter.edit(
        documentName(document.uri),
        document.version,
        contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
          start: rangeOffset,
          end: rangeOffset + rangeLength,
          text,
        })),
      );
    }),
  );
  owned.add(
    workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
      // Outputs and metadata change too, while a notebook runs.
      const isText = contentChanges.length > 0 || cellChanges.some(({ document }) => document !== undefined);
      if (isText) changeNotebook(notebook);
    }),
  );
  owned.add(workspace.onDidSaveTextDocument(({ uri }) => linter.save(documentName(uri))));
  owned.add(workspace.onDidSaveNotebookDocument(({ uri }) => linter.save(documentName(uri))));
  owned.add(workspace.onDidCloseTextDocument(({ uri }) => linter.close(documentName(uri))));
  owned.add(workspace.onDidCloseNotebookDocument(({ uri }) => linter.close(documentName(uri))));

  workspace.textDocuments.forEach(openText);
  workspace.notebookDocuments.forEach(openNotebook);
  return owned;
}
