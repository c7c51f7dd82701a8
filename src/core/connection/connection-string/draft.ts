import type { ServerEngine } from "../engine.ts";
import { defaultName, isSocket, type ServerProfile } from "../profile.ts";
import type { Tls, TlsMode } from "../tls.ts";
import {
  type ConnectionNote,
  type ConnectionStringProblem,
  invalid,
  type ParsedConnection,
} from "./parsed-connection.ts";

/** A server's profile while its string is read. What is empty counts as not given, but for the password. */
export interface Draft {
  host?: string;
  port?: number;
  instance?: string;
  database?: string;
  user?: string;
  password?: string;
  authentication?: "password" | "entra";
  tlsMode?: TlsMode;
  caFile?: string;
  certificateFile?: string;
  keyFile?: string;
  serverName?: string;
  connectTimeoutSeconds?: number;
  applicationName?: string;
  charset?: string;
  readOnlyIntent?: boolean;
  readonly notes: ConnectionNote[];
  /** The first one found. */
  problem?: ConnectionStringProblem;
}

export function startDraft(): Draft {
  return { notes: [] };
}

export function fail(draft: Draft, problem: ConnectionStringProblem): void {
  draft.problem ??= problem;
}

export function finishDraft(engine: ServerEngine, draft: Draft): ParsedConnection {
  const host = readHost(engine, draft);
  const bad = controlCharacterIn(draft);
  if (bad !== undefined) fail(draft, { problem: "control-character", name: bad });
  if (draft.problem) return invalid(draft.problem);
  const { port, password, notes } = draft;
  if (port !== undefined && draft.instance) {
    notes.push({ note: "port-wins", instance: draft.instance });
    delete draft.instance;
  }
  const described = {
    host,
    ...(port === undefined ? {} : { port }),
    ...given(draft, ["database", "user", "connectTimeoutSeconds", "applicationName"]),
    ...tlsOf(draft),
    ...(engine === "mssql" ? given(draft, ["instance", "readOnlyIntent"]) : {}),
    ...(engine === "mysql" ? given(draft, ["charset"]) : {}),
  };
  const name = defaultName(described);
  const profile: ServerProfile =
    engine === "mssql"
      ? { engine, name, ...described, authentication: draft.authentication ?? "password" }
      : { engine, name, ...described, authentication: "password" };
  return { status: "parsed", profile, password, notes };
}

function readHost(engine: ServerEngine, draft: Draft): string {
  if (!draft.host) {
    draft.notes.push({ note: "host-assumed", host: "localhost" });
    return "localhost";
  }
  const { host } = draft;
  if (host.includes(",")) fail(draft, { problem: "multiple-hosts" });
  else if (!isHost(host) || (isSocket(host) && engine === "mssql")) fail(draft, { problem: "bad-host" });
  return host;
}

/** Whether it can be a name, an address or a socket: it holds none of what separates hosts from the rest. */
export function isHost(host: string): boolean {
  if (isSocket(host)) return true;
  if (host.includes(":")) return /^[\da-f]*:[\da-f]*:[\da-f:.]*(?:%[^\s/]+)?$/i.test(host);
  return /^[^\s/\\@,;?#[\]{}'"<>=&]+$/.test(host);
}

/** The fields that have a value. */
function given<K extends keyof Draft>(draft: Draft, keys: readonly K[]): Pick<Draft, K> {
  const entries = keys.map((key) => [key, draft[key]] as const);
  const filled = entries.filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(filled) as Pick<Draft, K>;
}

function tlsOf(draft: Draft): { readonly tls?: Tls } {
  const files = given(draft, ["caFile", "certificateFile", "keyFile", "serverName"]);
  if (draft.tlsMode !== undefined) return { tls: { mode: draft.tlsMode, ...files } };
  // Who names an authority wants it asked, and who shows a certificate cannot do so without encryption.
  if (files.caFile !== undefined || files.serverName !== undefined)
    return { tls: { mode: "verify-full", ...files } };
  return Object.keys(files).length === 0 ? {} : { tls: { mode: "require", ...files } };
}

/** No engine takes a NUL, and a line break in a name is a slip of the clipboard. */
function controlCharacterIn(draft: Draft): string | undefined {
  for (const [name, value] of Object.entries(draft)) {
    if (typeof value !== "string") continue;
    if (name === "password" ? value.includes("\u0000") : /\p{Cc}/u.test(value)) return name;
  }
  return undefined;
}
