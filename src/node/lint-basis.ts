import { readFileSync } from "node:fs";
import type { LintConfig } from "../core/lint/config.ts";
import { contentHash } from "./content-hash.ts";
import type { LintWorkspace } from "./lint-workspace.ts";
import type { PythonDisk } from "./python-disk.ts";

export interface LintBasisDeps {
  readonly workspace: LintWorkspace;
  readonly disk: PythonDisk;
  readonly configOf: (file: string) => LintConfig;
  /** All that is checked. */
  readonly files: readonly string[];
  /** What names the versions of packages. */
  readonly versionFiles: () => readonly string[];
}

/** Writes down all that the findings of a file rest on. For one state of the files: asked when all is summarised. */
export function lintBasis({ workspace, disk, configOf, files, versionFiles }: LintBasisDeps) {
  /** Of all files: which there are, the versions of packages, and relationships, which are known by their names alone. */
  let common: string | undefined;
  const commonOf = () => {
    const { index } = workspace;
    return contentHash(
      JSON.stringify([
        files,
        [...disk.listed].sort().map((folder) => [folder, pythonNamesIn(folder, disk)]),
        versionFiles().map((file) => [file, contentHash(contentOf(file))]),
        [...index.allRelationships()].sort(([one], [other]) => (one < other ? -1 : 1)),
      ]),
    );
  };
  return (file: string, rests: readonly string[], hashOf: (file: string) => string): string => {
    common ??= commonOf();
    const uses = [...workspace.index.usesOf(file)].sort(([one], [other]) => (one < other ? -1 : 1));
    const users = uses.flatMap(([, each]) => each.map((use) => use.file ?? ""));
    const others = [...new Set([...rests, ...users])].sort();
    return contentHash(
      JSON.stringify([
        common,
        hashOf(file),
        configOf(file),
        uses,
        // Also of one that says nothing as long as it is not parsed.
        others.map((other) => [other, hashOf(other), workspace.index.get(other) !== undefined]),
      ]),
    );
  };
}

/** Of what can be imported. */
function pythonNamesIn(folder: string, disk: PythonDisk): string[] {
  const { files, folders } = disk.namesIn(folder);
  const packages = [...folders].filter((name) => !/[.-]/.test(name) && name !== "__pycache__");
  return [...[...files].filter((name) => name.endsWith(".py")), ...packages].sort();
}

function contentOf(file: string): Uint8Array | string {
  try {
    return readFileSync(file);
  } catch {
    return "";
  }
}
