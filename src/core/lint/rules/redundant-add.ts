import { text } from "../../text/text.ts";
import type { Fix } from "../finding.ts";
import type { FileModel, Operation } from "../model/file-model.ts";
import { type DatabaseValue, isDatabaseValue } from "../model/value.ts";
import { defineRule } from "../rule.ts";
import { nodesRunBy } from "../syntax/children.ts";
import type { Expression, ExprStmt, Node, Statement } from "../syntax/python.ts";
import { indentOf, lineEnd, lineStart } from "./support/lines.ts";
import { bodyOf, type PerItem, perItemOf } from "./support/per-item.ts";
import { isLoaded } from "./support/row-writes.ts";

export const redundantAdd = defineRule({
  id: "redundant-add",
  severity: "hint",
  measurable: false,
  docs: {
    summary: "Points at `session.add()` of objects, in a loop, that came from that very session.",
    why: "A session tracks what it has loaded: a changed attribute is written at the next flush, added or not. Adding the object again does nothing but a look-up, and it reads as if a row were inserted, so the next reader looks for duplicates that cannot be.",
    remedy:
      "Leave the `add()` out. It is needed for new objects, and for objects that another session loaded or that were detached (`expunge`, a closed session).",
    leavesAlone: [
      "new objects, also those that are made only if a query has found none",
      "objects of another session, and files that expunge or detach objects",
      "a single `add()` outside of loops: some take it for good style",
    ],
    examples: [
      {
        language: "python",
        bad: "from sqlalchemy.orm import Session\nfrom models import User\n\ndef close(session: Session):\n    for user in session.query(User).filter(User.expired):\n        user.active = False\n        «session.add(user)»\n    session.commit()\n",
        good: "from sqlalchemy.orm import Session\nfrom models import User\n\ndef close(session: Session):\n    for user in session.query(User).filter(User.expired):\n        user.active = False\n    session.commit()\n",
      },
    ],
    sources: [
      {
        title: "SQLAlchemy, Session basics: adding new or existing items",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#adding-new-or-existing-items",
      },
    ],
  },
  messages: {
    known:
      "The session has loaded this object itself and writes its changes anyway: add() does nothing here.",
  },
  check: {
    pythonPart(part, file, report) {
      for (const operation of part.operations) {
        if (operation.action !== "add") continue;
        const item = perItemOf(file, operation.call);
        const [given] = operation.call.args;
        if (item?.by !== "loop" || !given || !isLoaded(file, given)) continue;
        if (!isOfSession(file, given, operation) || detaches(item)) continue;
        report(operation.call, "known", { unnecessary: true, fixes: removal(file, operation) });
      }
    },
  },
});

/** All that the object may be was loaded by the session that it is added to. */
function isOfSession(file: FileModel, given: Expression, { session }: Operation): boolean {
  return file
    .valuesOf(given)
    .filter(isDatabaseValue)
    .every((value) => {
      for (let at: DatabaseValue | undefined = value.source; at; at = at.source) {
        if (at === session || (at.origin.node !== undefined && at.origin.node === session.origin.node))
          return true;
        if (at.kind === "session") return false;
      }
      // `Model.query` asks `db.session`, without naming it.
      return session.kind === "session-registry" && session.library === "flask_sqlalchemy";
    });
}

function detaches(item: PerItem): boolean {
  for (const node of nodesRunBy(bodyOf(item)))
    if (
      node.kind === "Call" &&
      node.callee.kind === "Attribute" &&
      /^(?:expunge|expunge_all|close|make_transient)$/.test(node.callee.name)
    )
      return true;
  return false;
}

function removal(file: FileModel, { call }: Operation): readonly Fix[] {
  const { parent } = call;
  if (parent?.kind !== "ExprStmt" || !hasSiblings(parent)) return [];
  const { start, end } = file.rangeOf(parent);
  const after = lineEnd(file.text, end);
  // A comment behind it, or another statement, stays where it is.
  if (indentOf(file, parent) === undefined || file.text.slice(end, after).trim() !== "") return [];
  const next = file.text.indexOf("\n", end) + 1 || after;
  return [
    {
      title: text("Remove the add()"),
      safe: false,
      edits: [{ start: lineStart(file.text, start), end: next, text: "" }],
    },
  ];
}

function hasSiblings(statement: ExprStmt): boolean {
  const { parent } = statement;
  return (
    parent !== undefined && blocksOf(parent).some((block) => block.includes(statement) && block.length > 1)
  );
}

function blocksOf(node: Node): readonly (readonly Statement[])[] {
  switch (node.kind) {
    case "If":
    case "For":
    case "While":
      return [node.body, node.orelse];
    case "Try":
      return [node.body, node.orelse, node.finalbody];
    case "With":
    case "ExceptHandler":
      return [node.body];
    default:
      return [];
  }
}
