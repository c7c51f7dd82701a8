import type { Range, Severity } from "../finding.ts";
import type { FileModel, Operation } from "../model/file-model.ts";
import { exitsOf } from "../model/paths.ts";
import type { DatabaseValue } from "../model/value.ts";
import { defineRule } from "../rule.ts";
import type { ExceptHandler, Node, Try } from "../syntax/python.ts";
import { databaseErrorsCaught } from "./support/database-errors.ts";
import { isOfDriver, isPostgres } from "./support/drivers.ts";
import { isClosedByWith, isMendedInside } from "./support/ended-by-with.ts";
import { type HandedConnection, handedConnection, livesOn } from "./support/handed-connection.ts";
import { insertFirst } from "./support/insert-first.ts";
import { mendsIn, stopsHere } from "./support/session-mending.ts";
import { writesSeveral } from "./support/several-writes.ts";

type Message = "broken" | "aborted" | "leftover" | "ending";

export const commitWithoutRollback = defineRule({
  id: "commit-without-rollback",
  severity: "error",
  measurable: false,
  docs: {
    summary:
      "A `try` around a commit or flush whose handler swallows the error and leaves the session as it broke.",
    why: "When a flush fails, SQLAlchemy rolls the transaction back inside the database, but the session stays in the failed transaction until the program says `rollback()`. Every later query, flush or commit of that session raises `PendingRollbackError` (before 1.4 `InvalidRequestError`: *This Session's transaction has been rolled back due to a previous exception during flush*). One bad row so turns into an error for every row, request or message after it, far from its cause.\n\nA driver's connection has the same need: PostgreSQL answers every further statement with *current transaction is aborted*, and other databases keep what the failed attempt had written in the open transaction, where the next commit stores it.",
    remedy:
      "Call `rollback()` first in the handler, before anything else uses the session: a log message that reads an attribute of a mapped object is such a use. Or open the session with `with`, or each attempt with `with session.begin():` or `with session.begin_nested():`, which roll back by themselves.",
    leavesAlone: [
      "handlers that roll back, close or replace the session, themselves or through a function of the file",
      "handlers that raise, this error or another, or end the program or request (`sys.exit()`, `abort()`)",
      "a rollback or close in the `finally`",
      "sessions that `with` opens inside the `try`, and `with session.begin()` or `begin_nested()` around the commit",
      "handlers of errors that no database raises (`KeyError`, `ValueError`)",
      "a driver's connection that is handed in, if the file's callers end it or never use it again",
      "a handler that hands the session to a function whose code is not known",
    ],
    examples: [
      {
        language: "python",
        bad: `from sqlalchemy.orm import Session

def import_users(session: Session, users):
    for user in users:
        try:
            session.add(user)
            session.commit()
        «except Exception as error:»
            print(f"skipped {user}: {error}")
`,
        good: `from sqlalchemy.orm import Session

def import_users(session: Session, users):
    for user in users:
        try:
            session.add(user)
            session.commit()
        except Exception as error:
            session.rollback()
            print(f"skipped {user}: {error}")
`,
      },
      {
        title: "A savepoint per row needs no handler of its own",
        language: "python",
        bad: `from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

def import_users(session: Session, users):
    for user in users:
        try:
            session.add(user)
            session.flush()
        «except IntegrityError:»
            continue
    session.commit()
`,
        good: `from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

def import_users(session: Session, users):
    for user in users:
        try:
            with session.begin_nested():
                session.add(user)
        except IntegrityError:
            continue
    session.commit()
`,
      },
    ],
    sources: [
      {
        title:
          "SQLAlchemy: “This Session's transaction has been rolled back due to a previous exception during flush”",
        url: "https://docs.sqlalchemy.org/en/20/faq/sessions.html#this-session-s-transaction-has-been-rolled-back-due-to-a-previous-exception-during-flush-or-similar",
      },
      {
        title: "SQLAlchemy: Framing out a begin / commit / rollback block",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#framing-out-a-begin-commit-rollback-block",
      },
    ],
  },
  messages: {
    broken:
      "This handler swallows a failed {method}() and does not roll {session} back: every later use of it fails until rollback().",
    aborted:
      "This handler swallows a failed statement and does not roll {session} back: PostgreSQL refuses every later statement in the aborted transaction.",
    leftover:
      "This handler swallows an error and does not roll {session} back: what the failed attempt wrote stays in the open transaction, and the next commit stores it.",
    ending:
      "This handler swallows a failed {method}() and does not roll {session} back. Nothing here uses it again, but whatever gets it next fails until rollback().",
  },
  check: {
    pythonPart: (part, file, report) => {
      const reported = new Set<ExceptHandler>();
      for (const operation of part.operations) {
        if (operation.action !== "commit" && operation.action !== "flush") continue;
        const handed = handedConnection(operation, file);
        if (operation.weak && !handed && !writesToo(operation, file)) continue;
        for (const { handler, within } of swallowingHandlers(operation, file)) {
          const verdict = judge({ operation, handler, within, handed }, file);
          if (!verdict || reported.has(handler)) continue;
          reported.add(handler);
          const range = headOf(handler, file);
          const session = file.textOf(operation.receiverNode);
          const rollback = `${operation.awaited || operation.receiver.async ? "await " : ""}${session}.rollback()`;
          const fixable = operation.receiverNode.kind !== "Call";
          report(handler, verdict.message, {
            range,
            severity: verdict.severity,
            args: { session, method: operation.method },
            related: [file.related(operation.call, whatFails[verdict.message], { method: operation.method })],
            fixes: fixable
              ? [
                  {
                    title: { message: "Roll {session} back first", args: { session } },
                    safe: true,
                    edits: insertFirst(handler, range.end, rollback, file),
                  },
                ]
              : [],
          });
        }
      }
    },
  },
});

