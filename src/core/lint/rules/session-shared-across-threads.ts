import { text } from "../../text/text.ts";
import type { Related, Severity } from "../finding.ts";
import type { FileModel } from "../model/file-model.ts";
import { defineRule } from "../rule.ts";
import type { Node } from "../syntax/python.ts";
import { holderOf } from "./sharing/handed-over.ts";
import { linkOf, nameOf } from "./sharing/handles.ts";
import { makerFix } from "./sharing/maker-fix.ts";
import { type SharedHandle, sharedAcrossThreads } from "./sharing/thread-sharing.ts";

export const sessionSharedAcrossThreads = defineRule({
  id: "session-shared-across-threads",
  severity: "error",
  measurable: true,
  docs: {
    summary: "A session, connection or cursor that several threads use at a time.",
    why: `A SQLAlchemy \`Session\` holds one transaction, one connection and the state of every object it has loaded, and
nothing in it is locked. Two threads in it at a time lose rows, mix up transactions, or fail with errors such as
*This session is in 'prepared' state* that come and go with the load. Eight threads that added and committed 20 rows
each through one Session stored between 0 and 26 of the 160.

The same holds for DB-API connections (thread safety level 1) and for all cursors. psycopg lets threads share a
connection, but they then share its one transaction: a rollback in one thread takes back what the others wrote.
sqlite3 refuses another thread altogether with \`ProgrammingError\`, unless \`check_same_thread=False\` silences it.`,
    remedy: `Give each thread a session of its own: hand over the \`sessionmaker\` (or the engine) and open the session in
the function that the thread runs, with \`with Session() as session:\`. Engines, session factories and
\`scoped_session\` registries are made to be shared. With a plain driver, connect in the thread or use a pool.`,
    leavesAlone: [
      "a session that is made in the thread's own function",
      "one session for each thread, made in the loop that starts them: it is handed over, not shared",
      "what is made to be shared: engines, session factories, `scoped_session` registries, pools, URLs",
      "one hop after another: `await asyncio.to_thread(session.commit)`, `submit(…).result()`, a thread that is joined at once",
      "`threading.local()`, and libraries that keep a connection per thread: Django, peewee, dataset",
      "`interrupt()` and `cancel()`, which are meant for other threads",
      "sessions that are none: `requests.Session`, `boto3.Session`, Cassandra's",
    ],
    examples: [
      {
        language: "python",
        bad: `from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from models import Track

Session = sessionmaker(create_engine("sqlite:///tracks.db"))


def store(session, title):
    session.add(Track(title=title))
    session.commit()


def store_all(titles):
    session = Session()
    with ThreadPoolExecutor(8) as executor:
        for title in titles:
            executor.submit(store, «session», title)
`,
        good: `from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from models import Track

Session = sessionmaker(create_engine("sqlite:///tracks.db"))


def store(title):
    with Session() as session:
        session.add(Track(title=title))
        session.commit()


def store_all(titles):
    with ThreadPoolExecutor(8) as executor:
        for title in titles:
            executor.submit(store, title)
`,
      },
      {
        title: "A global that the threads read",
        language: "python",
        bad: `import threading

import pymysql

connection = pymysql.connect(host="localhost", database="shop")


def count(table):
    with «connection».cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        print(table, cursor.fetchone())


for table in ("orders", "customers", "items"):
    threading.Thread(target=count, args=(table,)).start()
`,
        good: `import threading

import pymysql


def count(table):
    connection = pymysql.connect(host="localhost", database="shop")
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            print(table, cursor.fetchone())
    finally:
        connection.close()


for table in ("orders", "customers", "items"):
    threading.Thread(target=count, args=(table,)).start()
`,
      },
    ],
    sources: [
      {
        title: "SQLAlchemy: Is the Session thread-safe?",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#is-the-session-thread-safe-is-asyncsession-safe-to-share-in-concurrent-tasks",
      },
      { title: "PEP 249: threadsafety", url: "https://peps.python.org/pep-0249/#threadsafety" },
      {
        title: "Python: sqlite3.connect, check_same_thread",
        url: "https://docs.python.org/3/library/sqlite3.html#sqlite3.connect",
      },
    ],
  },
  messages: {
    passed: "`{name}` is one {what}, and several threads get it at a time. Give each thread its own.",
    beside:
      "`{name}` is one {what}: the thread uses it while the code that started it goes on with it. Give the thread its own.",
    meanwhile:
      "`{name}` is one {what}: the thread uses it while other code of this file may do so. Give the thread its own.",
    closed:
      "`{name}` is one {what}, and it is closed while the thread may still be using it. Give the thread its own.",
    method: "`{name}` runs in several threads at a time, on one {what}. Open a {what} in each thread.",
    read: "`{name}` was made outside of this code, which runs in several threads at a time. They all use one {what}; make one in each.",
    readBeside:
      "`{name}` was made outside of this code, which runs in a thread of its own, and is used elsewhere meanwhile. Make a {what} for the thread.",
    imported: "`{target}` runs in several threads at a time and uses `{name}`, one {what} of its module.",
    raises:
      "`{name}` was made in another thread: sqlite3 raises ProgrammingError for every use in this one. Connect in the thread that uses it.",
    transaction:
      "`{name}` is one connection for several threads: they share its one transaction, so a commit or rollback in one ends the work of all. Take a connection from a pool in each.",
    locked:
      "`{name}` is one {what} for several threads. The lock keeps them apart, so they run one after the other and still share its transaction and state.",
  },
  check: {
    python(file, report) {
      for (const shared of sharedAcrossThreads(file)) {
        const { node, value, spawn, imported } = shared;
        const fix = makerFix(file, shared);
        const message = messageOf(file, shared);
        report(node, message, {
          severity: severityOf(shared),
          args: {
            name: imported?.use.name ?? nameOf(file, message === "method" ? node : holderOf(file, shared)),
            what: value.kind,
            target: imported?.target.name ?? "",
          },
          related: relatedOf(file, shared),
          fixes: fix && spawn.kind === "thread" ? [fix] : [],
        });
      }
    },
  },
});

