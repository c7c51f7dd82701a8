import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../disposable-store.ts";

/** What tells the linter something of a project: its code, its settings and the versions of its libraries. */
const WATCHED = "**/{*.py,pyproject.toml,requirements*.txt,*.lock,pdm.lock,Pipfile}";

/** Changes come in swarms: a branch is switched, a formatter runs. */
const SWARM_MS = 100;

/** Hears of files that changed on disk, a swarm at a time. */
export function watchFiles(
  heard: (changed: readonly string[], deleted: readonly string[]) => void,
): Disposable {
  const owned = new DisposableStore();
  const isThere = new Map<string, boolean>();
  let timer: NodeJS.Timeout | undefined;
  const note =
    (there: boolean) =>
    ({ scheme, fsPath }: vscode.Uri) => {
      if (scheme !== "file") return;
      isThere.set(fsPath, there);
      timer ??= setTimeout(() => {
        timer = undefined;
        const files = [...isThere.entries()];
        isThere.clear();
        const those = (wanted: boolean) => files.flatMap(([file, is]) => (is === wanted ? [file] : []));
        heard(those(true), those(false));
      }, SWARM_MS);
    };
  const watcher = owned.add(vscode.workspace.createFileSystemWatcher(WATCHED));
  owned.add(watcher.onDidCreate(note(true)));
  owned.add(watcher.onDidChange(note(true)));
  owned.add(watcher.onDidDelete(note(false)));
  owned.add({ dispose: () => clearTimeout(timer) });
  return owned;
}
