import path from "node:path";
import * as vscode from "vscode";
import type { EnvFile, ForeignSetting, ImportSources } from "./import-sources.ts";

/** More than a workspace has for itself; those of installed packages are nobody's. */
const MOST_FILES = 100;
/** A larger one is no list of variables. */
const MOST_BYTES = 1_000_000;

/** `ImportSources` from VS Code's settings and the workspace's files. */
export const vscodeImportSources: ImportSources = {
  sqltools: () => settings("sqltools", "connections"),
  mssql: () => {
    const groups = settings("mssql", "connectionGroups").flatMap(({ value }) => value);
    return settings("mssql", "connections").map((setting) => ({ ...setting, groups }));
  },
  envFiles,
};

/** The user's, the workspace's and each folder's own: the editor would give only the last of them. */
function settings(section: string, name: string): readonly ForeignSetting[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const first = folders.find(({ uri }) => uri.scheme === "file")?.uri.fsPath;
  const common = vscode.workspace.getConfiguration(section).inspect<unknown>(name);
  const ofFolders = vscode.workspace.isTrusted
    ? folders.map(({ uri }) => ({
        value: vscode.workspace.getConfiguration(section, uri).inspect<unknown>(name)?.workspaceFolderValue,
        folder: uri.fsPath,
      }))
    : [];
  const all = [
    { value: common?.globalValue, folder: first },
    ...(vscode.workspace.isTrusted ? [{ value: common?.workspaceValue, folder: first }] : []),
    ...ofFolders,
  ];
  return all.filter(({ value }) => value !== undefined);
}

async function envFiles(): Promise<readonly EnvFile[]> {
  if (!vscode.workspace.isTrusted) return [];
  const found = await vscode.workspace.findFiles(
    "**/{.env,.env.*,*.env}",
    "**/{node_modules,site-packages,.venv,venv,.git}/**",
    MOST_FILES,
  );
  const local = found.filter(({ scheme }) => scheme === "file");
  local.sort((one, other) => (one.fsPath < other.fsPath ? -1 : 1));
  const files = await Promise.all(local.map(readEnvFile));
  return files.filter((file) => file !== undefined);
}

/** Undefined where it cannot be read, as when it went away. */
async function readEnvFile(uri: vscode.Uri): Promise<EnvFile | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > MOST_BYTES) return undefined;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const name = vscode.workspace.asRelativePath(uri);
    return { name, text, folder: path.dirname(uri.fsPath) };
  } catch {
    return undefined;
  }
}
