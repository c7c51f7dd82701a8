/** What is asked of the files around: a disk, or a list of paths. Paths are absolute, with `/`. */
export interface Files {
  /** Of a folder that is not there: nothing. */
  namesIn(folder: string): FolderNames;
}

export interface FolderNames {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

export const noNames: FolderNames = { files: new Set(), folders: new Set() };

/** Files, and those of some paths beside them: documents that are open, or texts that are given. */
export function filesWith(paths: () => Iterable<string>, others?: Files): Files {
  return {
    namesIn: (folder) => {
      const names = others?.namesIn(folder) ?? noNames;
      const start = folder.endsWith("/") ? folder : `${folder}/`;
      const below = [...paths()]
        .filter((path) => path.startsWith(start))
        .map((path) => path.slice(start.length));
      if (below.length === 0) return names;
      const isInside = (path: string) => path.includes("/");
      return {
        files: new Set([...names.files, ...below.filter((path) => !isInside(path))]),
        folders: new Set([
          ...names.folders,
          ...below.filter(isInside).map((path) => path.split("/", 1)[0] ?? ""),
        ]),
      };
    },
  };
}
