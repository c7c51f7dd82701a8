import type { Files, FolderNames } from "./files.ts";

/** A folder in which modules are looked for. It looks for its names when it is first asked. */
export class ModuleFolder {
  readonly path: string;
  readonly #files: Files;
  #names: FolderNames | undefined;
  /** By dotted name, seen from here; undefined: there is none. */
  readonly #below = new Map<string, ModuleFolder | undefined>();

  constructor(path: string, files: Files) {
    this.path = path;
    this.#files = files;
  }

  /** The file of the package that the folder is; undefined: it is none, or one without a file. */
  get package(): string | undefined {
    return this.#fileOf("__init__.py");
  }

  /** The file of a module, by its dotted name seen from here. */
  moduleAt(dotted: string): string | undefined {
    if (dotted === "") return this.package;
    const dot = dotted.lastIndexOf(".");
    if (dot >= 0) return this.folderAt(dotted.slice(0, dot))?.moduleAt(dotted.slice(dot + 1));
    return this.folderAt(dotted)?.package ?? this.#fileOf(`${dotted}.py`);
  }

  folderAt(dotted: string): ModuleFolder | undefined {
    const dot = dotted.lastIndexOf(".");
    // Most names that are asked for are none of a folder: to remember each of them takes long.
    if (dot < 0 && !this.#listed().folders.has(dotted)) return undefined;
    if (this.#below.has(dotted)) return this.#below.get(dotted);
    const found =
      dot < 0
        ? new ModuleFolder(this.#pathOf(dotted), this.#files)
        : this.folderAt(dotted.slice(0, dot))?.folderAt(dotted.slice(dot + 1));
    this.#below.set(dotted, found);
    return found;
  }

  #fileOf(name: string): string | undefined {
    return this.#listed().files.has(name) ? this.#pathOf(name) : undefined;
  }

  #listed(): FolderNames {
    this.#names ??= this.#files.namesIn(this.path);
    return this.#names;
  }

  #pathOf(name: string): string {
    return this.path === "/" ? `/${name}` : `${this.path}/${name}`;
  }
}
