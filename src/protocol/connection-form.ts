import type { CertificateInfo, ConnectStep } from "../core/connection/catalog.ts";
import { type Engine, engines } from "../core/connection/engine.ts";
import { type FormFields, type TextField, textFields } from "../core/connection/form-fields.ts";

/** Where a password is kept: in VS Code's secret storage, until the window ends, or nowhere. */
export const keepings = ["stored", "window", "ask"] as const;
export type Keeping = (typeof keepings)[number];

/** What the form shows. It never holds a password: the host says only that it has one. */
export interface FormState {
  readonly isNew: boolean;
  readonly fields: FormFields;
  readonly keeping: Keeping;
  /** A password is kept, or was in the pasted string: an empty field leaves it as it is. */
  readonly hasPassword: boolean;
  /** For choosing among. */
  readonly groups: readonly string[];
}

export interface FieldProblem {
  /** Undefined: of the form as a whole. */
  readonly field: TextField | undefined;
  readonly text: string;
}

/** Why a test failed. Sentences are in the user's language. */
export interface TestProblem {
  /** That failed; undefined: the one that was next. */
  readonly step: ConnectStep["step"] | undefined;
  readonly what: string;
  readonly remedy: string;
  /** The server's or the system's own words; empty: there are none. */
  readonly detail: string;
  /** What the server shows and nobody vouches for. */
  readonly certificate: CertificateInfo | undefined;
}

export type ToConnectionForm =
  | { readonly type: "show-form"; readonly state: FormState }
  /** What became of a pasted string; the fields are shown anew. `problem`: it could not be read. */
  | { readonly type: "string-read"; readonly problem: string | undefined; readonly notes: readonly string[] }
  | { readonly type: "set-text"; readonly field: TextField; readonly value: string }
  /** In place of those shown before; empty: all is well. */
  | { readonly type: "show-problems"; readonly problems: readonly FieldProblem[] }
  | { readonly type: "test-started" }
  | { readonly type: "step-done"; readonly step: ConnectStep }
  | { readonly type: "test-cancelled" }
  /** `problem` undefined: all steps are done. */
  | { readonly type: "test-ended"; readonly problem: TestProblem | undefined };

/** `password` undefined: as it was. */
export interface FormContent {
  readonly fields: FormFields;
  readonly keeping: Keeping;
  readonly password: string | undefined;
}

export type FromConnectionForm =
  | { readonly type: "form-ready" }
  | { readonly type: "content-changed"; readonly content: FormContent }
  /** The content is that of the new engine. */
  | { readonly type: "choose-engine"; readonly content: FormContent }
  | { readonly type: "paste-string"; readonly content: FormContent; readonly pasted: string }
  | { readonly type: "choose-file"; readonly field: TextField }
  | { readonly type: "test-connection"; readonly content: FormContent }
  | { readonly type: "cancel-test" }
  | { readonly type: "save-connection"; readonly content: FormContent }
  /** Asks first when there are changes. */
  | { readonly type: "close-form" }
  /** Does nothing when there are changes. */
  | { readonly type: "close-if-unchanged" };

/** Takes of a message what its type names; undefined for anything else. */
export function readFromConnectionForm(value: unknown): FromConnectionForm | undefined {
  if (!isObject(value)) return undefined;
  switch (value["type"]) {
    case "form-ready":
    case "cancel-test":
    case "close-form":
    case "close-if-unchanged":
      return { type: value["type"] };
    case "choose-file": {
      const field = textFields.find((one) => one === value["field"]);
      return field && { type: "choose-file", field };
    }
    case "content-changed":
    case "choose-engine":
    case "test-connection":
    case "save-connection": {
      const content = readContent(value["content"]);
      return content && { type: value["type"], content };
    }
    case "paste-string": {
      const content = readContent(value["content"]);
      const { pasted } = value;
      return content && typeof pasted === "string" ? { type: "paste-string", content, pasted } : undefined;
    }
    default:
      return undefined;
  }
}

function readContent(value: unknown): FormContent | undefined {
  if (!isObject(value)) return undefined;
  const fields = readFields(value["fields"]);
  const keeping = keepings.find((one) => one === value["keeping"]);
  const { password } = value;
  if (!fields || !keeping || (password !== undefined && typeof password !== "string")) return undefined;
  return { fields, keeping, password };
}

function readFields(value: unknown): FormFields | undefined {
  if (!isObject(value) || !isObject(value["texts"])) return undefined;
  const engine = readEngine(value["engine"]);
  const texts = value["texts"];
  if (!engine || !textFields.every((field) => typeof texts[field] === "string")) return undefined;
  return {
    engine,
    texts: Object.fromEntries(textFields.map((field) => [field, texts[field]])) as FormFields["texts"],
    authentication: value["authentication"] === "entra" ? "entra" : "password",
    production: value["production"] === true,
    readOnlyIntent: value["readOnlyIntent"] === true,
  };
}

function readEngine(value: unknown): Engine | undefined {
  return engines.find((engine) => engine === value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
