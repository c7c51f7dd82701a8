import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import type { Failure, FailureReason } from "../../../core/benchmark/outcome.ts";
import { lockHolder } from "../../lock-holder.ts";

/** The part of better-sqlite3's `SqliteError` that is read here. */
interface SqliteError extends Error {
  readonly code: string;
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}

/** Checks what the file system alone can tell, so that the words are better than SQLite's "unable to open". */
export function checkFile(file: string): Failure | undefined {
  try {
    const found = statSync(file);
    if (found.isDirectory()) return failure("is-directory", file, "");
    // To open a pipe waits for somebody who writes into it.
    if (!found.isFile()) return failure("not-a-database", file, "it is no regular file");
    accessSync(file, constants.R_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const detail = error instanceof Error ? error.message : String(error);
    return failure(code === "EACCES" || code === "EPERM" ? "no-permission" : "file-missing", file, detail);
  }
  if (file !== file.trim()) {
    return failure("cannot-connect", file, "better-sqlite3 cannot open a path that ends in white space");
  }
  return undefined;
}

/** Gives an error of better-sqlite3 its reason. */
export function sqliteFailure(error: unknown, file: string): Failure {
  const detail = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? (error as SqliteError).code : "";
  if (code === "SQLITE_READONLY_ROLLBACK") {
    const words = "the journal of an interrupted write must be rolled back by a program that may write";
    return failure("cannot-connect", file, `${detail}: ${words}`);
  }
  const reason = reasonOf(code, detail, file);
  const data: Record<string, string | number> = {};
  if (reason === "locked") data["holder"] = lockHolder(file) ?? "";
  if (reason === "syntax-error") data["token"] = /near "(.*)": syntax error/.exec(detail)?.[1] ?? "";
  return failure(reason, file, detail, data);
}

export function failure(
  reason: FailureReason,
  file: string,
  detail: string,
  data: Record<string, string | number> = {},
): Failure {
  return { reason, detail, data: { file, folder: path.dirname(file), ...data } };
}

function reasonOf(code: string, detail: string, file: string): FailureReason {
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) return "locked";
  if (code === "SQLITE_NOTADB") return "not-a-database";
  if (code.startsWith("SQLITE_CORRUPT")) return "corrupt";
  if (code === "SQLITE_READONLY_DIRECTORY") return "wal-folder-read-only";
  if (code.startsWith("SQLITE_CANTOPEN"))
    return folderIsWritable(file) ? "cannot-connect" : "wal-folder-read-only";
  if (code === "SQLITE_READONLY") return "not-read-only";
  if (code.startsWith("SQLITE_PERM") || code.startsWith("SQLITE_AUTH")) return "no-permission";
  if (/syntax error|incomplete input|unrecognized token|no statements/.test(detail)) return "syntax-error";
  if (/more than one statement/.test(detail)) return "several-statements";
  if (/parameter/i.test(detail) && code === "") return "parameters-mismatch";
  return "query-failed";
}

function folderIsWritable(file: string): boolean {
  try {
    accessSync(path.dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
