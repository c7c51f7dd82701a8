import { existsSync, realpathSync } from "node:fs";
import type { SideFiles } from "../protocol/runner.ts";

/** Behind a symbolic link SQLite keeps them beside the file itself. */
export function lookAtSideFiles(name: string): SideFiles {
  const file = process.platform !== "win32" && existsSync(name) ? realpathSync(name) : name;
  return { file, hadWal: existsSync(`${file}-wal`), hadShm: existsSync(`${file}-shm`) };
}
