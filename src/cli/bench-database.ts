import { parseConnectionString } from "../core/connection/connection-string/parse-connection-string.ts";
import type {
  ConnectionNote,
  ParsedConnection,
} from "../core/connection/connection-string/parsed-connection.ts";
import type { Engine } from "../core/connection/engine.ts";
import type { ServerProfile } from "../core/connection/profile.ts";
import { connectionStringProblemText } from "../core/text/connection-string-text.ts";
import { english } from "../core/text/text.ts";
import { problem, type Reading } from "./option-table.ts";

export const PASSWORD_VARIABLE = "LANEWISE_PASSWORD";
const TOKEN_VARIABLE = "LANEWISE_TOKEN";

/** What is measured, and where its secret comes from. */
export type BenchDatabase =
  /** As given. */
  | { readonly kind: "file"; readonly file: string }
  | {
      readonly kind: "server";
      readonly profile: ServerProfile;
      readonly secret: SecretSource;
      /** What the address says and is not used. */
      readonly notes: readonly ConnectionNote[];
    };

export interface SecretSource {
  readonly kind: "password" | "token";
  /** The environment variable. */
  readonly variable: string;
  /** The user named it, so it must be there. */
  readonly isNamed: boolean;
}

export function engineOf(database: BenchDatabase): Engine {
  return database.kind === "file" ? "sqlite" : database.profile.engine;
}

interface Given {
  readonly sqlite: string | undefined;
  readonly url: string | undefined;
  readonly passwordVariable: string | undefined;
}

/** Exactly one of `--sqlite` and `--url`. No problem repeats the address: it may hold a secret. */
export function benchDatabase({ sqlite, url, passwordVariable }: Given): Reading<BenchDatabase> {
  if (url === undefined) {
    if (passwordVariable !== undefined) return problem("--password-env is for servers: it needs --url URL.");
    return sqlite === undefined
      ? problem("A database is missing: --sqlite FILE or --url URL.")
      : { ok: true, value: { kind: "file", file: sqlite } };
  }
  const parsed = parseConnectionString(url);
  if (holdsSecret(url, parsed)) return problem(secretRefusal(passwordVariable ?? PASSWORD_VARIABLE));
  if (sqlite !== undefined) return problem("--sqlite and --url are both given; one database is measured.");
  if (parsed.status === "invalid")
    return problem(`--url cannot be read. ${english(connectionStringProblemText(parsed.problem))}`);
  const { profile, notes } = parsed;
  if (profile.engine === "sqlite") return { ok: true, value: { kind: "file", file: profile.path } };
  const kind = profile.authentication === "entra" ? "token" : "password";
  const variable = passwordVariable ?? (kind === "token" ? TOKEN_VARIABLE : PASSWORD_VARIABLE);
  const secret: SecretSource = { kind, variable, isNamed: passwordVariable !== undefined };
  return { ok: true, value: { kind: "server", profile, secret, notes } };
}

/** Also where the address cannot be read otherwise: what looks like a password on a command line is one. */
function holdsSecret(url: string, parsed: ParsedConnection): boolean {
  if (parsed.status === "parsed") {
    return Boolean(parsed.password) || parsed.notes.some(({ note }) => note === "secret-dropped");
  }
  return (
    /\/\/[^/?#@:]*:[^?#\s]+@/.test(url) || /(?:^|[?&;\s])(?:password|passwd|pwd)\s*=\s*[^&;\s]/i.test(url)
  );
}

function secretRefusal(variable: string): string {
  return (
    "--url holds a password, which every user of this machine can read in the list of processes: " +
    `take it out and set the environment variable ${variable}.`
  );
}
