import path from "node:path";
import { readEnvFile } from "../../../core/connection/import/env-file.ts";
import type { ImportFinding } from "../../../core/connection/import/import-candidate.ts";
import { readMssqlConnections } from "../../../core/connection/import/mssql-extension.ts";
import { readSqltoolsConnections } from "../../../core/connection/import/sqltools.ts";
import type { ConnectionProfile } from "../../../core/connection/profile.ts";
import { readProfile } from "../../../core/connection/read-profile.ts";
import { connectionNoteText } from "../../../core/text/connection-string-text.ts";
import { importOriginText, importProblemText } from "../../../core/text/import-text.ts";
import { profileProblemText } from "../../../core/text/profile-problem-text.ts";
import type { Text } from "../../../core/text/text.ts";
import { reachesElsewhere } from "../connection.ts";
import type { ImportSources } from "./import-sources.ts";

export interface FoundImports {
  readonly importable: readonly Importable[];
  readonly refused: readonly RefusedImport[];
}

export interface Importable {
  readonly profile: ConnectionProfile;
  readonly from: Place;
  /** What is not taken over. */
  readonly notes: readonly Text[];
  /** Undefined: the source holds none. Asked only when the user wants it. */
  readonly takeSecret: (() => string) | undefined;
}

export interface RefusedImport {
  readonly from: Place;
  readonly why: Text;
}

/** `file`: of a `.env` file, relative to the workspace. */
export interface Place {
  readonly where: Text;
  readonly file: string | undefined;
}

interface Read {
  readonly findings: readonly ImportFinding[];
  readonly folder: string | undefined;
  readonly file: string | undefined;
}

/** What is to be found twice is given once: a workspace's file and a tool often say the same. */
export async function findImports(sources: ImportSources): Promise<FoundImports> {
  const reads: readonly Read[] = [
    ...sources
      .sqltools()
      .map(({ value, folder }) => ({ findings: readSqltoolsConnections(value), folder, file: undefined })),
    ...sources.mssql().map(({ value, groups, folder }) => ({
      ...{ findings: readMssqlConnections(value, groups), folder, file: undefined },
    })),
    ...(await sources.envFiles()).map(({ name, text, folder }) => ({
      ...{ findings: readEnvFile(text), folder, file: name },
    })),
  ];
  const importable: Importable[] = [];
  const refused: RefusedImport[] = [];
  for (const { findings, folder, file } of reads) {
    for (const finding of findings) {
      const from = { where: importOriginText(finding.origin), file };
      if (finding.status === "unreadable") {
        refused.push({ from, why: importProblemText(finding.problem) });
        continue;
      }
      const profile = withAbsolutePath(finding.profile, folder);
      const read = readProfile(profile);
      const [problem] = read.status === "invalid" ? read.problems : [];
      if (problem) refused.push({ from, why: profileProblemText(problem) });
      else
        addOnce(importable, {
          ...{ profile, from, takeSecret: finding.takeSecret },
          notes: finding.notes.filter(({ note }) => note !== "relative-path").map(connectionNoteText),
        });
    }
  }
  return { importable, refused };
}

/** Of two that lead to the same place the first is given, with whichever password is known. */
function addOnce(importable: Importable[], found: Importable): void {
  const at = importable.findIndex((one) => !reachesElsewhere(one.profile, found.profile));
  const same = importable[at];
  if (!same) importable.push(found);
  else if (!same.takeSecret) importable[at] = { ...same, takeSecret: found.takeSecret };
}

/** SQLTools writes `${workspaceFolder}` and `${workspaceFolder:name}` for the folder; programs leave it out. */
function withAbsolutePath(profile: ConnectionProfile, folder: string | undefined): ConnectionProfile {
  if (profile.engine !== "sqlite" || folder === undefined) return profile;
  const written = profile.path.replace(/\$\{workspaceFolder(?::[^}]*)?\}/g, () => folder);
  return { ...profile, path: path.resolve(folder, written) };
}
