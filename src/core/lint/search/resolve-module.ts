import { isBuiltIn } from "./built-in-modules.ts";

/** What is asked of the files around: a folder of a disk, or a set of names. Paths are absolute, with `/`. */
export interface Files {
  isFile(path: string): boolean;
}

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

interface Homes {
  readonly packages: readonly string[];
  readonly above: string | undefined;
}

/**
 * Finds the files of the workspace that an import means, as Python would, without knowing its search path: an absolute
 * module is looked for from the folder that holds the importing file's outermost package, then in the folders
 * above and their `src`, last beside the file itself, where it may be run as a script.
 */
export class ModuleResolver {
  readonly #files: Files;
  readonly #roots: readonly string[];
  readonly #homes = new Map<string, Homes>();
  readonly #above = new Map<string, string | undefined>();
  readonly #found = new Map<string, string | undefined>();

  /** Nothing above `roots`, the folders of the workspace, is looked at. A resolver is for one state of the files. */
  constructor(files: Files, roots: readonly string[]) {
    this.#files = files;
    this.#roots = roots;
  }

  /** The file of a module, `a/b.py` or `a/b/__init__.py`; undefined if it is none of the workspace. */
  resolve(from: string, { level, module }: ModuleName): string | undefined {
    const key = `${folderOf(from)}\0${level}\0${module}`;
    if (this.#found.has(key)) return this.#found.get(key);
    const found = level > 0 ? this.#relative(from, level, module) : this.#absolute(from, module);
    this.#found.set(key, found);
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

  #relative(from: string, level: number, module: string): string | undefined {
    let folder = folderOf(from);
    for (let up = 1; up < level; up++) folder = folderOf(folder);
    return this.#inFolder(folder, module);
  }

  #absolute(from: string, module: string): string | undefined {
    const top = module.split(".", 1)[0] ?? "";
    if (isBuiltIn(top)) return undefined;
    const folder = folderOf(from);
    const { packages, above } = this.#homesOf(folder);
    const found = above === undefined ? undefined : this.#upFrom(above, module, this.#rootOf(folder));
    if (found !== undefined || standardModules.has(top)) return found;
    for (const home of packages) {
      const beside = this.#inFolder(home, module);
      if (beside !== undefined) return beside;
    }
    return undefined;
  }

  /** A module in a folder, its `src`, or those above, up to the root. Most files ask the same of the same folders. */
  #upFrom(folder: string, module: string, root: string | undefined): string | undefined {
    const key = `${folder}\0${module}`;
    if (this.#above.has(key)) return this.#above.get(key);
    const isLast = folder === root || root === undefined || folder === folderOf(folder);
    const found =
      this.#inFolder(folder, module) ??
      this.#inFolder(`${folder}/src`, module) ??
      (isLast ? undefined : this.#upFrom(folderOf(folder), module, root));
    this.#above.set(key, found);
    return found;
  }

  /** The packages that a folder lies in, the innermost first, and the folder above them. */
  #homesOf(folder: string): Homes {
    const known = this.#homes.get(folder);
    if (known) return known;
    const root = this.#rootOf(folder);
    const packages: string[] = [];
    let above: string | undefined = folder;
    while (above !== undefined && this.#files.isFile(`${above}/__init__.py`)) {
      packages.push(above);
      const isLast: boolean = above === root || root === undefined || above === folderOf(above);
      above = isLast ? undefined : folderOf(above);
    }
    const homes = { packages, above };
    this.#homes.set(folder, homes);
    return homes;
  }

  #rootOf(folder: string): string | undefined {
    return this.#roots.filter((each) => isInside(folder, each)).sort((a, b) => b.length - a.length)[0];
  }

  #inFolder(folder: string, module: string): string | undefined {
    const path = module === "" ? folder : `${folder}/${module.replaceAll(".", "/")}`;
    const candidates = module === "" ? [`${path}/__init__.py`] : [`${path}/__init__.py`, `${path}.py`];
    return candidates.find((candidate) => this.#files.isFile(candidate));
  }
}

/** With `/` alone; the root of a disk is its own folder. */
function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

function isInside(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith("/") ? root : `${root}/`);
}
