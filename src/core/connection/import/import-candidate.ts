import type {
  ConnectionNote,
  ConnectionStringProblem,
  ParsedConnection,
} from "../connection-string/parsed-connection.ts";
import type { ConnectionProfile } from "../profile.ts";

/** A connection of another tool, or why it cannot be taken over. */
export type ImportFinding = ImportCandidate | UnreadableImport;

export interface ImportCandidate {
  readonly status: "candidate";
  readonly origin: ImportOrigin;
  readonly profile: ConnectionProfile;
  readonly notes: readonly ConnectionNote[];
  /**
   * The password, if the source holds one: taken only when the user asks. A function, so that a candidate that is
   * logged, stored or shown never has it along.
   */
  readonly takeSecret: (() => string) | undefined;
}

export interface UnreadableImport {
  readonly status: "unreadable";
  readonly origin: ImportOrigin;
  readonly problem: ImportProblem;
}

export type ImportOrigin =
  /** The place in the setting's list, from 0; the name that it has there. */
  | { readonly source: "sqltools" | "mssql"; readonly index: number; readonly name: string | undefined }
  /** The line counts from 1. */
  | { readonly source: "env-file"; readonly variable: string; readonly line: number };

export type ImportProblem =
  | ConnectionStringProblem
  | { readonly problem: "unset-variable"; readonly name: string }
  | { readonly problem: "unknown-driver"; readonly driver: string }
  | { readonly problem: "not-a-connection" };

/** Name and group as the other tool has them. */
export interface ImportedPlace {
  readonly name?: string | undefined;
  readonly group?: readonly string[] | undefined;
}

export function findingOf(
  origin: ImportOrigin,
  parsed: ParsedConnection,
  { name, group }: ImportedPlace = {},
): ImportFinding {
  if (parsed.status === "invalid") return { status: "unreadable", origin, problem: parsed.problem };
  const { profile, password, notes } = parsed;
  return {
    status: "candidate",
    origin,
    profile: {
      ...profile,
      ...(name === undefined ? {} : { name }),
      ...(group === undefined || group.length === 0 ? {} : { group }),
    },
    notes,
    takeSecret: password ? () => password : undefined,
  };
}

export function unreadable(origin: ImportOrigin, problem: ImportProblem): UnreadableImport {
  return { status: "unreadable", origin, problem };
}
