import type { ConnectionProfile } from "../profile.ts";

/** `password` is undefined when the string has none, and empty when it says that it is empty. */
export type ParsedConnection =
  | {
      readonly status: "parsed";
      /** Of SQLite, `path` is as it was written: a note says when it is relative. */
      readonly profile: ConnectionProfile;
      readonly password: string | undefined;
      readonly notes: readonly ConnectionNote[];
    }
  | { readonly status: "invalid"; readonly problem: ConnectionStringProblem };

/** What a profile does not hold of what was pasted. None holds a secret. */
export type ConnectionNote =
  | { readonly note: "unknown-parameter"; readonly name: string; readonly value: string }
  /** It names a file or a service on the machine that Lanewise does not read. */
  | { readonly note: "not-read"; readonly name: string }
  /** A secret beside the password. */
  | { readonly note: "secret-dropped"; readonly name: string }
  | { readonly note: "value-not-understood"; readonly name: string }
  | { readonly note: "host-assumed"; readonly host: string }
  | { readonly note: "port-wins"; readonly instance: string }
  | { readonly note: "sign-in-changed"; readonly given: string }
  | { readonly note: "relative-path"; readonly path: string };

/**
 * Why a connection string cannot be read. None repeats the string, which may hold a password; of it, only what looks
 * like a keyword is named.
 */
export type ConnectionStringProblem =
  | { readonly problem: "empty" }
  | { readonly problem: "not-recognized" }
  | { readonly problem: "unknown-scheme"; readonly scheme: string }
  | { readonly problem: "sqlite-in-memory" }
  | { readonly problem: "multiple-hosts" }
  | { readonly problem: "jdbc-address" }
  | { readonly problem: "bad-port" }
  | { readonly problem: "bad-host" }
  | { readonly problem: "bad-value"; readonly name: string; readonly allowed: readonly string[] }
  | { readonly problem: "control-character"; readonly name: string }
  | { readonly problem: "quote-not-closed"; readonly name: string }
  | { readonly problem: "text-after-quote"; readonly name: string }
  | { readonly problem: "no-equals-sign" }
  | { readonly problem: "integrated-security" }
  | { readonly problem: "data-source-name" }
  | { readonly problem: "unknown-odbc-driver" }
  | { readonly problem: "local-db" }
  | { readonly problem: "named-pipes" };

/** A parameter's name as a problem may tell it: what was cut out of a badly quoted password is no keyword. */
export function tellableName(name: string): string {
  return /^[a-z][\w .-]{0,40}$/i.test(name) ? name : "…";
}

export function invalid(problem: ConnectionStringProblem): {
  status: "invalid";
  problem: ConnectionStringProblem;
} {
  return { status: "invalid", problem };
}
