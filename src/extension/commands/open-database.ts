import { stat } from "node:fs/promises";
import path from "node:path";
import type { SqliteProfile } from "../../core/connection/profile.ts";
import { type Text, text } from "../../core/text/text.ts";
import type { Dialogs } from "../dialogs.ts";
import type { Offers } from "../offers.ts";
import type { WorkspaceMemory } from "../workspace-memory.ts";

export interface OpenDatabaseDeps {
  readonly memory: WorkspaceMemory;
  readonly dialogs: Dialogs;
  readonly offers: Offers;
  readonly t: (text: Text) => string;
  /** The active connection is another one. */
  readonly onChange: () => void;
}

/** A file of a workspace, as VS Code names it. */
interface FileUri {
  readonly scheme: string;
  readonly fsPath: string;
}

/**
 * Makes a database the active connection: the given file, one of those used before (`"switch"`), or one that is asked
 * for. Only looks whether the file is there: what it holds, the driver finds out in a process of its own.
 */
export async function openDatabase(
  deps: OpenDatabaseDeps,
  target?: unknown,
): Promise<SqliteProfile | undefined> {
  const file = isFileUri(target) ? uriPath(deps, target) : await askFor(deps, target === "switch");
  if (file === undefined) return undefined;
  const problem = await problemWith(file);
  if (problem) {
    deps.dialogs.say("error", problem, [deps.offers.openDatabase]);
    return undefined;
  }
  const profile: SqliteProfile = { engine: "sqlite", name: path.basename(file), path: file };
  await deps.memory.useProfile(profile);
  deps.onChange();
  return profile;
}

async function askFor(deps: OpenDatabaseDeps, offerRecent: boolean): Promise<string | undefined> {
  const { memory, dialogs } = deps;
  const recent = offerRecent ? memory.recentProfiles : [];
  if (recent.length === 0) return dialogs.openFile();
  const chosen = await dialogs.pickFromList<string | null>({
    title: text("Switch Database"),
    placeholder: text("The database that benchmarks run on"),
    items: [
      ...recent.map(({ name, path: file }, i) => ({
        label: i === 0 ? `$(check) ${name}` : `$(database) ${name}`,
        description: path.dirname(file),
        value: file,
      })),
      { label: `$(folder-opened) ${deps.t(text("Open another file…"))}`, value: null },
    ],
  });
  return chosen === null ? dialogs.openFile() : chosen;
}

async function problemWith(file: string) {
  try {
    const found = await stat(file);
    return found.isDirectory() ? text("{file} is a folder, not a database file.", { file }) : undefined;
  } catch (error) {
    const { code } = error as { code?: unknown };
    return code === "ENOENT"
      ? text("There is no file {file}.", { file })
      : text("{file} may not be read by this user.", { file });
  }
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
