import { chmodSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { addonOptions } from "./drivers/sqlite/addon.ts";
import { isBusy } from "./drivers/sqlite/sqlite-failure.ts";

export interface RunLock {
  release(): void;
}

export type LockAttempt =
  | { readonly status: "taken"; readonly lock: RunLock }
  /** `holder`: a process in words, when it is known. */
  | { readonly status: "busy"; readonly holder: string | null }
  | { readonly status: "unusable"; readonly folder: string; readonly detail: string };

/**
 * Tries once to take the machine-wide lock of this user. It is SQLite's own lock on a tiny file in the user's temporary
 * folder: the operating system frees it when its holder dies, however it dies.
 */
export function tryRunLock(): LockAttempt {
  const folder = lockFolder();
  try {
    secureFolder(folder);
    const db = new Database(path.join(folder, "run-lock.db"), { timeout: 0, ...addonOptions });
    const holderFile = path.join(folder, "run-lock.holder");
    try {
      db.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      db.close();
      if (isBusy(error)) return { status: "busy", holder: readHolder(holderFile) };
      throw error;
    }
    writeFileSync(holderFile, `process ${process.ppid}`);
    return { status: "taken", lock: { release: () => db.close() } };
  } catch (error) {
    return { status: "unusable", folder, detail: error instanceof Error ? error.message : String(error) };
  }
}

function lockFolder(): string {
  const user = process.getuid?.();
  return path.join(os.tmpdir(), user === undefined ? "lanewise" : `lanewise-${user}`);
}

/** Makes it a folder that only this user can write, so that nobody else can hold the lock or plant a file. */
function secureFolder(folder: string): void {
  const user = process.getuid?.();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Not through a link: somebody else may have planted it, pointing at any folder of this user.
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw new Error(`${folder} is no folder`);
  if (user !== undefined && found.uid !== user) throw new Error(`${folder} belongs to another user`);
  if (user !== undefined) chmodSync(folder, 0o700);
}

function readHolder(file: string): string | null {
  try {
    return readFileSync(file, "utf8") || null;
  } catch {
    // Between the lock and its note, or removed by a clean-up of the temporary folder: the lock alone counts.
    return null;
  }
}
