import type { Failure } from "../core/benchmark/outcome.ts";
import { makeRedactor } from "../core/connection/redact.ts";
import type { Secret } from "../core/connection/secret.ts";

/** The failure, the secret taken out of all that others wrote into it. */
export function withoutSecret(failure: Failure, secret: Secret | undefined): Failure {
  if (!secret) return failure;
  const clean = makeRedactor([secret.kind === "password" ? secret.password : secret.token]);
  const data = Object.entries(failure.data).map(
    ([name, value]) => [name, typeof value === "string" ? clean(value) : value] as const,
  );
  return { reason: failure.reason, detail: clean(failure.detail), data: Object.fromEntries(data) };
}
