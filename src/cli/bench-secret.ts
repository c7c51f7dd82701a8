import type { Secret } from "../core/connection/secret.ts";
import { connectionNoteText } from "../core/text/connection-string-text.ts";
import { english } from "../core/text/text.ts";
import type { BenchDatabase } from "./bench-database.ts";
import type { CliDeps } from "./cli-deps.ts";

export type SecretReading =
  | { readonly status: "known"; readonly secret: Secret | undefined }
  | { readonly status: "missing"; readonly problem: string }
  /** The user was asked and gave up. */
  | { readonly status: "abandoned" };

type Server = Extract<BenchDatabase, { kind: "server" }>;

/**
 * The password or token: of the environment, else what the user enters when standard input is a terminal that nothing
 * else is read from. None for a user without a name: then the server decides by something else.
 */
export async function readSecret(
  { profile, secret: { kind, variable, isNamed } }: Server,
  { environment, askSecret }: Pick<CliDeps, "environment" | "askSecret">,
): Promise<SecretReading> {
  const value = environment(variable);
  if (value !== undefined) return known(kind, value);
  if (isNamed) return { status: "missing", problem: `The environment variable ${variable} is not set.` };
  if (kind === "token") {
    const problem = `Microsoft Entra needs an access token: set the environment variable ${variable}.`;
    return { status: "missing", problem };
  }
  if (!askSecret || profile.user === undefined) return { status: "known", secret: undefined };
  const entered = await askSecret(`Password of ${profile.user} at ${profile.host}: `);
  return entered === undefined ? { status: "abandoned" } : known("password", entered);
}

function known(kind: Secret["kind"], value: string): SecretReading {
  const secret: Secret = kind === "password" ? { kind, password: value } : { kind, token: value };
  return { status: "known", secret };
}

/** One sentence for each part of the address that is not used. How VS Code signs in is nothing for a terminal. */
export function addressNotes({ notes }: Server): readonly string[] {
  return notes
    .filter(({ note }) => note !== "sign-in-changed")
    .map((note) => `--url: ${english(connectionNoteText(note))}`);
}
