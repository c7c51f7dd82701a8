import type { SqliteProfile } from "../../core/connection/profile.ts";
import { text } from "../../core/text/text.ts";
import { problemWithSqliteFile, sqliteProfile } from "../connections/sqlite-file.ts";
import type { Dialogs } from "../dialogs.ts";
import type { Offers } from "../offers.ts";

export interface OpenDatabaseDeps {
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  /** Makes it a connection of the explorer, and the active one. */
  readonly adopt: (profile: SqliteProfile) => Promise<void>;
}

/** A file of a workspace, as VS Code names it. */
interface FileUri {
  readonly scheme: string;
  readonly fsPath: string;
}

/**
 * Makes a database the active connection: the given file, or one that is asked for. Only its first bytes are looked at:
 * what it holds, the driver finds out in a process of its own.
 */
export async function openDatabase(
  deps: OpenDatabaseDeps,
  target?: unknown,
): Promise<SqliteProfile | undefined> {
  const file = isFileUri(target) ? uriPath(deps, target) : await deps.dialogs.openFile();
  if (file === undefined) return undefined;
  const problem = await problemWithSqliteFile(file);
  if (problem) {
    deps.dialogs.say("error", problem, [deps.offers.openDatabase]);
    return undefined;
  }
  const profile = sqliteProfile(file);
  await deps.adopt(profile);
  return profile;
}

function uriPath({ dialogs, offers }: OpenDatabaseDeps, uri: FileUri): string | undefined {
  if (uri.scheme === "file") return uri.fsPath;
  dialogs.say(
    "error",
    text(
      "Lanewise measures a database where its file lies on a disk. Files of “{scheme}” cannot be opened.",
      {
        scheme: uri.scheme,
      },
    ),
    [offers.openDatabase],
  );
  return undefined;
}

function isFileUri(target: unknown): target is FileUri {
  const { scheme, fsPath } = (target ?? {}) as Partial<FileUri>;
  return typeof scheme === "string" && typeof fsPath === "string";
}
