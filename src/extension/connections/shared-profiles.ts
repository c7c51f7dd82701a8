import type { ConnectionProfile } from "../../core/connection/profile.ts";
import type { ProfileProblem } from "../../core/connection/profile-problem.ts";
import { readProfiles } from "../../core/connection/read-profile.ts";

/** The setting of shared connections, read. */
export interface SharedProfiles {
  readonly profiles: readonly ConnectionProfile[];
  /** Of the entries that cannot be used, from 0. `name`: as written, where there is one. */
  readonly refused: readonly RefusedProfile[];
}

export interface RefusedProfile {
  readonly index: number;
  readonly name: string | undefined;
  readonly problems: readonly ProfileProblem[];
}

/**
 * Reads `lanewise.connections`. `${workspaceFolder}` in the path of a SQLite file is replaced, because a path that is
 * shared cannot be absolute on every machine.
 */
export function readSharedProfiles(setting: unknown, workspaceFolder: string | undefined): SharedProfiles {
  const entries = Array.isArray(setting)
    ? setting.map((entry: unknown) => withFolder(entry, workspaceFolder))
    : setting;
  if (entries === undefined || entries === null) return { profiles: [], refused: [] };
  const profiles: ConnectionProfile[] = [];
  const refused: RefusedProfile[] = [];
  for (const [index, read] of readProfiles(entries).entries()) {
    if (read.status === "read") profiles.push(read.profile);
    else refused.push({ index, name: nameOf(entries, index), problems: read.problems });
  }
  return { profiles, refused };
}

function withFolder(entry: unknown, folder: string | undefined): unknown {
  if (typeof entry !== "object" || entry === null || !("path" in entry)) return entry;
  const { path } = entry;
  return typeof path === "string" && folder !== undefined
    ? { ...entry, path: path.replaceAll("$" + "{workspaceFolder}", folder) }
    : entry;
}

function nameOf(entries: unknown, index: number): string | undefined {
  const entry: unknown = Array.isArray(entries) ? entries[index] : undefined;
  const name = typeof entry === "object" && entry !== null && "name" in entry ? entry.name : undefined;
  return typeof name === "string" ? name : undefined;
}
