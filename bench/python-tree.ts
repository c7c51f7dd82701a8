import { type Dirent, existsSync, readdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface PythonTree {
  readonly folder: string;
  /** What to name so that our command checks all of it: by itself it leaves installed packages out. */
  readonly roots: readonly string[];
  readonly files: readonly string[];
  readonly bytes: number;
}

/** The folder that `LANEWISE_BENCH_TREE` names, else the largest of Python's libraries on this machine. */
export function largestPythonTree(): PythonTree {
  const { LANEWISE_BENCH_TREE: named } = process.env;
  const folders = named ? [path.resolve(named)] : libraries();
  const trees = folders.map(treeOf).sort((a, b) => b.bytes - a.bytes);
  const [largest] = trees;
  if (!largest) throw new Error("There is no Python library here: name a folder in LANEWISE_BENCH_TREE.");
  return largest;
}

function libraries(): string[] {
  const prefixes = ["/usr/lib", "/usr/local/lib"];
  const versions = path.join(os.homedir(), ".pyenv", "versions");
  if (existsSync(versions)) {
    for (const version of readdirSync(versions)) prefixes.push(path.join(versions, version, "lib"));
  }
  return prefixes.filter(existsSync).flatMap((prefix) =>
    readdirSync(prefix, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.startsWith("python3"))
      .map(({ name }) => path.join(prefix, name)),
  );
}

function treeOf(folder: string): PythonTree {
  const files: string[] = [];
  const roots = [folder];
  const walk = (at: string, entry: Dirent) => {
    const file = path.join(at, entry.name);
    if (entry.name === "site-packages") roots.push(file);
    if (entry.isDirectory())
      for (const inner of readdirSync(file, { withFileTypes: true })) walk(file, inner);
    else if (entry.isFile() && entry.name.endsWith(".py")) files.push(file);
  };
  for (const entry of readdirSync(folder, { withFileTypes: true })) walk(folder, entry);
  return { folder, roots, files, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) };
}
