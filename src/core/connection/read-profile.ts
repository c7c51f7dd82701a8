import { isHost } from "./connection-string/draft.ts";
import { namesSecret } from "./connection-string/parameters.ts";
import type { Engine, ServerEngine } from "./engine.ts";
import { FieldReader, isObject } from "./field-reader.ts";
import { type ConnectionProfile, isSocket, type ServerProfile } from "./profile.ts";
import type { ProfileProblem } from "./profile-problem.ts";
import { type Tls, tlsModes } from "./tls.ts";

export type ReadProfile =
  | {
      readonly status: "read";
      readonly profile: ConnectionProfile;
      /** Fields that Lanewise does not know, and so does not use. */
      readonly warnings: readonly ProfileProblem[];
    }
  | { readonly status: "invalid"; readonly problems: readonly ProfileProblem[] };

/**
 * Reads one profile of the setting `lanewise.connections`, or one that an older version stored. A profile that holds a
 * secret is refused: settings are shared.
 */
export function readProfile(value: unknown): ReadProfile {
  if (!isObject(value)) return { status: "invalid", problems: [{ problem: "not-an-object", field: "" }] };
  const fields = new FieldReader(value);
  const { problems, warnings } = fields;
  const engine = readEngine(fields);
  if (engine === undefined) return { status: "invalid", problems };
  const profile = engine === "sqlite" ? readSqlite(fields) : readServer(fields, engine);
  judgeUnread(fields, engine);
  return problems.length > 0 || profile === undefined
    ? { status: "invalid", problems }
    : { status: "read", profile, warnings };
}

/** Reads the whole setting, in its order. Of two profiles with one name the second is refused. */
export function readProfiles(setting: unknown): readonly ReadProfile[] {
  if (!Array.isArray(setting)) return [{ status: "invalid", problems: [{ problem: "not-a-list" }] }];
  const names = new Set<string>();
  return setting.map((value) => {
    const read = readProfile(value);
    if (read.status === "invalid") return read;
    const { name } = read.profile;
    if (names.has(name)) return { status: "invalid", problems: [{ problem: "name-twice", name }] };
    names.add(name);
    return read;
  });
}

function readEngine(fields: FieldReader): Engine | undefined {
  const engine = fields.oneOf("engine", ["sqlite", "mssql", "postgres", "mysql"]);
  if (engine === undefined && fields.problems.length === 0)
    fields.problems.push({ problem: "missing", field: "engine" });
  return engine;
}

function readCommon(fields: FieldReader) {
  return {
    name: fields.requiredText("name"),
    production: fields.switch("production"),
    group: fields.texts("group"),
  };
}

function readSqlite(fields: FieldReader): ConnectionProfile | undefined {
  const { name, ...common } = readCommon(fields);
  const path = fields.requiredText("path");
  if (path !== undefined && !/^(?:\/|\\\\|[a-z]:[/\\])/i.test(path))
    fields.problems.push({ problem: "path-not-absolute", field: "path" });
  return name === undefined || path === undefined
    ? undefined
    : { engine: "sqlite", name, path, ...present(common) };
}

function readServer(fields: FieldReader, engine: ServerEngine): ServerProfile | undefined {
  const { name, ...common } = readCommon(fields);
  const host = readHost(fields, engine);
  const allowed = engine === "mssql" ? (["password", "entra"] as const) : (["password"] as const);
  const authentication = fields.oneOf("authentication", allowed) ?? "password";
  const options = {
    ...common,
    port: fields.wholeNumber("port", 1, 65_535),
    database: fields.text("database"),
    user: fields.text("user"),
    tls: readTls(fields, engine),
    connectTimeoutSeconds: fields.wholeNumber("connectTimeoutSeconds", 1, 3600),
    applicationName: fields.text("applicationName"),
  };
  const own = readOwn(fields, engine);
  if (own.instance !== undefined && options.port !== undefined)
    fields.problems.push({ problem: "port-and-instance" });
  if (name === undefined || host === undefined) return undefined;
  const described = { name, host, ...present(options), ...present(own) };
  return engine === "mssql"
    ? { engine, authentication, ...described }
    : { engine, authentication: "password", ...described };
}

/** What one engine alone has. */
function readOwn(
  fields: FieldReader,
  engine: ServerEngine,
): { instance?: string | undefined; readOnlyIntent?: boolean | undefined; charset?: string | undefined } {
  if (engine === "mysql") return { charset: fields.text("charset") };
  if (engine === "postgres") return {};
  return { instance: fields.text("instance"), readOnlyIntent: fields.switch("readOnlyIntent") };
}

function readHost(fields: FieldReader, engine: ServerEngine): string | undefined {
  const written = fields.requiredText("host");
  if (written === undefined) return undefined;
  const host = written.replace(/^\[([^\]]*)\]$/, "$1");
  if (isSocket(host) && engine === "mssql")
    fields.problems.push({ problem: "host-not-valid", field: "host" });
  else if (isHost(host)) return host;
  else {
    const holdsMore = /:\/\/|^[^:]*:\d*$|\\|,|@|\]:/.test(host);
    fields.problems.push({ problem: holdsMore ? "host-holds-more" : "host-not-valid", field: "host" });
  }
  return undefined;
}

function readTls(fields: FieldReader, engine: ServerEngine): Tls | undefined {
  const tls = fields.object("tls");
  if (!tls) return undefined;
  const before = tls.problems.length;
  const mode = tls.oneOf("mode", tlsModes[engine]);
  if (mode === undefined && tls.problems.length === before)
    tls.problems.push({ problem: "missing", field: tls.path("mode") });
  const files = {
    fingerprint: readFingerprint(tls),
    caFile: tls.text("caFile"),
    certificateFile: tls.text("certificateFile"),
    keyFile: tls.text("keyFile"),
    serverName: tls.text("serverName"),
  };
  judgeUnread(tls, engine);
  return mode === undefined ? undefined : { mode, ...present(files) };
}

/** As OpenSSL and browsers write it, with colons and in capitals, or plain. */
function readFingerprint(tls: FieldReader): string | undefined {
  const written = tls.text("fingerprint");
  const plain = written?.replaceAll(/[:\s]/g, "").toLowerCase();
  if (plain === undefined || /^[\da-f]{64}$/.test(plain)) return plain;
  tls.problems.push({ problem: "not-a-fingerprint", field: tls.path("fingerprint") });
  return undefined;
}

const serverFields = ["host", "port", "database", "user", "tls", "authentication", "connectTimeoutSeconds"];
const fieldsOfOthers = [...serverFields, "path", "applicationName", "instance", "readOnlyIntent", "charset"];

function judgeUnread(fields: FieldReader, engine: Engine): void {
  for (const name of fields.unread()) {
    const field = fields.path(name);
    if (namesSecret(name) || /^connectionstring$/i.test(name))
      fields.problems.push({ problem: "secret", field });
    else if (fieldsOfOthers.includes(name))
      fields.problems.push({ problem: "not-for-engine", field, engine });
    else fields.warnings.push({ problem: "unknown-field", field });
  }
}

/** Without the fields that are undefined. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
