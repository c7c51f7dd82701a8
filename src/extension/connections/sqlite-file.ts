import { open, stat } from "node:fs/promises";
import path from "node:path";
import type { SqliteProfile } from "../../core/connection/profile.ts";
import { type Text, text } from "../../core/text/text.ts";

/** Every database begins with it: https://www.sqlite.org/fileformat2.html#magic_header_string */
const HEADER = "SQLite format 3\u0000";

/** Undefined: it is a database, as far as its first bytes tell. An empty file is one without tables. */
export async function problemWithSqliteFile(file: string): Promise<Text | undefined> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return text("{file} is a folder, not a database file.", { file });
    if (!found.isFile()) return text("{file} is no regular file.", { file });
    if (found.size === 0) return undefined;
    const handle = await open(file, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER.length), 0, HEADER.length, 0);
      return buffer.toString("latin1", 0, bytesRead) === HEADER
        ? undefined
        : text("{file} is not an SQLite database, or it is encrypted.", { file });
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as { code?: unknown };
    return code === "ENOENT"
      ? text("There is no file {file}.", { file })
      : text("{file} may not be read by this user.", { file });
  }
}

export function sqliteProfile(file: string): SqliteProfile {
  return { engine: "sqlite", name: path.basename(file), path: file };
}
