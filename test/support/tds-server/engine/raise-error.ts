import { formatMessage } from "../functions/text-functions.ts";
import type { Statement } from "../sql/ast.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import { commands } from "./output.ts";
import { evaluate } from "./run-query.ts";
import type { Session } from "./session.ts";

/** Sends the ERROR or INFO token. */
export function report(session: Session, failure: SqlFailure): void {
  const { number, message, class: severity, state, line } = failure;
  session.output.message({
    number,
    state,
    class: severity,
    message,
    server: session.start.serverName,
    procedure: session.procedure,
    line: Math.max(1, line),
  });
}

/** RAISERROR */
export function raise(session: Session, statement: Statement & { kind: "raiserror" }): void {
  const [first, severity, state, ...rest] = statement.args.map((arg) => evaluate(session, arg).value);
  const isNumber = typeof first === "bigint";
  const number = isNumber ? Number(first) : 50_000;
  const message = isNumber ? `Message ${number}` : formatMessage(String(first), rest);
  const failure = new SqlFailure(number, message, {
    class: Number(severity) === 10 ? 0 : Number(severity),
    state: Number(state),
    line: statement.line,
  });
  if (failure.class > 10 && session.catching > 0) throw failure;
  // Not even XACT_ABORT ends a batch for RAISERROR.
  report(session, failure);
  if (failure.class > 10) {
    session.lastError = failure.number;
    session.output.statementDone(commands.none);
  }
  if (statement.withNoWait) session.output.flush();
}

/** THROW */
export function thrown(session: Session, statement: Statement & { kind: "throw" }): SqlFailure {
  if (statement.args.length === 0) {
    const { caught } = session;
    if (!caught)
      return new SqlFailure(
        10_704,
        "To rethrow an error, a THROW statement must be used inside a CATCH block.",
        { class: 15, reach: "batch" },
      );
    return new SqlFailure(caught.number, caught.message, { ...caught, reach: "batch" });
  }
  const [number, message, state] = statement.args.map((arg) => evaluate(session, arg).value);
  return new SqlFailure(Number(number), String(message), {
    state: Number(state),
    reach: "batch",
    line: statement.line,
  });
}