function messageOf(file: FileModel, { how, evidence, value, locked, other, spawn }: SharedHandle) {
  if (evidence === "raises") return "raises";
  if (evidence === "beside" && other && isClosing(other, value)) return "closed";
  if (locked) return "locked";
  if (isOneTransaction(value)) return "transaction";
  if (
    how === "method" &&
    evidence === "beside" &&
    other &&
    file.functionOf(other) !== file.functionOf(spawn.call)
  )
    return "meanwhile";
  if (how === "read") return evidence === "beside" ? "readBeside" : "read";
  if ((how === "passed" || how === "method") && evidence === "beside") return "beside";
  return how;
}

/** A `with` that ends before the thread, or the parameter of a request that does. Drivers' `with` closes nothing. */
function isClosing({ kind, parent }: Node, { library }: SharedHandle["value"]): boolean {
  return (
    kind === "Parameter" ||
    (parent?.kind === "WithItem" && (library === "sqlalchemy" || library === "sqlmodel"))
  );
}

function severityOf({ evidence, value, locked }: SharedHandle): Severity {
  if (evidence === "raises") return "error";
  if (locked) return "information";
  return isOneTransaction(value) ? "warning" : "error";
}

/** psycopg's connections are thread-safe (DB-API level 2), but have one transaction. */
function isOneTransaction({ kind, library }: SharedHandle["value"]): boolean {
  return kind === "connection" && (library === "psycopg" || library === "psycopg2");
}

function relatedOf(file: FileModel, { value, spawn, how, other, imported }: SharedHandle) {
  const { origin } = linkOf(value);
  const related: Related[] = [];
  if (origin.place !== "parameter")
    related.push(file.related(origin, "The {what} is made here.", { what: linkOf(value).kind }));
  if (how === "read") related.push(file.related(spawn.call, "The threads start here."));
  if (other)
    related.push(
      file.related(
        other,
        isClosing(other, value) ? "It lives until the end of this." : "It is also used here.",
      ),
    );
  if (imported)
    related.push({
      file: imported.target.file,
      range: imported.use.range,
      text: text("The threads use it here."),
    });
  return related;
}
