import { assertNever } from "../../assert-never.ts";
import type { Severity } from "../finding.ts";
import type { FileModel, Operation } from "../model/file-model.ts";
import { defineRule, type Report, type ReportDetails } from "../rule.ts";
import { helperCallsOf, importedHelperCallsOf } from "./support/helper-calls.ts";
import { insertBatching } from "./support/insert-batching.ts";
import { type PerItem, perItemOf } from "./support/per-item.ts";
import { isOutOfTurn } from "./support/round.ts";
import { rowWriteFixes } from "./support/row-write-fixes.ts";
import {
  addsNewObject,
  givesKey,
  isLeftAlone,
  isLoaded,
  type RowWrite,
  rowWriteOf,
  sentBy,
} from "./support/row-writes.ts";
import { startedPerItem } from "./support/started-per-item.ts";

type Message =
  | "execute"
  | "updatePerRow"
  | "deletePerRow"
  | "save"
  | "create"
  | "getOrCreate"
  | "merge"
  | "addSent"
  | "addOnce"
  | "addBatched"
  | "helper";

export const perRowWrite = defineRule<Message>({
  id: "per-row-write",
  severity: "warning",
  measurable: true,
  docs: {
    summary:
      "Finds writes that send one statement per row: `execute`, `save`, `create`, `merge` or `add` in a loop.",
    why: "A statement costs a round trip, a parse and a plan, whether it carries one row or a thousand. In a loop that cost is paid for every row, and threads do not win it back: SQLite has one writer, and a server still sees one statement per row.\n\n`session.add()` is a case of its own. With a commit, a flush or a query of the same session in the loop, each object is sent by itself. With one commit after the loop it depends: SQLAlchemy 2 batches the INSERTs on PostgreSQL, MariaDB, Oracle and SQL Server; on MySQL it never does, and on SQLite not for keys that the database gives. That is why it is information only. `add_all()` does the same as `add()` in a loop: it is shorter, not faster.",
    remedy:
      "Collect the rows and send them together: `cursor.executemany(sql, rows)` with a driver, `session.execute(insert(Model), rows)` with SQLAlchemy, `Model.objects.bulk_create(objects)` with Django. They skip something each: a bulk insert runs no cascades and hands no objects back, `bulk_create` calls no `save()` and sends no signals. For an update of many rows, send `execute(update(Model), rows)`, `bulk_update`, or one UPDATE with a WHERE that covers them all.",
    leavesAlone: [
      "`executemany`, `bulk_*`, `execute(insert(Model), rows)` and other calls that write many rows at once",
      "objects that came from the session: adding them again sends no INSERT (see `redundant-add`)",
      "objects whose key the program gives, added without a query, flush or commit in the loop: SQLAlchemy sends them as one batch",
      "loops over fewer than ten constants, over chunks, and loops that wait for work",
      "a write that ends its loop by `return` or `break`, and one that runs every so many rounds",
      "a row-by-row fallback after a batch has failed",
      "`INSERT … SELECT`, DDL, and statements that name another table in each round",
      "`add` and `save` of sets, lists, images and whatever else is no database's",
    ],
    examples: [
      {
        title: "A driver's cursor",
        language: "python",
        bad: 'import sqlite3\n\nconnection = sqlite3.connect("tracks.db")\ncursor = connection.cursor()\n\ndef load(rows):\n    for row in rows:\n        «cursor.execute("INSERT INTO tracks VALUES (?, ?)", row)»\n    connection.commit()\n',
        good: 'import sqlite3\n\nconnection = sqlite3.connect("tracks.db")\ncursor = connection.cursor()\n\ndef load(rows):\n    cursor.executemany("INSERT INTO tracks VALUES (?, ?)", rows)\n    connection.commit()\n',
      },
      {
        title: "SQLAlchemy, with a flush per row",
        language: "python",
        bad: "from sqlalchemy.orm import Session\nfrom models import Track\n\ndef load(session: Session, titles):\n    for title in titles:\n        track = Track(title=title)\n        «session.add(track)»\n        session.flush()\n        print(track.id)\n",
        good: 'from sqlalchemy import insert\nfrom sqlalchemy.orm import Session\nfrom models import Track\n\ndef load(session: Session, titles):\n    rows = [{"title": title} for title in titles]\n    for key in session.scalars(insert(Track).returning(Track.id), rows):\n        print(key)\n',
      },
      {
        title: "Django",
        language: "python",
        bad: "from django.db import models\n\nclass Tag(models.Model):\n    name = models.CharField(max_length=50)\n\ndef load(names):\n    for name in names:\n        «Tag.objects.create(name=name)»\n",
        good: "from django.db import models\n\nclass Tag(models.Model):\n    name = models.CharField(max_length=50)\n\ndef load(names):\n    Tag.objects.bulk_create([Tag(name=name) for name in names])\n",
      },
    ],
    sources: [
      {
        title: "SQLAlchemy, ORM-Enabled INSERT, UPDATE, and DELETE statements",
        url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/dml.html",
      },
      {
        title: 'SQLAlchemy, "Insert Many Values" behaviour for INSERT statements',
        url: "https://docs.sqlalchemy.org/en/20/core/connections.html#engine-insertmanyvalues",
      },
      {
        title: "Python, sqlite3.Cursor.executemany",
        url: "https://docs.python.org/3/library/sqlite3.html#sqlite3.Cursor.executemany",
      },
      {
        title: "Django, database access optimization: use bulk methods",
        url: "https://docs.djangoproject.com/en/stable/topics/db/optimization/#use-bulk-methods",
      },
    ],
  },
  messages: {
    execute:
      "Sends one INSERT per row: each is a round trip and is parsed by itself. Send all rows at once with {remedy}.",
    updatePerRow:
      "Sends one UPDATE per row. Send all rows at once with {remedy}, or write one UPDATE whose WHERE covers them.",
    deletePerRow: "Sends one DELETE per row. One DELETE with WHERE … IN (…) does it for all rows.",
    save: "`{method}()` writes one row per round. Change the objects in the loop and write them together with bulk_update() or bulk_create(); those call no save() and send no signals.",
    create:
      "`{method}()` inserts one row per round. Make the objects first and insert them together with bulk_create(), which calls no save() and sends no signals.",
    getOrCreate:
      "`{method}()` sends a SELECT for each row, and an INSERT or UPDATE for many. Load what is there with one query and write the rest together, or use an upsert.",
    merge:
      "`merge()` sends a SELECT and an INSERT or UPDATE for each row. Load what is there with one query, or send an upsert for all rows.",
    addSent:
      "Each round sends its INSERT by itself, because the same session runs `{cause}()` in the loop. Take that out of the loop, or send all rows with `session.execute(insert({model}), rows)`; add_all() would change nothing.",
    addOnce:
      "Adds rows one by one. {because}. For many rows use `session.execute(insert({model}), rows)`; add_all() would change nothing.",
    addBatched:
      "Adds rows one by one. {because}, so this costs objects, not round trips; for very many rows `session.execute(insert({model}), rows)` is still faster.",
    helper:
      "Called for every row, and each call of `{name}` sends {action}. Hand it all rows and write them together.",
  },
  check: {
    pythonPart(part, file, report) {
      for (const operation of part.operations) {
        const item = rowWriteOf(operation) && perItemOf(file, operation.call);
        if (item) reportWrite(file, operation, item, report);
      }
    },
    python(file, report) {
      reportHelpers(file, report);
    },
  },
});

