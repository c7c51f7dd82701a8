import type { Fix, Severity } from "../finding.ts";
import type { FileModel, FunctionInfo, Operation } from "../model/file-model.ts";
import { defineRule, type Report } from "../rule.ts";
import type { Call } from "../syntax/python.ts";
import { isAutocommit, isCommittedInPieces, isOfStatements } from "./support/commits.ts";
import { helperCallsOf, importedHelperCallsOf } from "./support/helper-calls.ts";
import { moveAfterLoop } from "./support/move-after-loop.ts";
import { outsideEffectIn, takesEffectOutside } from "./support/outside-effects.ts";
import { bodyOf, isSameSession, type PerItem, perItemOf } from "./support/per-item.ts";
import { isOutOfTurn } from "./support/round.ts";
import { comesFromItem, rowWriteOf } from "./support/row-writes.ts";
import { startedPerItem } from "./support/started-per-item.ts";

type Message = "perRow" | "afterEffect" | "flush" | "autocommit" | "helper" | "helperFlush";

export const commitInLoop = defineRule<Message>({
  id: "commit-in-loop",
  severity: "warning",
  measurable: true,
  docs: {
    summary: "Finds a commit, or a flush, for every row of a loop.",
    why: "A commit makes the database write its log to the disk and wait for it. That wait is the same for one row as for ten thousand, so a commit per row makes a load as slow as the disk's syncs, in every thread: SQLite has one writer, and the lanes queue for it. It also splits what belongs together: after an error in the middle, half of the rows are there.\n\nA flush sends what has been added so far, which takes the batching away that SQLAlchemy would do at the end.",
    remedy:
      "Commit once after the loop, or once per batch of some thousand rows. If one bad row must not undo the others, put each row into a SAVEPOINT (`with session.begin_nested():`, on SQLite and others far cheaper than a commit) and commit once. If each round does something that cannot be taken back, such as sending a mail, write what is to be sent into a table in the same transaction (an outbox) and let a worker send it.",
    leavesAlone: [
      "a commit per chunk: `chunks()`, `range(0, n, size)`, `batched`, `if i % 1000 == 0`, a list that is emptied after it",
      "a commit after `executemany` or `bulk_*`, or after an inner loop that writes the rows",
      "loops that wait for work: `while True` with a queue's `get`, `sleep`, `BRPOP`, a consumer's messages",
      "paged work: `if not batch: break`",
      "retries, and a commit that `return` or `break` follows",
      "a row-by-row fallback after a batch has failed, and commits on an error's path",
      "`rollback` and `begin_nested`, which are no commits",
      "loops over sessions or databases, each committed once, and loops over DDL or the statements of a script",
    ],
    examples: [
      {
        title: "A commit per row",
        language: "python",
        bad: "from sqlalchemy.orm import Session\n\ndef close_all(session: Session, orders):\n    for order in orders:\n        order.closed = True\n        «session.commit()»\n",
        good: "from sqlalchemy.orm import Session\n\ndef close_all(session: Session, orders):\n    for order in orders:\n        order.closed = True\n    session.commit()\n",
      },
      {
        title: "A commit per batch",
        language: "python",
        bad: 'import sqlite3\n\nconnection = sqlite3.connect("log.db")\n\ndef store(lines):\n    for line in lines:\n        connection.execute("INSERT INTO lines VALUES (?)", (line,))\n        «connection.commit()»\n',
        good: 'import sqlite3\n\nconnection = sqlite3.connect("log.db")\n\ndef store(lines):\n    for index, line in enumerate(lines, start=1):\n        connection.execute("INSERT INTO lines VALUES (?)", (line,))\n        if index % 1000 == 0:\n            connection.commit()\n    connection.commit()\n',
      },
    ],
    sources: [
      {
        title: "SQLite FAQ: INSERT is really slow, I can only do few dozen INSERTs per second",
        url: "https://www.sqlite.org/faq.html#q19",
      },
      {
        title: "SQLAlchemy, Session basics: when do I construct a Session, when do I commit it",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#when-do-i-construct-a-session-when-do-i-commit-it-and-when-do-i-close-it",
      },
      {
        title: "SQLAlchemy, Using SAVEPOINT",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_transaction.html#using-savepoint",
      },
      {
        title: "PostgreSQL, Populating a database: disable autocommit",
        url: "https://www.postgresql.org/docs/current/populate.html#DISABLE-AUTOCOMMIT",
      },
    ],
  },
  messages: {
    perRow:
      "Commits once per row, and each commit waits for the disk. Commit once after the loop, or once per batch.",
    afterEffect:
      "Commits once per row, after `{effect}()`, which cannot be taken back. Write what is to be done into a table in the same transaction (an outbox), and let a worker do it after one commit.",
    flush:
      "Flushes once per row: each INSERT is sent by itself. Let the commit after the loop flush, or flush once per batch.",
    autocommit:
      "The connection is in autocommit mode, so each statement of this loop is a commit that waits for the disk. Put the loop into one transaction.",
    helper: "Called for every row, and each call commits, in `{name}`. Let the caller commit once.",
    helperFlush: "Called for every row, and each call flushes, in `{name}`. Let the caller flush once.",
  },
  check: {
    pythonPart(part, file, report) {
      for (const operation of part.operations) {
        if (!endsTransaction(operation)) {
          reportAutocommit(file, operation, report);
          continue;
        }
        const item = perItemOf(file, operation.call);
        if (item && !isLeftAlone(file, operation, item)) reportCommit(file, operation, item, report);
      }
    },
    python(file, report) {
      reportHelpers(file, report);
    },
  },
});

