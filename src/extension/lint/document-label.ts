import * as vscode from "vscode";
import type { DocumentName } from "../../protocol/lint.ts";
import { documentUri } from "./document-name.ts";

/** How people know a document: its path in the workspace, a notebook's cell by its number. */
export function documentLabel(name: DocumentName): string {
  const uri = documentUri(name);
  if (uri.scheme !== "vscode-notebook-cell") return vscode.workspace.asRelativePath(uri);
  const notebook = vscode.workspace.asRelativePath(vscode.Uri.file(uri.path));
  const cell = vscode.workspace.notebookDocuments
    .flatMap((document) => document.getCells())
    .find(({ document }) => document.uri.toString() === uri.toString());
  return cell ? vscode.l10n.t("{0}, cell {1}", notebook, cell.index + 1) : notebook;
}
