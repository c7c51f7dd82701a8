import { defineRule } from "../rule.ts";
import { staticPoolsInThreads, unguardedConnections } from "./sharing/sqlite-sharing.ts";

export const unguardedCrossThreadSqlite = defineRule({
  id: "unguarded-cross-thread-sqlite",
  severity: "warning",
  measurable: true,
  docs: {
    summary: "A sqlite3 connection with `check_same_thread=False` that several threads use without a lock.",
    why: `By default sqlite3 lets only the thread that connected use a connection. \`check_same_thread=False\` switches
that check off and leaves the rest to you: *write operations may need to be serialized by the user to avoid data
corruption*. The threads share one transaction, so one commits what another has half written, and a cursor's rows can
change while they are read; what comes out is *bad parameter or other API misuse*, *cannot start a transaction within a
transaction*, or lost rows. SQLAlchemy's \`StaticPool\` hands the same single connection to all threads, too.`,
    remedy: `Connect in each thread: a SQLite connection is cheap, and readers do not block one another in WAL mode. Or
hold one lock around every use, from the first statement to the commit.`,
    leavesAlone: [
      "a connection whose every use is inside a lock",
      "a connection that one thread has for itself, or that is opened by the function that uses it",
      "coroutines, which share one thread",
      "SQLAlchemy's engines with their own pool: it gives each thread a connection",
      "the default, which raises (session-shared-across-threads finds that)",
      "tests",
    ],
    examples: [
      {
        language: "python",
        bad: `import sqlite3

from flask import Flask

app = Flask(__name__)
connection = «sqlite3.connect("app.db", check_same_thread=False)»


@app.post("/visits")
def add_visit():
    connection.execute("INSERT INTO visits DEFAULT VALUES")
    connection.commit()
    return "", 204
`,
        good: `import sqlite3
from contextlib import closing

from flask import Flask

app = Flask(__name__)


@app.post("/visits")
def add_visit():
    with closing(sqlite3.connect("app.db")) as connection, connection:
        connection.execute("INSERT INTO visits DEFAULT VALUES")
    return "", 204
`,
      },
    ],
    sources: [
      {
        title: "Python: sqlite3.connect, check_same_thread",
        url: "https://docs.python.org/3/library/sqlite3.html#sqlite3.connect",
      },
      {
        title: "SQLite: Using SQLite in multi-threaded applications",
        url: "https://www.sqlite.org/threadsafe.html",
      },
      {
        title: "SQLAlchemy: Threading/Pooling Behavior of SQLite",
        url: "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#threading-pooling-behavior",
      },
    ],
  },
  messages: {
    unguarded:
      "Several threads use this connection, and `check_same_thread=False` switches off sqlite3's guard: hold one lock around each use, or connect in each thread.",
    staticPool:
      "`StaticPool` is one connection, and several threads get it at a time. Leave the pool out: SQLAlchemy then gives each thread its own.",
  },
  check: {
    python(file, report) {
      for (const { made, use, spawn } of unguardedConnections(file)) {
        const related = [file.related(use, "A thread uses it here without a lock.")];
        if (spawn) related.push(file.related(spawn.call, "The thread starts here."));
        report(made, "unguarded", { related });
      }
      for (const { made, use } of staticPoolsInThreads(file))
        report(made, "staticPool", { related: [file.related(use, "A thread uses it here.")] });
    },
  },
});
