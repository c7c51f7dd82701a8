import type { Failure, FailureReason } from "../../../core/benchmark/outcome.ts";
import {
  codeOf,
  networkFailure,
  type ServerContext,
  serverFailure,
  wordsOf,
} from "../server/server-failure.ts";

/** The part of mysql2's errors that is read here. */
interface MysqlError extends Error {
  readonly code?: string;
  readonly errno?: number;
}

/** The numbers of MySQL's and MariaDB's errors (dev.mysql.com/doc/mysql-errors, mariadb.com/kb/en/mariadb-error-codes). */
const reasons: ReadonlyMap<number, FailureReason> = new Map<number, FailureReason>([
  ...each("login-failed", [1044, 1045, 1049, 1130, 1251, 1275, 1698, 1862, 3118, 3159, 4151]),
  ...each("too-many-connections", [1040, 1203, 1226]),
  ...each("syntax-error", [1064, 1065]),
  ...each("not-read-only", [1290, 1295, 1792, 1836]),
  ...each("parameters-mismatch", [1210, 2031]),
  ...each("locked", [1205, 3572]),
  ...each("deadlock", [1213]),
  ...each("snapshot", [1020]),
  ...each("too-large", [1153, 1162, 1118, 1041, 1037, 1038]),
  ...each("timed-out", [1969, 3024]),
  ...each("cancelled", [1317]),
  ...each("lost", [1053, 1077, 1080, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 4031]),
]);

/** Gives an error of mysql2 its reason. */
export function mysqlFailure(context: ServerContext, error: unknown): Failure {
  const { errno } = error as MysqlError;
  const words = wordsOf(error);
  const reason = typeof errno === "number" && errno > 0 ? reasons.get(errno) : undefined;
  if (reason === undefined) return networkFailure(context, error) ?? libraryFailure(context, error);
  const token = reason === "syntax-error" ? /near '([\s\S]*)' at line/.exec(words)?.[1] : undefined;
  return serverFailure(context, reason, words, {
    code: codeOf(error) ?? "",
    ...(token ? { token: token.slice(0, 80) } : {}),
  });
}

export function isErrno(error: unknown, errno: number): boolean {
  return (error as MysqlError).errno === errno;
}

/** mysql2's own errors: what the connection did, not what the server said. */
function libraryFailure(context: ServerContext, error: unknown): Failure {
  const code = codeOf(error) ?? "";
  const words = wordsOf(error);
  const isEnd = code === "PROTOCOL_CONNECTION_LOST" || /closed state|Connection lost/.test(words);
  if (isEnd) return serverFailure(context, "lost", words, { code });
  if (code.startsWith("HANDSHAKE") || code.startsWith("AUTH_"))
    return serverFailure(context, "cannot-connect", words, { code });
  return serverFailure(context, "query-failed", words, code === "" ? {} : { code });
}

function each(reason: FailureReason, numbers: readonly number[]): (readonly [number, FailureReason])[] {
  return numbers.map((number) => [number, reason] as const);
}
