import type { Statement } from "../sql/ast.ts";
import { SqlFailure, unsupported } from "../sql/sql-failure.ts";
import { environmentTypes, writeTextChange } from "../wire/tokens.ts";
import { commands } from "./output.ts";
import type { Session } from "./session.ts";
import { isolationLevels } from "./transactions.ts";

/** Options that clients set at login and that mean nothing to SQLite; the stand-in behaves as with their usual values. */
const accepted = new Set([
  "ANSI_DEFAULTS",
  "ANSI_NULLS",
  "ANSI_NULL_DFLT_OFF",
  "ANSI_NULL_DFLT_ON",
  "ANSI_PADDING",
  "ANSI_WARNINGS",
  "ARITHABORT",
  "ARITHIGNORE",
  "CONCAT_NULL_YIELDS_NULL",
  "CURSOR_CLOSE_ON_COMMIT",
  "DEADLOCK_PRIORITY",
  "FORCEPLAN",
  "NUMERIC_ROUNDABORT",
  "QUOTED_IDENTIFIER",
  "QUERY_GOVERNOR_COST_LIMIT",
  "STATISTICS",
  "TEXTSIZE",
]);

/** Options that change results, and the one value of each that the stand-in knows. */
const onlyValues = { DATEFIRST: "7", DATEFORMAT: "mdy", FMTONLY: "off", ROWCOUNT: "0" } as const;

export function runSet(
  session: Session,
  statement: Statement & { kind: "set-option" | "set-isolation" },
): void {
  if (statement.kind === "set-isolation") {
    const level = isolationLevels.indexOf(statement.level);
    if (level === 5 && session.transactions.count > 0) {
      throw new SqlFailure(
        3951,
        "Transaction failed in database because the statement was run under snapshot isolation but the transaction did not start in snapshot isolation.",
      );
    }
    session.transactions.isolation = level;
  } else {
    for (const name of statement.names.slice(0, statement.names[0] === "IDENTITY_INSERT" ? 1 : undefined))
      set(session, statement, name);
  }
  if (!session.output.isInProcedure) session.output.statementDone(commands.none);
}

function set(session: Session, statement: Statement & { kind: "set-option" }, name: string): void {
  const { options } = session;
  const isOn = statement.value.toUpperCase() === "ON";
  switch (name) {
    case "NOCOUNT":
      options.noCount = isOn;
      return;
    case "XACT_ABORT":
      options.abortsTransaction = isOn;
      return;
    case "SHOWPLAN_XML":
      options.showsPlan = isOn;
      return;
    case "PARSEONLY":
      options.parsesOnly = isOn;
      return;
    case "DATEFIRST":
    case "DATEFORMAT":
    case "FMTONLY":
    case "ROWCOUNT":
      if (statement.value.toLowerCase() === onlyValues[name]) return;
      throw unsupported(`SET ${name} ${statement.value}`, statement.line);
    case "NOEXEC":
      options.executesNothing = isOn;
      return;
    case "IMPLICIT_TRANSACTIONS":
      options.implicitTransactions = isOn;
      return;
    case "LOCK_TIMEOUT":
      options.lockTimeoutMs = Number(statement.value);
      return;
    case "IDENTITY_INSERT":
      options.identityInsert = isOn ? (statement.names[1] ?? "").split(".").at(-1)?.toLowerCase() : undefined;
      return;
    case "LANGUAGE":
      session.output.token((writer) =>
        writeTextChange(writer, environmentTypes.language, statement.value, "us_english"),
      );
      session.inform(5703, `Changed language setting to ${statement.value}.`);
      return;
    default:
      if (accepted.has(name) || statement.names[0] === "STATISTICS") return;
      throw new SqlFailure(195, `'${name}' is not a recognized SET option.`, {
        class: 15,
        state: 5,
        reach: "batch",
      });
  }
}
