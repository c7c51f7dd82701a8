import * as vscode from "vscode";
import { asError, type Log } from "../log.ts";

/** Opens a rule's page in VS Code's own preview of Markdown, or as text where that is switched off. */
export function openRulePage(extensionUri: vscode.Uri, log: Log): (rule: string) => Promise<void> {
  return async (rule) => {
    const page = vscode.Uri.joinPath(extensionUri, "docs", "rules", `${rule}.md`);
    try {
      await vscode.commands.executeCommand("markdown.showPreviewToSide", page);
    } catch (error) {
      log.info(`There is no preview of Markdown: ${asError(error).message}`);
      await vscode.commands.executeCommand("vscode.open", page, vscode.ViewColumn.Beside);
    }
  };
}
