import type { Failure, FailureReason } from "../../../core/benchmark/outcome.ts";
import { defaultPorts } from "../../../core/connection/engine.ts";
import { isSocket, type ServerProfile } from "../../../core/connection/profile.ts";
import { redact } from "../../../core/connection/redact.ts";
import type { Secret } from "../../../core/connection/secret.ts";

/** Which server an error is about, and what must not be read in it. */
export interface ServerContext {
  readonly profile: ServerProfile;
  readonly secret: Secret | undefined;
}

/** `db.example:5432`, `db\instance`, or a socket's path. */
export function serverName(profile: ServerProfile): string {
  const { engine, host, port } = profile;
  if (isSocket(host)) return host;
  if (profile.engine === "mssql" && profile.instance !== undefined && port === undefined)
    return `${host}\\${profile.instance}`;
  return `${host.includes(":") ? `[${host}]` : host}:${port ?? defaultPorts[engine]}`;
}

/** A failure that names the server, with the secret taken out of the server's words. */
export function serverFailure(
  { profile, secret }: ServerContext,
  reason: FailureReason,
  detail: string,
  data: Failure["data"] = {},
): Failure {
  return {
    reason,
    detail: redact(detail, secretsOf(secret)),
    data: { server: serverName(profile), ...(profile.user ? { user: profile.user } : {}), ...data },
  };
}

/** What the network did: `code` is the system's (`ECONNREFUSED`). Undefined for an error that is not the network's. */
export function networkFailure(context: ServerContext, error: unknown): Failure | undefined {
  const code = codeOf(error);
  if (code === undefined || !networkCodes.has(code)) return undefined;
  const reason = lostCodes.has(code) ? "lost" : "cannot-connect";
  return serverFailure(context, reason, wordsOf(error), { code });
}

/** An error's own code; of several addresses tried, the first one's. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError && !("code" in error && error.code)) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** An error's words; of several addresses tried, all of them. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(wordsOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

const lostCodes: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);

const networkCodes: ReadonlySet<string> = new Set([
  ...lostCodes,
  "EAI_AGAIN",
  "EACCES",
  "EADDRNOTAVAIL",
  "ECONNREFUSED",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "EINVAL",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND",
  "ENOTSOCK",
  "ENODATA",
  "EPERM",
  "ESERVFAIL",
  "ETIMEDOUT",
]);

function secretsOf(secret: Secret | undefined): readonly string[] {
  if (secret === undefined) return [];
  return [secret.kind === "password" ? secret.password : secret.token];
}