function reportWrite(file: FileModel, operation: Operation, item: PerItem, report: Report<Message>): unknown {
  const write: RowWrite | undefined = rowWriteOf(operation);
  if (write === undefined || isLeftAlone(file, operation, item)) return;
  const details = { related: startedPerItem(file, item), fixes: rowWriteFixes(file, operation, item) };
  const { call, method } = operation;
  switch (write) {
    case "execute":
      return report(call, operation.verb === "update" ? "updatePerRow" : "execute", {
        ...details,
        args: { remedy: remedyOf(operation) },
      });
    case "delete":
      return report(call, "deletePerRow", { ...details, severity: "information" });
    case "save":
    case "create":
      return report(call, write, { ...details, args: { method } });
    case "get-or-create":
      return report(call, "getOrCreate", { ...details, args: { method } });
    case "merge":
      return report(call, "merge", details);
    case "add":
      return reportAdd(file, operation, item, details, report);
    default:
      return assertNever(write);
  }
}

function reportAdd(
  file: FileModel,
  operation: Operation,
  item: PerItem,
  details: ReportDetails,
  report: Report<Message>,
): unknown {
  if (!addsNewObject(file, operation, item)) return;
  const [given] = operation.call.args;
  const model = (given && file.databaseValueOf(given, "model-object")?.model) ?? "Model";
  const cause = sentBy(file, operation, item);
  if (cause) {
    const related = [...(details.related ?? []), file.related(cause.call, "sends what was added")];
    return report(operation.call, "addSent", {
      ...details,
      related,
      args: { cause: cause.method, model },
    });
  }
  if (givesKey(file, operation)) return;
  const { form, because } = insertBatching(file);
  const message = form === "batched" ? "addBatched" : "addOnce";
  return report(operation.call, message, { ...details, severity: "information", args: { because, model } });
}

