import path from "node:path";
import type * as vscode from "vscode";

/** Reports belong to a workspace; those of windows without one share a folder. */
export function reportFolder({ storageUri, globalStorageUri }: vscode.ExtensionContext): string {
  return path.join((storageUri ?? globalStorageUri).fsPath, "reports");
}
