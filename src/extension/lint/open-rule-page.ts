import * as vscode from "vscode";

/** Opens a rule's page in VS Code's own preview of Markdown, or as text where that is switched off. */
export function openRulePage(extensionUri: vscode.Uri): (rule: string) => Promise<void> {
  return async (rule) => {
    const page = vscode.Uri.joinPath(extensionUri, "docs", "rules", `${rule}.md`);
    const commands = await vscode.commands.getCommands(true);
    const hasPreview = commands.includes("markdown.showPreviewToSide");
    if (hasPreview) await vscode.commands.executeCommand("markdown.showPreviewToSide", page);
    else await vscode.commands.executeCommand("vscode.open", page, vscode.ViewColumn.Beside);
  };
}
