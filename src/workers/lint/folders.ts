import path from "node:path";
import { defaultLintConfig, type LintConfig } from "../../core/lint/config.ts";
import type { LintFolder, LintProject } from "../../protocol/lint.ts";

/** The folders of the workspace with their settings. */
export class Folders {
  #folders: readonly LintFolder[] = [];
  #fallback: LintConfig = defaultLintConfig;

  set(folders: readonly LintFolder[], fallback: LintConfig): void {
    this.#folders = folders;
    this.#fallback = fallback;
  }

  get all(): readonly LintFolder[] {
    return this.#folders;
  }

  get roots(): readonly string[] {
    return this.#folders.map(({ folder }) => folder);
  }

  /** Undefined: it lies in none. */
  of(file: string): LintFolder | undefined {
    return innermost(this.#folders, file);
  }

  configOf(file: string): LintConfig {
    const folder = this.of(file);
    return (folder && projectOf(folder, file).config) ?? this.#fallback;
  }
}

/** What holds for a file of a workspace folder, or for a folder in it. */
export function projectOf(folder: LintFolder, file: string): LintProject {
  return innermost(folder.projects, file) ?? folder;
}

/** Of nested folders the inner one holds. */
function innermost<Each extends LintProject>(folders: readonly Each[], file: string): Each | undefined {
  let found: Each | undefined;
  for (const each of folders)
    if (isIn(each.folder, file) && each.folder.length >= (found?.folder.length ?? 0)) found = each;
  return found;
}

function isIn(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
