import * as vscode from "vscode";
import { type ExplorerSettings, pinnedName } from "./explorer-settings.ts";

/** The name of the connection that the file in front is pinned to; undefined where it is not. */
export function pinnedConnection(settings: (file: vscode.Uri) => ExplorerSettings): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
  if (!uri || !folder) return undefined;
  const { path } = folder.uri;
  const below = path.endsWith("/") ? path : `${path}/`;
  return uri.path.startsWith(below)
    ? pinnedName(settings(uri).forFolder, uri.path.slice(below.length))
    : undefined;
}
