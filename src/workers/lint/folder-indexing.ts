import { ignorePatterns } from "../../node/gitignore.ts";
import { walkPythonFiles } from "../../node/walk-python-files.ts";
import type { LintFolder } from "../../protocol/lint.ts";
import { projectOf } from "./folders.ts";

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
    for (const each of folders) {
      const { folder, excludes, projects } = each;
      const key = JSON.stringify([folder, excludes, projects.map((project) => project.excludes)]);
      if (this.#done.has(key)) continue;
      this.#done.add(key);
      const { files } = await walkPythonFiles({
        paths: [folder],
        base: folder,
        respectsGitignore: true,
        excludesIn: async (inner) =>
          projectOf(each, inner).excludes.map(({ base, patterns }) => ignorePatterns(base, patterns)),
      });
      const names = files.slice(0, MOST_FILES).map(({ absolute }) => absolute);
      for (let at = 0; at < names.length; at += BATCH) await this.#deps.search(names.slice(at, at + BATCH));
    }
  }
}
