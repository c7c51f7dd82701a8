import { assertNever } from "../assert-never.ts";
import type { ConnectStep } from "../connection/catalog.ts";
import type { Engine } from "../connection/engine.ts";
import type { TextField } from "../connection/form-fields.ts";
import type { TlsMode } from "../connection/tls.ts";
import { type Text, text } from "./text.ts";

/** What the form calls its fields, and what its problems name. */
export const formLabels: Readonly<Record<TextField, string>> = {
  name: "Name",
  group: "Group",
  path: "File",
  host: "Host",
  port: "Port",
  instance: "Instance",
  database: "Database",
  user: "User",
  mode: "Encrypt",
  fingerprint: "Trusted certificate (SHA-256)",
  caFile: "Certificate authority file",
  certificateFile: "Client certificate",
  keyFile: "Client key",
  serverName: "Name in the server’s certificate",
  connectTimeoutSeconds: "Connect time-out in seconds",
  applicationName: "Application name",
  charset: "Character set",
};

/** What a mode is called, and what it checks of the server. */
export function tlsModeText(mode: TlsMode): { readonly name: Text; readonly checks: Text } {
  switch (mode) {
    case "disable":
      return {
        name: text("Off"),
        checks: text("Nothing is encrypted: whoever is on the way can read along, the password included."),
      };
    case "prefer":
      return {
        name: text("If the server can"),
        checks: text(
          "Encrypts if the server offers it, and checks nothing: whoever is on the way can turn it off or pose as the server.",
        ),
      };
    case "require":
      return {
        name: text("Always, unchecked"),
        checks: text(
          "Encrypts, or does not connect. The certificate is not checked: somebody on the way can pose as the server.",
        ),
      };
    case "verify-ca":
      return {
        name: text("Always, check the authority"),
        checks: text(
          "Encrypts, and checks that a trusted authority has signed the certificate, for any name.",
        ),
      };
    case "verify-full":
      return {
        name: text("Always, check authority and name"),
        checks: text(
          "Encrypts, and checks that a trusted authority has signed the certificate for this host’s name.",
        ),
      };
    case "strict":
      return {
        name: text("Strict (TDS 8.0)"),
        checks: text(
          "Encrypts from the first byte, and checks authority and name. Needs SQL Server 2022 or newer.",
        ),
      };
    default:
      return assertNever(mode);
  }
}

/** What a step of *Test Connection* does. */
export function connectStepText(step: ConnectStep["step"], engine: Engine): Text {
  switch (step) {
    case "resolve":
      return engine === "sqlite" ? text("Find the file") : text("Resolve the name");
    case "connect":
      return text("Connect");
    case "tls":
      return text("Encrypt");
    case "log-in":
      return text("Log in");
    case "database":
      return text("Open the database");
    case "version":
      return text("Ask for the version");
    default:
      return assertNever(step);
  }
}
