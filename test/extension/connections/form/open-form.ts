import type { ConnectStep } from "../../../../src/core/connection/catalog.ts";
import { emptyFields, type FormFields } from "../../../../src/core/connection/form-fields.ts";
import type { ConnectionProfile } from "../../../../src/core/connection/profile.ts";
import type { Secret } from "../../../../src/core/connection/secret.ts";
import { english } from "../../../../src/core/text/text.ts";
import type { ConnectionDraft } from "../../../../src/extension/connections/connection-form.ts";
import { ConnectionFormHost } from "../../../../src/extension/connections/form/connection-form-host.ts";
import type { CatalogReply } from "../../../../src/node/catalog-reply.ts";
import type {
  FormContent,
  FromConnectionForm,
  ToConnectionForm,
} from "../../../../src/protocol/connection-form.ts";

export const SECRET = "enigma-4711";
export const shop: ConnectionProfile = {
  engine: "postgres",
  name: "shop",
  host: "db",
  database: "shop",
  user: "ada",
  authentication: "password",
  tls: { mode: "prefer" },
};
export const editing: ConnectionDraft = {
  profile: shop,
  keeping: "stored",
  secret: { kind: "password", password: SECRET },
};

interface Tested {
  readonly profile: ConnectionProfile;
  readonly secret: Secret | undefined;
  readonly signal: AbortSignal;
  onStep(step: ConnectStep): void;
  end(reply: CatalogReply<readonly ConnectStep[]>): void;
}

interface Options {
  readonly initial?: ConnectionDraft;
  /** Names that other connections have. */
  readonly taken?: readonly string[];
  readonly throwsAway?: boolean;
  readonly file?: string;
}

export function openForm({ initial, taken = [], throwsAway = false, file }: Options = {}) {
  const posted: ToConnectionForm[] = [];
  const tests: Tested[] = [];
  const closed: (ConnectionDraft | undefined)[] = [];
  let asked = 0;
  const host = new ConnectionFormHost({
    initial,
    post: (message) => posted.push(structuredClone(message)),
    close: (draft) => closed.push(draft),
    test: (profile, secret, onStep, signal) =>
      new Promise((end) => tests.push({ profile, secret, signal, onStep, end })),
    freeName: (wished) => (taken.includes(wished) ? `${wished} 2` : wished),
    groups: () => [["work"], ["work", "staging"]],
    chooseFile: async () => file,
    confirm: async () => {
      asked++;
      return throwsAway;
    },
    workspaceFolder: () => "/work",
    t: english,
  });
  const last = <T extends ToConnectionForm["type"]>(type: T) =>
    posted.findLast((message) => message.type === type) as Extract<ToConnectionForm, { type: T }> | undefined;
  return {
    ...{ host, posted, tests, closed, last },
    asked: () => asked,
    send: (order: FromConnectionForm) => host.receive(order),
    problems: () => last("show-problems")?.problems.map(({ field, text }) => `${field}: ${text}`),
  };
}

export function content(
  texts: Partial<FormFields["texts"]> = {},
  changes: Partial<FormContent> = {},
): FormContent {
  const fields = emptyFields("postgres");
  return {
    fields: { ...fields, texts: { ...fields.texts, ...texts } },
    keeping: "stored",
    password: undefined,
    ...changes,
  };
}

export const ada = { host: "db", database: "shop", user: "ada" };
