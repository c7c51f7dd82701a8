import type { Failure, FailureReason } from "../../../core/benchmark/outcome.ts";
import {
  codeOf,
  networkFailure,
  type ServerContext,
  serverFailure,
  wordsOf,
} from "../server/server-failure.ts";

/** The part of tedious' `RequestError` that is read here. */
interface MssqlError extends Error {
  readonly number?: number;
  readonly lineNumber?: number;
}

/** The numbers of SQL Server's errors (`sys.messages`). */
const reasons: ReadonlyMap<number, FailureReason> = new Map<number, FailureReason>([
  ...each(
    "login-failed",
    [916, 4060, 4064, 18_401, 18_450, 18_451, 18_452, 18_456, 18_470, 18_486, 18_487, 18_488],
  ),
  ...each("too-many-connections", [10_928, 10_929, 17_809, 17_810]),
  ...each("syntax-error", [102, 103, 105, 113, 156, 170, 319, 336, 1018, 1033]),
  ...each("not-read-only", [3906]),
  ...each("parameters-mismatch", [137, 201, 8144, 8145, 8146, 8178]),
  ...each("locked", [1222]),
  ...each("deadlock", [1205]),
  ...each("snapshot", [3951, 3952, 3957, 3958, 3960, 3961]),
  ...each("too-large", [511, 701, 1701, 7119, 8632]),
  ...each("lost", [596, 6001, 6002, 6005, 17_142, 17_147, 17_148]),
]);

/** Gives an error of tedious its reason. Of several that a statement caused, the first. */
export function mssqlFailure(context: ServerContext, error: unknown): Failure {
  const first = firstOf(error);
  const words = wordsOf(first);
  const { number } = first as MssqlError;
  if (typeof number === "number") {
    const reason = reasons.get(number) ?? "query-failed";
    const token =
      reason === "syntax-error" ? /near (?:the keyword )?'([\s\S]*?)'/.exec(words)?.[1] : undefined;
    return serverFailure(context, reason, words, { number, ...(token ? { token } : {}) });
  }
  return networkFailure(context, causeOf(first)) ?? libraryFailure(context, first);
}

export function numberOf(error: unknown): number | undefined {
  return (firstOf(error) as MssqlError).number;
}

function firstOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? firstOf(error.errors[0]) : error;
}

/** tedious wraps what the socket said. */
function causeOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}

/** tedious' own codes: what the connection did, not what the server said. */
function libraryFailure(context: ServerContext, error: unknown): Failure {
  const code = codeOf(error) ?? "";
  const words = wordsOf(error);
  switch (code) {
    case "ECANCEL":
      return serverFailure(context, "cancelled", words, { code });
    case "ECLOSE":
    case "ESOCKET":
    case "EINVALIDSTATE":
      return serverFailure(context, "lost", words, { code });
    case "ELOGIN":
      return serverFailure(context, "login-failed", words, { code });
    case "EPARAM":
      return serverFailure(context, "parameters-mismatch", words, { code });
    case "EENCRYPT":
    case "EINSTLOOKUP":
      return serverFailure(context, "cannot-connect", words, { code });
    default:
      return serverFailure(context, "query-failed", words, code === "" ? {} : { code });
  }
}

function each(reason: FailureReason, numbers: readonly number[]): (readonly [number, FailureReason])[] {
  return numbers.map((number) => [number, reason] as const);
}
