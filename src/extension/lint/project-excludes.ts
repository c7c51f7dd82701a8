import { type IgnorePatterns, ignorePatterns, isIgnored } from "../../node/gitignore.ts";

/** What the `pyproject.toml` of folders leaves out, as it was last read. */
export class ProjectExcludes {
  readonly #folders = new Map<string, IgnorePatterns>();

  /** folder: absolute path; patterns: as in a .gitignore, in place of what was said of the folder before */
  put(folder: string, patterns: readonly string[]): void {
    if (patterns.length > 0) this.#folders.set(folder, ignorePatterns(folder, patterns));
    else this.#folders.delete(folder);
  }

  /** file: absolute path */
  holds(folder: string, file: string): boolean {
    const patterns = this.#folders.get(folder);
    return patterns !== undefined && isIgnored([patterns], file, false);
  }
}
