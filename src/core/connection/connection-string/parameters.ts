import { tlsModeOfWord } from "../tls.ts";
import { type Draft, fail } from "./draft.ts";

/** A name and its value, decoded. */
export type Parameter = readonly [name: string, value: string];

/** What to do with a parameter: read it, or say that it names something that Lanewise does not read. */
export type ParameterTable = Readonly<Record<string, ((draft: Draft, value: string) => void) | "not-read">>;

/** One name for the spellings that the notations have: `Trust Server Certificate`, `trustServerCertificate`. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, "");
}

const secretName = /password|passwd|pwd|passphrase|secret|token|credential|apikey/;

/** Whether a parameter of this name holds a secret. */
export function namesSecret(name: string): boolean {
  const plain = plainName(name);
  // `sslpasswordcallback` and the like name a class; `persistsecurityinfo` is a switch.
  return secretName.test(plain) && !/callback|file|provider|lifetime|expir/.test(plain);
}

/** Reads what the table knows, in the order given, so that the last one wins. The rest becomes notes. */
export function applyParameters(draft: Draft, parameters: Iterable<Parameter>, table: ParameterTable): void {
  for (const [name, value] of parameters) {
    const plain = plainName(name);
    const read = Object.hasOwn(table, plain) ? table[plain] : undefined;
    if (read === "not-read") draft.notes.push({ note: "not-read", name });
    else if (read) read(draft, value);
    else if (namesSecret(name)) draft.notes.push({ note: "secret-dropped", name });
    else draft.notes.push({ note: "unknown-parameter", name, value });
  }
}

type TextField =
  | "host"
  | "instance"
  | "database"
  | "user"
  | "password"
  | "caFile"
  | "certificateFile"
  | "keyFile"
  | "serverName"
  | "applicationName"
  | "charset";

export function asText(field: TextField): (draft: Draft, value: string) => void {
  return (draft, value) => {
    draft[field] = value;
  };
}

/** Empty: the default. A list of ports comes with a list of hosts. */
export function readPort(draft: Draft, value: string): void {
  const written = value.trim();
  if (written === "") return;
  const port = Number(written);
  if (/^[\d\s]*,/.test(written)) fail(draft, { problem: "multiple-hosts" });
  else if (!/^\d+$/.test(written) || port < 1 || port > 65_535) fail(draft, { problem: "bad-port" });
  else draft.port = port;
}

/** A whole number of seconds or milliseconds; 0 and −1 mean "without end" and are left to the default. */
export function asTimeout(
  name: string,
  unit: "seconds" | "milliseconds",
): (draft: Draft, value: string) => void {
  return (draft, value) => {
    const number = Number(value.trim());
    if (value.trim() === "" || !Number.isInteger(number) || number > 2 ** 31)
      draft.notes.push({ note: "value-not-understood", name });
    else if (number > 0) draft.connectTimeoutSeconds = unit === "seconds" ? number : Math.ceil(number / 1000);
  };
}

/** `sslmode` and its like: never a guess, since a wrong one would turn encryption off. */
export function asTlsMode(name: string, allowed: readonly string[]): (draft: Draft, value: string) => void {
  return (draft, value) => {
    const mode = tlsModeOfWord(value);
    if (mode === undefined) fail(draft, { problem: "bad-value", name, allowed });
    else draft.tlsMode = mode;
  };
}

/** Undefined for what is neither. */
export function readSwitch(value: string): boolean | undefined {
  const word = value.trim().toLowerCase();
  if (/^(?:true|yes|on|1)$/.test(word)) return true;
  return /^(?:false|no|off|0)$/.test(word) ? false : undefined;
}

/** The value of the last parameter of this plain name. */
export function lastValue(parameters: readonly Parameter[], ...names: readonly string[]): string | undefined {
  return parameters.findLast(([name]) => names.includes(plainName(name)))?.[1];
}
