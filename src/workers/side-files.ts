import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import type { SideFiles } from "../protocol/runner.ts";
import { addonOptions } from "./drivers/sqlite/addon.ts";

/**
 * Removes the `-wal` and `-shm` that our reading left, when there were none and nobody holds the database. SQLite itself
 * does it, when the last connection that may write closes: its locks know who else is there. Only an empty WAL is
 * touched, so the database's bytes stay as they are. Returns false when somebody still holds the database.
 */
export function removeSideFiles({ file, hadWal, hadShm }: SideFiles): boolean {
  if (hadWal || hadShm || size(`${file}-wal`) !== 0) return true;
  try {
    const db = new Database(file, { fileMustExist: true, timeout: 0, ...addonOptions });
    try {
      db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get();
    } finally {
      db.close();
    }
  } catch {
    // Locked, or not ours to write: the files stay, as they would after any reader.
    return false;
  }
  return size(`${file}-wal`) === undefined;
}

/** After waiting for another run: files that went meanwhile were that run's. */
export function lookAgain({ file, hadWal, hadShm }: SideFiles): SideFiles {
  return { file, hadWal: hadWal && existsSync(`${file}-wal`), hadShm: hadShm && existsSync(`${file}-shm`) };
}

function size(file: string): number | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })?.size;
  } catch {
    // No way into the folder, or a name too long: then SQLite could not make such a file either.
    return undefined;
  }
}
