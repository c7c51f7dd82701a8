import path from "node:path";
import { type IgnorePatterns, ignorePatterns, isIgnored } from "../../node/gitignore.ts";

/** What the section `[tool.lanewise]` of folders leaves out, as it was last read. */
export class ProjectExcludes {
  readonly #folders = new Map<string, ReadonlyMap<string, IgnorePatterns>>();

  /**
   * In place of what was said of the workspace folder before. projects: of the folder and of those inside it that have
   * a section of their own, by absolute path; the patterns are as in a .gitignore.
   */
  put(
    folder: string,
    projects: readonly { readonly folder: string; readonly patterns: readonly string[] }[],
  ): void {
    const known = projects.map(
      (project) => [project.folder, ignorePatterns(project.folder, project.patterns)] as const,
    );
    this.#folders.set(folder, new Map(known));
  }

  /** By the nearest section above the file alone. file: absolute path, in the workspace folder */
  holds(folder: string, file: string): boolean {
    const projects = this.#folders.get(folder);
    if (!projects) return false;
    for (let at = path.dirname(file); ; at = path.dirname(at)) {
      const patterns = projects.get(at);
      if (patterns) return isIgnored([patterns], file, false);
      if (at === folder || at === path.dirname(at)) return false;
    }
  }
}
