import path from "node:path";
import { defaultLintConfig, type LintConfig } from "../../core/lint/config.ts";
import type { LintFolder } from "../../protocol/lint.ts";

/** The folders of the workspace with their settings. */
export class Folders {
  #folders: readonly LintFolder[] = [];
  #fallback: LintConfig = defaultLintConfig;

  set(folders: readonly LintFolder[], fallback: LintConfig): void {
    // Of nested folders the inner one holds.
    this.#folders = folders.toSorted((a, b) => b.folder.length - a.folder.length);
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
    return this.#folders.find(({ folder }) =>
      file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep),
    );
  }

  configOf(file: string): LintConfig {
    return this.of(file)?.config ?? this.#fallback;
  }
}
