import {
  emptyFields,
  type FormFields,
  fieldsOf,
  formFieldOf,
  profileOfFields,
  textFieldsOf,
} from "../../../core/connection/form-fields.ts";
import { type ConnectionProfile, defaultName } from "../../../core/connection/profile.ts";
import type { ProfileProblem } from "../../../core/connection/profile-problem.ts";
import type { Secret } from "../../../core/connection/secret.ts";
import { formLabels } from "../../../core/text/connection-form-text.ts";
import { profileProblemText } from "../../../core/text/profile-problem-text.ts";
import { type Text, text } from "../../../core/text/text.ts";
import type { FieldProblem, Keeping } from "../../../protocol/connection-form.ts";
import type { ConnectionDraft } from "../connection-form.ts";

/** All that is in the form. The password never goes to the page. */
export interface HeldContent {
  readonly fields: FormFields;
  readonly keeping: Keeping;
  /** Undefined: none is known. */
  readonly password: string | undefined;
}

export function contentOf(draft: ConnectionDraft | undefined): HeldContent {
  if (!draft) return { fields: emptyFields("sqlite"), keeping: "stored", password: undefined };
  const { profile, keeping, secret } = draft;
  return {
    fields: fieldsOf(profile),
    keeping,
    password: secret?.kind === "password" ? secret.password : undefined,
  };
}

export interface NameRules {
  /** The wished name, or one like it that no other connection has. */
  readonly freeName: (wished: string) => string;
  /** May stay, for it is the connection's own. */
  readonly ownName: string | undefined;
  readonly t: (text: Text) => string;
}

export type JudgedContent =
  | { readonly ok: true; readonly profile: ConnectionProfile }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** A connection that was given no name is named after where it leads. */
export function judge({ fields }: HeldContent, rules: NameRules): JudgedContent {
  const name = fields.texts.name.trim();
  // Any name will do until it is known where it leads.
  const read = profileOfFields(name === "" ? withName(fields, "?") : fields);
  const taken: readonly FieldProblem[] =
    name === "" || name === rules.ownName || rules.freeName(name) === name
      ? []
      : [{ field: "name", text: rules.t(text("Another connection has this name.")) }];
  if (read.status === "invalid")
    return { ok: false, problems: [...taken, ...read.problems.map((one) => fieldProblem(one, rules.t))] };
  if (taken.length > 0) return { ok: false, problems: taken };
  const { profile } = read;
  if (name !== "") return { ok: true, profile };
  return { ok: true, profile: { ...profile, name: rules.freeName(defaultName(profile)) } };
}

/** What a session is opened with; undefined: it is asked for, or there is nobody to log in. */
export function secretOf({ fields, password }: HeldContent): Secret | undefined {
  if (fields.engine === "sqlite" || fields.authentication === "entra") return undefined;
  if (fields.texts.user.trim() === "") return undefined;
  return password === undefined ? undefined : { kind: "password", password };
}

/** Whether both say the same, to a user. */
export function isSameContent(one: HeldContent, other: HeldContent): boolean {
  const shown = ({ fields, keeping, password }: HeldContent) =>
    JSON.stringify([
      fields.engine,
      textFieldsOf(fields.engine).map((field) => fields.texts[field]),
      [fields.authentication, fields.production, fields.readOnlyIntent, keeping],
      password,
    ]);
  return shown(one) === shown(other);
}

function withName(fields: FormFields, name: string): FormFields {
  return { ...fields, texts: { ...fields.texts, name } };
}

/** At its field, and with the name that the form has for it. */
function fieldProblem(problem: ProfileProblem, t: (text: Text) => string): FieldProblem {
  if (problem.problem === "port-and-instance")
    return { field: "instance", text: t(profileProblemText(problem)) };
  const field = "field" in problem ? formFieldOf(problem.field) : undefined;
  if (field === undefined) return { field, text: t(profileProblemText(problem)) };
  return { field, text: t(profileProblemText({ ...problem, field: formLabels[field] } as ProfileProblem)) };
}
