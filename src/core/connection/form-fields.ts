import type { Engine } from "./engine.ts";
import type { ConnectionProfile } from "./profile.ts";
import { type ReadProfile, readProfile } from "./read-profile.ts";
import { defaultTlsModes, type Tls, tlsModes } from "./tls.ts";

/** The fields of the connection form that hold a text; named as in the settings, `tls.` left out of the TLS files. */
export const textFields = [
  "name",
  "group",
  "path",
  "host",
  "port",
  "instance",
  "database",
  "user",
  "mode",
  "fingerprint",
  "caFile",
  "certificateFile",
  "keyFile",
  "serverName",
  "connectTimeoutSeconds",
  "applicationName",
  "charset",
] as const;
export type TextField = (typeof textFields)[number];

/** What a form shows of a profile, as somebody types it: nothing is judged yet. An empty text is none. */
export interface FormFields {
  readonly engine: Engine;
  readonly texts: Readonly<Record<TextField, string>>;
  readonly authentication: "password" | "entra";
  readonly production: boolean;
  readonly readOnlyIntent: boolean;
}

/** Between the groups of `group`, the outermost first. */
const GROUP_SEPARATOR = "/";

const everyEngine: readonly TextField[] = ["name", "group"];
const everyServer: readonly TextField[] = [
  ...everyEngine,
  "host",
  "port",
  "database",
  "user",
  "mode",
  "fingerprint",
  "caFile",
  "certificateFile",
  "keyFile",
  "serverName",
  "connectTimeoutSeconds",
  "applicationName",
];

/** The fields that an engine has. */
export function textFieldsOf(engine: Engine): readonly TextField[] {
  switch (engine) {
    case "sqlite":
      return [...everyEngine, "path"];
    case "mssql":
      return [...everyServer, "instance"];
    case "mysql":
      return [...everyServer, "charset"];
    case "postgres":
      return everyServer;
  }
}

/** A form for a new connection. */
export function emptyFields(engine: Engine): FormFields {
  const texts = Object.fromEntries(textFields.map((field) => [field, ""])) as Record<TextField, string>;
  if (engine !== "sqlite") Object.assign(texts, { host: "localhost", mode: defaultTlsModes[engine] });
  return { engine, texts, authentication: "password", production: false, readOnlyIntent: false };
}

/**
 * The same form for another engine: what both have stays. A port is the old engine's, and so is a mode that was its
 * default or that it alone knows.
 */
export function fieldsForEngine(fields: FormFields, engine: Engine): FormFields {
  if (engine === fields.engine) return fields;
  const { texts: fresh } = emptyFields(engine);
  const { port, mode, ...kept } = fields.texts;
  const isChosen = fields.engine !== "sqlite" && mode !== defaultTlsModes[fields.engine];
  const isKnown = isChosen && engine !== "sqlite" && tlsModes[engine].some((one) => one === mode);
  return {
    ...fields,
    engine,
    texts: { ...kept, host: kept.host || fresh.host, port: "", mode: isKnown ? mode : fresh.mode },
    authentication: "password",
    readOnlyIntent: false,
  };
}

export function fieldsOf(profile: ConnectionProfile): FormFields {
  const { texts, ...rest } = emptyFields(profile.engine);
  const { production = false, group = [], ...own } = profile;
  const known: Readonly<Record<string, unknown>> = { ...own, ...("tls" in own ? own.tls : undefined) };
  const written = textFields.map((field) => {
    const value = field === "group" ? group.join(GROUP_SEPARATOR) : known[field];
    return [field, value === undefined ? (field === "mode" ? texts.mode : "") : String(value)];
  });
  return {
    ...rest,
    texts: Object.fromEntries(written),
    production,
    authentication: "authentication" in profile ? profile.authentication : "password",
    readOnlyIntent: "readOnlyIntent" in profile && profile.readOnlyIntent === true,
  };
}

/** Judges what was typed. Problems name the fields as the settings do: `tls.mode`. */
export function profileOfFields({
  engine,
  texts,
  authentication,
  production,
  readOnlyIntent,
}: FormFields): ReadProfile {
  const given = (field: TextField) => texts[field].trim() || undefined;
  const group = texts.group
    .split(GROUP_SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const common = {
    engine,
    name: given("name"),
    ...(group.length > 0 && { group }),
    ...(production && { production }),
  };
  // A path may begin or end with a blank.
  if (engine === "sqlite") return readProfile(present({ ...common, path: texts.path || undefined }));
  const { mode = defaultTlsModes[engine], ...files } = tlsTexts(given);
  const tls = present({ mode, ...files });
  return readProfile(
    present({
      ...common,
      host: given("host"),
      port: numberIn(given("port")),
      database: given("database"),
      user: given("user"),
      authentication,
      tls,
      connectTimeoutSeconds: numberIn(given("connectTimeoutSeconds")),
      applicationName: given("applicationName"),
      ...(engine === "mssql" && { instance: given("instance"), readOnlyIntent: readOnlyIntent || undefined }),
      ...(engine === "mysql" && { charset: given("charset") }),
    }),
  );
}

/** The form's field that a problem with a profile belongs to. */
export function formFieldOf(field: string): TextField | undefined {
  const own = field.replace(/^tls\./, "");
  return textFields.find((one) => one === own);
}

function tlsTexts(given: (field: TextField) => string | undefined): Partial<Record<keyof Tls, string>> {
  return present({
    mode: given("mode"),
    fingerprint: given("fingerprint"),
    caFile: given("caFile"),
    certificateFile: given("certificateFile"),
    keyFile: given("keyFile"),
    serverName: given("serverName"),
  });
}

/** What is no number stays a text, for the reader of profiles to refuse. */
function numberIn(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
