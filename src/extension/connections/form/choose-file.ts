import * as vscode from "vscode";
import type { TextField } from "../../../core/connection/form-fields.ts";
import { formLabels } from "../../../core/text/connection-form-text.ts";

/** Asks for the file of a field; undefined when the user gives up. */
export async function chooseFile(field: TextField): Promise<string | undefined> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file");
  const databases = {
    [vscode.l10n.t("SQLite databases")]: ["db", "sqlite", "sqlite3", "db3", "s3db"],
  };
  const certificates = { [vscode.l10n.t("PEM files")]: ["pem", "crt", "cer", "key"] };
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t(formLabels[field]),
    openLabel: vscode.l10n.t("Choose"),
    filters: { ...(field === "path" ? databases : certificates), [vscode.l10n.t("All files")]: ["*"] },
    ...(folder ? { defaultUri: folder.uri } : {}),
  });
  return chosen?.[0]?.fsPath;
}
