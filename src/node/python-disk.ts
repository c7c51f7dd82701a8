import { type Dirent, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Files } from "../core/lint/search/resolve-module.ts";
import { decodePython } from "./python-text.ts";
import { reasonOf } from "./system-error.ts";

export type ReadText =
  | { readonly ok: true; readonly text: string }
  /** `detail` completes a sentence that names the file; `isGone`: there is no such file. */
  | { readonly ok: false; readonly detail: string; readonly isGone: boolean };

/** The files of the disk, as the linter names them. What folders hold is remembered until it is told of a change. */
export class PythonDisk implements Files {
  readonly #folders = new Map<string, ReadonlySet<string>>();

  read(file: string): ReadText {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(file);
    } catch (error) {
      const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
      return { ok: false, detail: `cannot be read: ${reasonOf(error)}`, isGone };
    }
    const decoded = decodePython(bytes);
    return decoded.ok
      ? { ok: true, text: decoded.source.text }
      : { ok: false, detail: decoded.problem, isGone: false };
  }

  isFile(file: string): boolean {
    const slash = Math.max(file.lastIndexOf("/"), file.lastIndexOf(path.sep));
    return this.#filesIn(file.slice(0, slash) || "/").has(file.slice(slash + 1));
  }

  /** Files appeared or vanished. */
  forget(): void {
    this.#folders.clear();
  }

  #filesIn(folder: string): ReadonlySet<string> {
    const known = this.#folders.get(folder);
    if (known) return known;
    const files = new Set(list(folder).flatMap((each) => (each.isDirectory() ? [] : each.name)));
    this.#folders.set(folder, files);
    return files;
  }
}

/** A folder that cannot be read holds nothing for us. */
function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
