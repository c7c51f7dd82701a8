import { existsSync } from "node:fs";
import path from "node:path";

const marks = [".git", ".hg", "pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "manage.py"];
/** A home folder or a disk is no project. */
const HIGHEST = 6;

/** The folder of the project that folders lie in: the nearest one around them that looks like one, or what
 * they share, outside of any package. */
export function projectRoot(folders: readonly string[]): string {
  const shared = commonFolder(folders);
  let at = shared;
  for (let up = 0; up < HIGHEST; up++) {
    if (marks.some((mark) => existsSync(path.join(at, mark)))) return at;
    const above = path.dirname(at);
    if (above === at) break;
    at = above;
  }
  return outsideOfPackage(shared);
}

/** What a package imports of itself is looked for from the folder that holds it. */
function outsideOfPackage(folder: string): string {
  let at = folder;
  while (existsSync(path.join(at, "__init__.py")) && path.dirname(at) !== at) at = path.dirname(at);
  return at;
}

function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? path.sep;
  for (const folder of folders) {
    while (folder !== common && !folder.startsWith(common.endsWith(path.sep) ? common : common + path.sep)) {
      common = path.dirname(common);
    }
  }
  return common;
}