/** What the operation has to do with the error. A driver's statements fail on their way to the commit. */
const whatFails: Readonly<Record<Message, string>> = {
  broken: "The {method}() that may fail",
  ending: "The {method}() that may fail",
  aborted: "An error before this {method}() skips it",
  leftover: "An error before this {method}() skips it",
};

/** The handlers that an error of the operation ends in without being mended or raised again. */
function* swallowingHandlers(
  operation: Operation,
  file: FileModel,
): Generator<{ handler: ExceptHandler; within: Try }> {
  for (const within of file.triesOf(operation.call)) {
    if (isMendedInside(operation, within, file)) return;
    if (within.finalbody.some((statement) => mendsIn(statement, operation, file))) return;
    let goesOut = true;
    for (const handler of within.handlers) {
      const caught = databaseErrorsCaught(handler, file);
      if (caught === "none") continue;
      const exits = exitsOf<"broken" | "mended">(handler.body, "broken", {
        step: (state, node) => (mendsIn(node, operation, file) ? "mended" : state),
        runsAlways: ({ body }) => body.some((statement) => mendsIn(statement, operation, file)),
        // `try: session.rollback()` with a handler of its own.
        caught: (state, { body }) => (body.some((one) => mendsIn(one, operation, file)) ? "mended" : state),
        ends: stopsHere,
      });
      const broken = exits.filter(({ states }) => states.has("broken"));
      if (broken.some(({ how }) => how !== "raise")) yield { handler, within };
      if (caught === "all") {
        goesOut = broken.some(({ how }) => how === "raise");
        break;
      }
    }
    if (!goesOut) return;
  }
}

interface Swallowed {
  readonly operation: Operation;
  readonly handler: ExceptHandler;
  readonly within: Try;
  /** If the function gets its connection from outside. */
  readonly handed: HandedConnection | undefined;
}

