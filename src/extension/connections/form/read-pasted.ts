import path from "node:path";
import { parseConnectionString } from "../../../core/connection/connection-string/parse-connection-string.ts";
import { type FormFields, fieldsOf } from "../../../core/connection/form-fields.ts";
import type { ConnectionProfile } from "../../../core/connection/profile.ts";
import {
  connectionNoteText,
  connectionStringProblemText,
} from "../../../core/text/connection-string-text.ts";
import type { Text } from "../../../core/text/text.ts";
import type { HeldContent } from "./form-content.ts";

export type ReadPasted =
  | { readonly ok: true; readonly content: HeldContent; readonly notes: readonly Text[] }
  | { readonly ok: false; readonly problem: Text };

/** What a pasted string makes of the form. Name, group and production are the user's own and stay. */
export function readPasted(pasted: string, before: HeldContent, folder: string | undefined): ReadPasted {
  const parsed = parseConnectionString(pasted);
  if (parsed.status === "invalid") return { ok: false, problem: connectionStringProblemText(parsed.problem) };
  const { password, notes } = parsed;
  const { name, group } = before.fields.texts;
  const read = fieldsOf(absolute(parsed.profile, folder));
  const fields: FormFields = {
    ...read,
    texts: { ...read.texts, name, group },
    production: before.fields.production,
  };
  const content = { fields, keeping: before.keeping, password };
  return { ok: true, content, notes: notes.map(connectionNoteText) };
}

/** A program's relative path is most often meant from the folder that is open. */
function absolute(profile: ConnectionProfile, folder: string | undefined): ConnectionProfile {
  return profile.engine === "sqlite" && folder !== undefined
    ? { ...profile, path: path.resolve(folder, profile.path) }
    : profile;
}
