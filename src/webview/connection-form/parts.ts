import { defaultPorts, type ServerEngine } from "../../core/connection/engine.ts";
import type { FormFields } from "../../core/connection/form-fields.ts";
import { tlsModes } from "../../core/connection/tls.ts";
import { formLabels, tlsModeText } from "../../core/text/connection-form-text.ts";
import { english } from "../../core/text/text.ts";
import type { FormState } from "../../protocol/connection-form.ts";
import { type Child, h } from "../element.ts";
import { checkbox, dropdown, fieldFrame, radios, section, textInput } from "./controls.ts";

/** All below the choice of the engine: what this engine needs. */
export function partsOf(state: FormState): Node[] {
  const { fields } = state;
  const { engine } = fields;
  if (engine === "sqlite") return [filePart(fields), placePart(state)];
  return [
    serverPart(fields, engine),
    loginPart(state),
    encryptionPart(fields, engine),
    placePart(state),
    advancedPart(fields, engine),
  ];
}

function filePart({ texts }: FormFields): HTMLElement {
  return section(
    "Database",
    textInput("path", texts.path, {
      hint: "The database’s file. Lanewise reads it, and never makes or changes one.",
      canBrowse: true,
    }),
  );
}

const hostHints: Readonly<Record<ServerEngine, string>> = {
  mssql: "A name or an address. A named instance stands under Advanced.",
  postgres: "A name, an address, or the folder of a Unix socket.",
  mysql: "A name, an address, or the path of a Unix socket.",
};

function serverPart({ texts }: FormFields, engine: ServerEngine): HTMLElement {
  return section(
    "Server",
    h(
      "div",
      { class: "row" },
      textInput("host", texts.host, { hint: hostHints[engine] }),
      textInput("port", texts.port, { placeholder: String(defaultPorts[engine]), isShort: true }),
    ),
    textInput("database", texts.database, { hint: "Empty: the user’s default." }),
  );
}

function loginPart({ fields, keeping, hasPassword }: FormState): HTMLElement {
  const ways: readonly Child[] =
    fields.engine === "mssql"
      ? [
          fieldFrame(
            "authentication",
            radios(
              "authentication",
              "Sign in with",
              [
                { value: "password", label: "SQL login" },
                { value: "entra", label: "Microsoft Entra" },
              ],
              fields.authentication,
            ),
            "With Microsoft Entra, VS Code signs in by its own Microsoft account. Lanewise keeps nothing of it.",
          ),
        ]
      : [];
  return section(
    "Login",
    ...ways,
    h(
      "div",
      { class: "login", "data-shown-for": "password" },
      textInput("user", fields.texts.user, { hint: "Empty: nobody logs in by name." }),
      fieldFrame(
        "keeping",
        radios(
          "keeping",
          "Keep the password",
          [
            { value: "stored", label: "In VS Code’s secret storage" },
            { value: "window", label: "Until this window closes" },
            { value: "ask", label: "Nowhere: ask every time" },
          ],
          keeping,
        ),
      ),
      passwordField(hasPassword),
    ),
  );
}

function passwordField(hasPassword: boolean): HTMLElement {
  return fieldFrame(
    "password",
    h("vscode-text-field", { type: "password", "data-secret": "password" }, "Password"),
    hasPassword
      ? "Lanewise has a password. Leave this empty to keep it."
      : "Empty: you are asked for it when it is needed.",
  );
}

function encryptionPart({ texts }: FormFields, engine: ServerEngine): HTMLElement {
  const choices = tlsModes[engine].map((mode) => ({ value: mode, label: english(tlsModeText(mode).name) }));
  return section(
    "Encryption",
    fieldFrame("mode", dropdown("mode", formLabels.mode, choices, texts.mode), ""),
  );
}

function placePart({ fields, groups }: FormState): HTMLElement {
  const known =
    groups.length === 0
      ? undefined
      : h(
          "div",
          { class: "groups", role: "group", "aria-label": "Groups that exist" },
          ...groups
            .slice(0, MOST_GROUPS)
            .map((group) =>
              h(
                "vscode-button",
                { appearance: "secondary", "data-action": "use-group", "data-of": group },
                group,
              ),
            ),
        );
  return section(
    "In the Explorer",
    textInput("name", fields.texts.name, { hint: "Empty: named after the database." }),
    h(
      "div",
      null,
      textInput("group", fields.texts.group, { hint: "Optional. A “/” makes a group inside a group." }),
      known,
    ),
    checkbox(
      "production",
      "Production",
      fields.production,
      "Lanewise refuses to write to it, and asks before it puts any load on it.",
    ),
  );
}

/** More are found faster by typing. */
const MOST_GROUPS = 8;

function advancedPart({ texts, readOnlyIntent }: FormFields, engine: ServerEngine): HTMLElement {
  return h(
    "details",
    { class: "part", "data-details": "advanced" },
    h("summary", null, h("h2", null, "Advanced")),
    engine === "mssql" &&
      textInput("instance", texts.instance, { hint: "Of a named instance, in place of a port." }),
    engine === "mssql" &&
      checkbox(
        "readOnlyIntent",
        "Read-only intent",
        readOnlyIntent,
        "An availability group may answer from a secondary replica.",
      ),
    textInput("caFile", texts.caFile, {
      hint: "PEM file of the authorities to trust in place of the system’s.",
      canBrowse: true,
    }),
    textInput("fingerprint", texts.fingerprint, {
      hint: "A certificate that is trusted for this connection, whoever signed it. Lanewise offers it after a test.",
    }),
    textInput("serverName", texts.serverName, {
      hint: "Where it is another than the host, as behind a tunnel.",
    }),
    textInput("certificateFile", texts.certificateFile, {
      hint: "PEM file by which you show who you are, where the server asks for one.",
      canBrowse: true,
    }),
    textInput("keyFile", texts.keyFile, { canBrowse: true }),
    textInput("connectTimeoutSeconds", texts.connectTimeoutSeconds, { isShort: true, placeholder: "15" }),
    textInput("applicationName", texts.applicationName, {
      hint: "By which the server’s own views show our sessions.",
      placeholder: "lanewise",
    }),
    engine === "mysql" && textInput("charset", texts.charset, { placeholder: "utf8mb4" }),
  );
}
