import * as vscode from "vscode";

/** Opens a rule's documentation, offline: it comes with the extension. */
export function explainUri(rule: string): vscode.Uri {
  return vscode.Uri.from({
    scheme: "command",
    path: "lanewise.explainRule",
    query: JSON.stringify([{ rule }]),
  });
}
