import { isBuiltIn } from "./built-in-modules.ts";
import type { Files } from "./files.ts";
import { ModuleFolder } from "./module-folder.ts";

/** A module as an import names it. */
export interface ModuleName {
  /** The dots of a relative import. */
  readonly level: number;
  /** Dotted, without those dots; may be empty then. */
  readonly module: string;
}

/**
 * Modules of Python's own library whose names a program may use for its own, too: a file beside the importing one that
 * has such a name is not what is meant, if both are parts of a package.
 */
const standardModules = new Set(
  `calendar code copy email html http keyword numbers parser platform profile queue random resource sched select selectors
  site statistics symbol test token tokenize trace`.split(/\s+/),
);

/** Whether a module may have others inside: it is a package, or none of the workspace. */
export function mayHoldModules(file: string | undefined): boolean {
  return file === undefined || file.endsWith("/__init__.py");
}

/** Where modules are looked for that the files of a folder import. */
interface Place {
  readonly folder: ModuleFolder;
  /** The packages that the folder lies in, the innermost first. */
  readonly packages: readonly ModuleFolder[];
  /** The folder above them, its `src`, and so on up to the root. */
  readonly above: readonly ModuleFolder[];
  /** What was found before, by the name as an import gives it. */
  readonly found: Map<string, string | undefined>;
}

/**
 * Finds the files of the workspace that an import means, as Python would, without knowing its search path: an absolute
 * module is looked for from the folder that holds the importing file's outermost package, then in the folders
 * above and their `src`, last beside the file itself, where it may be run as a script.
 */
export class ModuleResolver {
  readonly #files: Files;
  readonly #roots: readonly string[];
  readonly #folders = new Map<string, ModuleFolder>();
  readonly #places = new Map<string, Place>();

  /** Nothing above `roots`, the folders of the workspace, is looked at. A resolver is for one state of the files. */
  constructor(files: Files, roots: readonly string[]) {
    this.#files = files;
    this.#roots = roots;
  }

  /** The file of a module, `a/b.py` or `a/b/__init__.py`; undefined if it is none of the workspace. */
  resolve(from: string, { level, module }: ModuleName): string | undefined {
    const place = this.#placeOf(folderOf(from));
    const key = level > 0 ? ".".repeat(level) + module : module;
    if (place.found.has(key)) return place.found.get(key);
    const dot = module.lastIndexOf(".");
    // In a module that is a file there is no other: most of what is asked for are its functions and classes.
    const isThere = dot < 0 || mayHoldModules(this.resolve(from, { level, module: module.slice(0, dot) }));
    const found = !isThere
      ? undefined
      : level > 0
        ? this.#relative(place, level, module)
        : absolute(place, module);
    place.found.set(key, found);
    return found;
  }

  /** The files of a module and the packages around it that an import runs, each with its dotted name. */
  chain(from: string, { level, module }: ModuleName): { readonly file: string; readonly name: string }[] {
    const parts = module === "" ? [] : module.split(".");
    const modules = parts.map((_, index) => parts.slice(0, index + 1).join("."));
    if (level > 0) modules.unshift("");
    return modules.flatMap((name) => {
      const file = this.resolve(from, { level, module: name });
      return file === undefined ? [] : [{ file, name }];
    });
  }

  #relative({ folder }: Place, level: number, module: string): string | undefined {
    let path = folder.path;
    for (let up = 1; up < level; up++) path = folderOf(path);
    return this.#folderAt(path).moduleAt(module);
  }

  #placeOf(path: string): Place {
    const known = this.#places.get(path);
    if (known) return known;
    const root = this.#roots.filter((each) => isInside(path, each)).sort((a, b) => b.length - a.length)[0];
    const isLast = (folder: string) => folder === root || root === undefined || folder === folderOf(folder);
    const packages: ModuleFolder[] = [];
    const above: ModuleFolder[] = [];
    for (let at: string | undefined = path; at !== undefined; at = isLast(at) ? undefined : folderOf(at)) {
      const folder = this.#folderAt(at);
      if (above.length === 0 && folder.package !== undefined) packages.push(folder);
      else above.push(...[folder, folder.folderAt("src")].filter((each) => each !== undefined));
    }
    const place = { folder: this.#folderAt(path), packages, above, found: new Map() };
    this.#places.set(path, place);
    return place;
  }

  #folderAt(path: string): ModuleFolder {
    const known = this.#folders.get(path);
    if (known) return known;
    const folder = new ModuleFolder(path, this.#files);
    this.#folders.set(path, folder);
    return folder;
  }
}

function absolute({ packages, above }: Place, module: string): string | undefined {
  const top = module.split(".", 1)[0] ?? "";
  if (isBuiltIn(top)) return undefined;
  return firstWith(above, module) ?? (standardModules.has(top) ? undefined : firstWith(packages, module));
}

function firstWith(folders: readonly ModuleFolder[], module: string): string | undefined {
  for (const folder of folders) {
    const found = folder.moduleAt(module);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** With `/` alone; the root of a disk is its own folder. */
function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

function isInside(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith("/") ? root : `${root}/`);
}