function isLeftAlone(file: FileModel, operation: Operation, item: PerItem): boolean {
  const { call } = operation;
  return (
    isOutOfTurn(file, call, item) ||
    comesFromItem(file, operation, item) ||
    isCommittedInPieces(file, operation, item) ||
    isOfStatements(file, operation, item)
  );
}

function reportCommit(file: FileModel, operation: Operation, item: PerItem, report: Report<Message>): void {
  const { call, action } = operation;
  const related = startedPerItem(file, item);
  if (action === "flush") {
    if (isCommittedToo(file, operation, item)) return;
    report(call, "flush", { severity: "information", related });
    return;
  }
  const effect = takesEffectOutside(item, call);
  if (effect !== undefined) {
    report(call, "afterEffect", { severity: "information", args: { effect }, related });
    return;
  }
  const fixes: Fix[] = outsideEffectIn(item) ? [] : [...moveAfterLoop(file, operation, item)];
  report(call, "perRow", { related, fixes });
}

/** The commit of the same round says it all. */
function isCommittedToo(file: FileModel, flush: Operation, item: PerItem): boolean {
  return file
    .operationsIn(bodyOf(item))
    .some(
      (other) =>
        other.action === "commit" && isSameSession(file, flush, other) && !isLeftAlone(file, other, item),
    );
}

/** A statement that writes on a connection which commits each by itself. */
function reportAutocommit(file: FileModel, operation: Operation, report: Report<Message>): void {
  if (rowWriteOf(operation) !== "execute" || !isAutocommit(file, operation)) return;
  const item = perItemOf(file, operation.call);
  if (!item || isLeftAlone(file, operation, item)) return;
  report(operation.call, "autocommit", { severity: "information", related: startedPerItem(file, item) });
}

/** Whether a function that the loop calls only reads within `with session_scope():`, so that its commit ends a read. */
function commitsNothing(file: FileModel, call: Call, scope: FunctionInfo): boolean {
  const called = file.calleesOf(call);
  if (!scope.contextManager || called.length === 0 || called.includes(scope)) return false;
  return called.every(({ node }) =>
    file
      .operationsIn(node)
      .every(({ action, verb }) => action === "fetch" || (action === "run" && verb === "select")),
  );
}

const lowered: Readonly<Record<"commit" | "flush", Severity>> = { commit: "information", flush: "hint" };

function endsTransaction({ action }: Operation): boolean {
  return action === "commit" || action === "flush";
}

function reportHelpers(file: FileModel, report: Report<Message>): void {
  for (const { call, item, operation, helper } of helperCallsOf(file, endsTransaction)) {
    if (isLeftAlone(file, { ...operation, call }, item) || commitsNothing(file, call, helper)) continue;
    const action = operation.action === "flush" ? "flush" : "commit";
    report(call, action === "flush" ? "helperFlush" : "helper", {
      severity: lowered[action],
      args: { name: helper.qualifiedName },
      related: [file.related(operation.call, "ends the transaction"), ...startedPerItem(file, item)],
    });
  }
  for (const { call, item, helper, effect } of importedHelperCallsOf(
    file,
    ({ action }) => action === "commit",
  )) {
    if (isOutOfTurn(file, call, item)) continue;
    report(call, "helper", {
      severity: "information",
      args: { name: helper.name },
      related: [
        { file: helper.file, range: effect.range, text: { message: "ends the transaction", args: {} } },
        ...startedPerItem(file, item),
      ],
    });
  }
}
