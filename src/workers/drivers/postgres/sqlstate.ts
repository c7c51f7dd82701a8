import type { Failure, FailureReason } from "../../../core/benchmark/outcome.ts";
import {
  codeOf,
  networkFailure,
  type ServerContext,
  serverFailure,
  wordsOf,
} from "../server/server-failure.ts";

/** The part of pg's `DatabaseError` that is read here. */
interface DatabaseError extends Error {
  readonly code: string;
  readonly severity?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
}

/** Gives an error of pg its reason, by SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html). */
export function postgresFailure(context: ServerContext, error: unknown): Failure {
  const network = networkFailure(context, error);
  if (network) return network;
  const code = codeOf(error) ?? "";
  const words = detailOf(error);
  if (!/^[0-9A-Z]{5}$/.test(code)) {
    // pg's own: "Connection terminated unexpectedly", "Client has encountered a connection error …".
    const isEnd = /terminated|not queryable|connection error/i.test(words);
    return serverFailure(context, isEnd ? "lost" : "query-failed", words);
  }
  const reason = reasonOf(code, words);
  const data: Record<string, string | number> = { code };
  const token = reason === "syntax-error" ? /at or near "([\s\S]*)"/.exec(words)?.[1] : undefined;
  if (token !== undefined) data["token"] = token;
  return serverFailure(context, reason, words, data);
}

function detailOf(error: unknown): string {
  const { detail, hint } = error as Partial<DatabaseError>;
  return [wordsOf(error), detail, hint].filter(Boolean).join(" ");
}

function reasonOf(code: string, words: string): FailureReason {
  switch (code) {
    case "42601":
      // The extended protocol takes one statement.
      return /multiple commands/.test(words) ? "several-statements" : "syntax-error";
    case "25006":
    case "25001":
      return "not-read-only";
    case "42P02":
    case "42P18":
      return "parameters-mismatch";
    case "08P01":
      return /bind message supplies|parameter/.test(words) ? "parameters-mismatch" : "lost";
    case "57014":
      return /timeout/.test(words) ? "timed-out" : "cancelled";
    case "55P03":
      return "locked";
    case "40P01":
      return "deadlock";
    case "40001":
    case "72000":
      return "snapshot";
    case "53300":
      return "too-many-connections";
    case "54000":
    case "54001":
    case "53200":
      return "too-large";
    case "28000":
    case "28P01":
    case "3D000":
      return "login-failed";
    case "57P03":
      return "cannot-connect";
    default:
      break;
  }
  if (code.startsWith("57P") || code.startsWith("08")) return "lost";
  if (code.startsWith("28")) return "login-failed";
  return "query-failed";
}
