import * as vscode from "vscode";
import type { DocumentName } from "../../protocol/lint.ts";

/** A path for what is a file, else the URI. */
export function documentName(uri: vscode.Uri): DocumentName {
  return uri.scheme === "file" ? uri.fsPath : uri.toString();
}

export function documentUri(name: DocumentName): vscode.Uri {
  const isPath = /^([\\/]|[a-z]:[\\/])/i.test(name);
  return isPath ? vscode.Uri.file(name) : vscode.Uri.parse(name, true);
}
