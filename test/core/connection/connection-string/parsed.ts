import { parseConnectionString } from "../../../../src/core/connection/connection-string/parse-connection-string.ts";
import {
  connectionNoteText,
  connectionStringProblemText,
} from "../../../../src/core/text/connection-string-text.ts";
import { english } from "../../../../src/core/text/text.ts";

/** The profile without its name, and the password if there is one. */
export function parsed(text: string): unknown {
  const result = parseConnectionString(text);
  if (result.status === "invalid") return result.problem;
  const { name: _, ...profile } = result.profile;
  return result.password === undefined ? profile : { ...profile, password: result.password };
}

/** What is wrong with it, in words. */
export function sentence(text: string): string {
  const result = parseConnectionString(text);
  return result.status === "invalid" ? english(connectionStringProblemText(result.problem)) : "parsed";
}

/** What was left out or assumed, in words. */
export function notes(text: string): readonly string[] {
  const result = parseConnectionString(text);
  return result.status === "parsed"
    ? result.notes.map((note) => english(connectionNoteText(note)))
    : ["invalid"];
}
