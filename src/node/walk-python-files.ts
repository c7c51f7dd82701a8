import { type Dirent, readdirSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { type IgnorePatterns, ignorePatterns, isIgnored, layersInside } from "./gitignore.ts";
import { codeOf, reasonOf } from "./system-error.ts";

export interface WalkRequest {
  /** Files and folders as given, relative ones to `base`. A file is taken whatever its name, a folder is walked. */
  readonly paths: readonly string[];
  /** Absolute path. */
  readonly base: string;
  readonly respectsGitignore: boolean;
  /** What else is left out in a folder, by its absolute path; asked once per folder. */
  readonly excludesIn: (folder: string) => Promise<readonly IgnorePatterns[]>;
  readonly signal?: AbortSignal;
}

export interface WalkedFile {
  /** As given, with `/`; below a folder: the folder as given, and the rest. */
  readonly name: string;
  readonly absolute: string;
}

export interface WalkedFiles {
  /** Sorted by name, by UTF-16 units; none twice. */
  readonly files: readonly WalkedFile[];
  readonly problems: readonly WalkProblem[];
}

export interface WalkProblem {
  /** As the names of files. */
  readonly name: string;
  /** A sentence. */
  readonly message: string;
}

/** Where nobody's own code is: version control, environments, caches, installed packages, build output. */
const skippedFolders = new Set(
  (
    ".bzr .direnv .eggs .git .git-rewrite .hg .ipynb_checkpoints .mypy_cache .nox .pants.d .pyenv .pytest_cache " +
    ".pytype .ruff_cache .svn .tox .venv .vscode __pycache__ __pypackages__ _build buck-out build dist " +
    "node_modules site-packages venv"
  ).split(" "),
);
/** Works so long before it lets others work: to wait for the system folder by folder takes twice the time. */
const SLICE_MS = 8;
const PYTHON_FILE = /\.pyw?$/;

/** The Python files below paths. Links are not followed, so that no walk ends where it began; named ones are. */
export async function walkPythonFiles(request: WalkRequest): Promise<WalkedFiles> {
  const found: Found = { files: new Map(), problems: [], sliceEnd: 0 };
  // One after the other: of a file that is named twice, the first name holds.
  for (const given of request.paths) await walkNamed(given, request, found);
  return {
    files: [...found.files.values()].sort(byName),
    problems: found.problems.sort(byName),
  };
}

interface Found {
  /** By absolute path. */
  readonly files: Map<string, WalkedFile>;
  readonly problems: WalkProblem[];
  sliceEnd: number;
}

interface Folder {
  readonly absolute: string;
  /** What the names of its files start with: `app/`, or nothing for `.`. */
  readonly prefix: string;
  readonly gitignores: readonly IgnorePatterns[];
  /** The folder that was named, by its absolute path: walked whatever excludes say of it. */
  readonly root: string;
}

async function walkNamed(given: string, request: WalkRequest, found: Found): Promise<void> {
  const absolute = path.resolve(request.base, given);
  const name = given.split(path.sep).join("/");
  try {
    if (!(await stat(absolute)).isDirectory()) {
      if (!found.files.has(absolute)) found.files.set(absolute, { name, absolute });
      return;
    }
  } catch (error) {
    found.problems.push({ name, message: cannotRead(error) });
    return;
  }
  const above = request.respectsGitignore ? await gitignoresAbove(absolute) : [];
  const prefix = name === "." || name === "./" ? "" : name.endsWith("/") ? name : `${name}/`;
  const folder = { absolute, prefix, gitignores: layersInside(above, absolute), root: absolute };
  await walkFolder(folder, request, found);
}

async function walkFolder(folder: Folder, request: WalkRequest, found: Found): Promise<void> {
  if (request.signal?.aborted) return;
  let entries: Dirent[];
  try {
    if (performance.now() > found.sliceEnd) {
      await setImmediate();
      found.sliceEnd = performance.now() + SLICE_MS;
    }
    entries = readdirSync(folder.absolute, { withFileTypes: true });
  } catch (error) {
    const name = folder.prefix.replace(/(.)\/$/, "$1") || ".";
    found.problems.push({ name, message: cannotRead(error) });
    return;
  }
  const has = (name: string) => entries.some((entry) => entry.name === name && entry.isFile());
  if (folder.absolute !== folder.root && has("pyvenv.cfg")) return;
  const gitignores =
    request.respectsGitignore && has(".gitignore")
      ? [...folder.gitignores, ...(await gitignoreIn(folder.absolute))]
      : folder.gitignores;
  const excludes = layersInside(await request.excludesIn(folder.absolute), folder.root);
  const isLeftOut = (absolute: string, isFolder: boolean) =>
    isIgnored(gitignores, absolute, isFolder) ||
    excludes.some((patterns) => isIgnored([patterns], absolute, isFolder));
  const start = folder.absolute.endsWith(path.sep) ? folder.absolute : folder.absolute + path.sep;
  for (const entry of entries) {
    const absolute = start + entry.name;
    const name = folder.prefix + entry.name;
    if (entry.isDirectory()) {
      if (skippedFolders.has(entry.name) || isLeftOut(absolute, true)) continue;
      const inside = layersInside(gitignores, absolute);
      await walkFolder(
        { absolute, prefix: `${name}/`, gitignores: inside, root: folder.root },
        request,
        found,
      );
    } else if (entry.isFile() && PYTHON_FILE.test(entry.name) && !isLeftOut(absolute, false)) {
      if (!found.files.has(absolute)) found.files.set(absolute, { name, absolute });
    }
  }
}

/** From the repository's root down to the folder's parent, the repository's own excludes first. */
async function gitignoresAbove(folder: string): Promise<IgnorePatterns[]> {
  const above: IgnorePatterns[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    const exclude = await readPatterns(path.join(at, ".git", "info", "exclude"));
    const isRoot = exclude !== undefined || (await exists(path.join(at, ".git")));
    if (at !== folder) above.unshift(...(await gitignoreIn(at)));
    if (exclude !== undefined) above.unshift(ignorePatterns(at, exclude));
    if (isRoot) return above;
    // Outside of a repository, only what lies below the folder counts.
    if (path.dirname(at) === at) return [];
  }
}

async function gitignoreIn(folder: string): Promise<IgnorePatterns[]> {
  const patterns = await readPatterns(path.join(folder, ".gitignore"));
  return patterns === undefined ? [] : [ignorePatterns(folder, patterns)];
}

/** A file of patterns that cannot be read hides nothing. */
async function readPatterns(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function cannotRead(error: unknown): string {
  return `It cannot be read: ${reasonOf(error)}.`;
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