function remedyOf({ receiver, verb }: Operation): string {
  switch (receiver.library) {
    case "sqlalchemy":
    case "sqlmodel":
    case "flask_sqlalchemy":
      return `\`execute(${verb === "update" ? "update" : "insert"}(Model), rows)\``;
    case "psycopg2":
      return "`psycopg2.extras.execute_values()` (its executemany() still sends one statement per row)";
    case "django":
      return verb === "update" ? "`bulk_update()`" : "`bulk_create()`";
    default:
      return "`executemany()`";
  }
}

/** In words: `an INSERT`, `add()`. */
function deedOf({ action, verb }: Pick<Operation, "action" | "verb">): string {
  if (action !== "run" || verb === undefined) return action === "add" ? "an `add()`" : `a \`${action}\``;
  return verb === "insert" || verb === "update" ? `an ${verb.toUpperCase()}` : `a ${verb.toUpperCase()}`;
}

const lowered: Readonly<Record<RowWrite, Severity>> = {
  execute: "information",
  delete: "hint",
  save: "information",
  create: "information",
  "get-or-create": "information",
  merge: "information",
  add: "hint",
};

function reportHelpers(file: FileModel, report: Report<Message>): void {
  const isWrite = (operation: Operation) => rowWriteOf(operation) !== undefined;
  for (const { call, item, operation, helper } of helperCallsOf(file, isWrite)) {
    const write = rowWriteOf(operation);
    if (!write || isLeftAlone(file, { ...operation, call }, item)) continue;
    if (write === "add" && call.args.some((given) => isLoaded(file, given))) continue;
    const sent =
      write === "add" &&
      file.operationsOf(helper).some(({ action }) => action === "commit" || action === "flush");
    report(call, "helper", {
      severity: sent ? "information" : lowered[write],
      args: { action: deedOf(operation), name: helper.qualifiedName },
      related: [file.related(operation.call, "writes the row"), ...startedPerItem(file, item)],
    });
  }
  for (const { call, item, helper, effect } of importedHelperCallsOf(
    file,
    (effect) => rowWriteOf(effect) !== undefined,
  )) {
    const write = rowWriteOf(effect);
    if (!write || isOutOfTurn(file, call, item)) continue;
    report(call, "helper", {
      severity: lowered[write],
      args: { action: deedOf(effect), name: helper.name },
      related: [
        { file: helper.file, range: effect.range, text: { message: "writes the row", args: {} } },
        ...startedPerItem(file, item),
      ],
    });
  }
}
