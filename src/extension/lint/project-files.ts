import * as vscode from "vscode";
import { DisposableStore } from "../disposable-store.ts";

export const PROJECT_FILE = "pyproject.toml";

/** A workspace with more of them holds installed packages, or test data. */
const MOST_FILES = 500;

/**
 * Where in the workspace a `pyproject.toml` may have a section of ours, those of the folders themselves aside: these are
 * always read. What `files.exclude` hides is not looked for. It is searched in the background: the first findings do
 * not wait for it.
 */
export class ProjectFiles {
  readonly #owned = new DisposableStore();
  readonly #files = new Map<string, vscode.Uri>();

  /** changed: one of them, also those of the folders themselves, was found, edited or deleted */
  constructor(changed: () => void, onError: (error: unknown) => void) {
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(`**/${PROJECT_FILE}`));
    const note = (uri: vscode.Uri) => {
      this.#files.set(uri.toString(), uri);
      changed();
    };
    const forget = (uri: vscode.Uri) => {
      this.#files.delete(uri.toString());
      changed();
    };
    const search = () => this.#search(changed).catch(onError);
    this.#owned.add(watcher.onDidCreate(note));
    this.#owned.add(watcher.onDidChange(note));
    this.#owned.add(watcher.onDidDelete(forget));
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(search));
    void search();
  }

  /** Those inside a workspace folder that are known by now. */
  inside(folder: vscode.WorkspaceFolder): readonly vscode.Uri[] {
    return [...this.#files.values()].filter(
      (uri) => !isOfFolder(uri, folder) && vscode.workspace.getWorkspaceFolder(uri)?.index === folder.index,
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #search(changed: () => void): Promise<void> {
    const found = await vscode.workspace.findFiles(`**/${PROJECT_FILE}`, undefined, MOST_FILES);
    const isNews = found.some((uri) => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      return folder && !isOfFolder(uri, folder) && !this.#files.has(uri.toString());
    });
    for (const uri of found) this.#files.set(uri.toString(), uri);
    if (isNews) changed();
  }
}

function isOfFolder(uri: vscode.Uri, folder: vscode.WorkspaceFolder): boolean {
  return uri.toString() === vscode.Uri.joinPath(folder.uri, PROJECT_FILE).toString();
}
