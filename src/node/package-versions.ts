import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { PackageVersion } from "../core/lint/model/file-model.ts";
import type { Files } from "../core/lint/search/files.ts";
import {
  distributionsOf,
  type RequiredVersions,
  readLock,
  readPipfileLock,
  readPyproject,
  readRequirements,
  readSetupCfg,
  readSetupPy,
  readSitePackages,
} from "../core/lint/versions.ts";
import { readToml } from "./read-toml.ts";

export type VersionOf = (packageName: string) => PackageVersion | undefined;

interface Found {
  readonly from: string;
  readonly versions: RequiredVersions;
}

/** The first that names a package holds: what is locked, then what is installed, then what is asked for. */
const locks = ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"];
const projects = ["pyproject.toml", "setup.cfg", "setup.py"];
const requirements = /^(?:requirements|constraints)[\w.-]*\.(?:txt|in)$/;

/** The versions of packages, from the files of the folders above a file up to the workspace's. Each folder is read once. */
export class PackageVersions {
  readonly #folders = new Map<
    string,
    { readonly locked: readonly Found[]; readonly asked: readonly Found[] }
  >();
  readonly #installed = new Map<string, Found>();

  /** `root`: the folder of the workspace; nothing above it is read. `sitePackages`: the chosen interpreter's. */
  versionOf(file: string, root: string | undefined, sitePackages: string | undefined): VersionOf {
    return (packageName) => {
      const names = distributionsOf(packageName);
      for (const { from, versions } of this.#sourcesFor(path.dirname(file), root, sitePackages)) {
        const name = names.find((each) => versions.has(each));
        const found = name === undefined ? undefined : versions.get(name);
        if (found) return { ...found, from } satisfies PackageVersion;
      }
      return undefined;
    };
  }

  forgetAll(): void {
    this.#folders.clear();
    this.#installed.clear();
  }

  /** A file changed: whether versions may be others now. */
  forget(file: string): boolean {
    const name = path.basename(file);
    if (!isVersionFile(name)) return false;
    this.#folders.delete(path.dirname(file));
    if (path.basename(path.dirname(file)) === "requirements")
      this.#folders.delete(path.dirname(path.dirname(file)));
    return true;
  }

  #sourcesFor(folder: string, root: string | undefined, sitePackages: string | undefined): Found[] {
    const above = foldersUpTo(folder, root).map((each) => this.#inFolder(each));
    return [
      ...above.flatMap(({ locked }) => locked),
      ...(sitePackages === undefined ? [] : [this.#inSitePackages(sitePackages)]),
      ...above.flatMap(({ asked }) => asked),
    ];
  }

  #inFolder(folder: string) {
    const known = this.#folders.get(folder);
    if (known) return known;
    const names = namesIn(folder);
    const read = (wanted: readonly string[]) =>
      wanted.flatMap((name) => {
        const versions = readVersions(name, path.join(folder, name));
        return versions && versions.size > 0 ? [{ from: name, versions }] : [];
      });
    const inner = names.includes("requirements") ? namesIn(path.join(folder, "requirements")) : [];
    const asked = [
      ...names.filter((name) => requirements.test(name)).sort(),
      ...inner.filter((name) => name.endsWith(".txt")).map((name) => `requirements/${name}`),
      ...projects.filter((name) => names.includes(name)),
    ];
    const found = { locked: read(locks.filter((name) => names.includes(name))), asked: read(asked) };
    this.#folders.set(folder, found);
    return found;
  }

  #inSitePackages(folder: string): Found {
    const known = this.#installed.get(folder);
    if (known) return known;
    const found = { from: "interpreter", versions: readSitePackages(namesIn(folder)) };
    this.#installed.set(folder, found);
    return found;
  }
}

/** All that may name a version for these files: files that exist, and the folders that were looked through. */
export function versionFilesFor(files: readonly string[], root: string, disk: Files) {
  const folders = new Set(
    [...new Set(files.map((file) => path.dirname(file)))].flatMap((folder) => foldersUpTo(folder, root)),
  );
  const inner = [...folders]
    .filter((folder) => disk.namesIn(folder).folders.has("requirements"))
    .map((folder) => path.join(folder, "requirements"));
  const all = [...folders, ...inner];
  return {
    files: all.flatMap((folder) =>
      [...disk.namesIn(folder).files].filter(isVersionFile).map((name) => path.join(folder, name)),
    ),
    folders: all,
  };
}

function isVersionFile(name: string): boolean {
  return locks.includes(name) || projects.includes(name) || /\.(?:txt|in)$/.test(name);
}

function foldersUpTo(folder: string, root: string | undefined): string[] {
  const folders = [folder];
  for (let at = folder; root !== undefined && at !== root; ) {
    const above = path.dirname(at);
    if (above === at) break;
    folders.push(above);
    at = above;
  }
  return folders;
}

/** What cannot be read, or is not what its name says, names no version. */
function readVersions(name: string, file: string): RequiredVersions | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  if (name === "Pipfile.lock") return readPipfileLock(json(text));
  if (name === "setup.cfg") return readSetupCfg(text);
  if (name === "setup.py") return readSetupPy(text);
  if (!name.endsWith(".toml") && !name.endsWith(".lock")) return readRequirements(text);
  const toml = readToml(text);
  if (!toml.ok) return undefined;
  return name === "pyproject.toml" ? readPyproject(toml.value) : readLock(toml.value);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
