import { ignorePatterns } from "../../node/gitignore.ts";
import { walkPythonFiles } from "../../node/walk-python-files.ts";
import type { LintFolder } from "../../protocol/lint.ts";

export interface FolderIndexingDeps {
  readonly search: (files: readonly string[]) => Promise<void>;
}

const BATCH = 50;
/** A folder with more of them is no project; what open files import is found in any case. */
const MOST_FILES = 20_000;

/** Looks through the folders of the workspace in the background: who uses what an open file makes is found by that. */
export class FolderIndexing {
  readonly #deps: FolderIndexingDeps;
  readonly #done = new Set<string>();

  constructor(deps: FolderIndexingDeps) {
    this.#deps = deps;
  }

  /** Folders that were looked through before are left out. */
  async start(folders: readonly LintFolder[]): Promise<void> {
    for (const { folder, excludes } of folders) {
      const key = JSON.stringify([folder, excludes]);
      if (this.#done.has(key)) continue;
      this.#done.add(key);
      const patterns = ignorePatterns(folder, excludes);
      const { files } = await walkPythonFiles({
        paths: [folder],
        base: folder,
        respectsGitignore: true,
        excludesIn: async () => [patterns],
      });
      const names = files.slice(0, MOST_FILES).map(({ absolute }) => absolute);
      for (let at = 0; at < names.length; at += BATCH) await this.#deps.search(names.slice(at, at + BATCH));
    }
  }
}
