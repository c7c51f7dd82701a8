import { readFileSync, statSync } from "node:fs";

/**
 * Names the process that keeps readers out of an SQLite file, by a write lock on it or its `-shm`: `sqlite3 (process 1234)`.
 * Other readers, our lanes among them, keep nobody out. Undefined where the system does not tell (only Linux does, in
 * /proc/locks) or when it is this process.
 */
export function lockHolder(file: string): string | undefined {
  if (process.platform !== "linux") return undefined;
  const inodes = [file, `${file}-shm`].flatMap((name) => inodeOf(name) ?? []);
  for (const line of readOrEmpty("/proc/locks").split("\n")) {
    const [, pid, inode] = / WRITE +(\d+) [0-9a-f]+:[0-9a-f]+:(\d+) /.exec(line) ?? [];
    if (!pid || !inode || !inodes.includes(inode) || Number(pid) === process.pid) continue;
    const name = readOrEmpty(`/proc/${pid}/comm`).trim();
    return name ? `${name} (process ${pid})` : `process ${pid}`;
  }
  return undefined;
}

function inodeOf(file: string): string | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino.toString();
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process is gone, or /proc is not mounted: then there is no name to tell.
    return "";
  }
}