/** What the handler leaves behind, and how bad it is; undefined: the session does not live on. */
function judge(
  { operation, handler, within, handed }: Swallowed,
  file: FileModel,
): { message: Message; severity: Severity } | undefined {
  const session = handed?.connection ?? operation.session;
  const loop = file.loopsOf(within).find(({ node }) => !isInside(session.origin.node, node));
  const postgres = isPostgres(session);
  if (isOfDriver(session)) {
    if (loop) return { message: postgres ? "aborted" : "leftover", severity: "error" };
    const outlives = session.origin.place === "module" || operation.receiverNode.kind === "Attribute";
    if (postgres && outlives) return { message: "aborted", severity: "error" };
    const after = handed && nextUse(operation, handler, within, file) !== "mended" && livesOn(handed, file);
    if (!after) return undefined;
    if (postgres) return { message: "aborted", severity: "error" };
    // A statement that fails alone leaves nothing; in a loop, as above, its commit's failure is left to the next.
    return after === "in-a-loop" || writesSeveral(operation, within, file)
      ? { message: "leftover", severity: "warning" }
      : undefined;
  }
  if (!isOrm(session)) return undefined;
  if (loop) return { message: "broken", severity: "error" };
  const next = nextUse(operation, handler, within, file);
  if (next === "mended") return undefined;
  if (next === "used") return { message: "broken", severity: "error" };
  const owner = file.functionOf(within);
  const requestOwned =
    (session.library === "flask_sqlalchemy" && owner?.handler === "flask") ||
    (isParameter(session) && owner?.handler === "fastapi");
  if (requestOwned) return { message: "ending", severity: "information" };
  const local = session.origin.place === "function" && operation.receiverNode.kind === "Name";
  if (!local || session.kind === "session-registry") return { message: "broken", severity: "error" };
  return isClosedByWith(operation, within, file) ? undefined : { message: "ending", severity: "information" };
}

/** Of a library that is not known, only what is used as a session counts. */
function isOrm({ library, kind }: DatabaseValue): boolean {
  if (library === "unknown") return kind === "session" || kind === "session-registry";
  return library === "sqlalchemy" || library === "sqlmodel" || library === "flask_sqlalchemy";
}

function isParameter({ origin }: DatabaseValue): boolean {
  return origin.place === "parameter" || origin.node?.kind === "Parameter";
}

/** What happens to the session next, after the handler ends and the code below the `try` goes on. */
function nextUse(
  operation: Operation,
  handler: ExceptHandler,
  within: Try,
  file: FileModel,
): "mended" | "used" | "unused" {
  const owner = file.functionOf(within);
  const leaves = exitsOf<"any">(handler.body, "any", { step: (state) => state, ends: stopsHere });
  if (!leaves.some(({ how }) => how !== "return" && how !== "raise")) return "unused";
  for (const later of file.operationsOf(owner)) {
    if (file.rangeOf(later.call).start < file.rangeOf(within).end) continue;
    if (
      !file.isSame(later.receiverNode, operation.receiverNode) &&
      later.session.origin.node !== operation.session.origin.node
    )
      continue;
    return ["rollback", "close", "remove"].includes(later.action) ? "mended" : "used";
  }
  return "unused";
}

/** Of a weak origin: the same receiver also adds, deletes or runs, so it is a session. */
function writesToo(operation: Operation, file: FileModel): boolean {
  return file.operations.some(
    ({ action, receiverNode }) =>
      ["add", "add-all", "merge", "delete-object", "run"].includes(action) &&
      file.isSame(receiverNode, operation.receiverNode),
  );
}

function isInside(node: Node | undefined, outer: Node): boolean {
  for (let at = node; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** `except Exception as error:`, with the colon. */
function headOf(handler: ExceptHandler, file: FileModel): Range {
  const { start } = file.rangeOf(handler);
  const from = handler.name ?? handler.type;
  const colon = file.text.indexOf(":", from ? file.rangeOf(from).end : start);
  return { start, end: colon < 0 ? start + "except".length : colon + 1 };
}
