import type { Related } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { forgetFix } from "./sharing/forget-fix.ts";
import { usesInForkedBranches } from "./sharing/forked-branches.ts";
import { holderOf } from "./sharing/handed-over.ts";
import { linkOf, nameOf } from "./sharing/handles.ts";
import { inheritedEngines } from "./sharing/inherited-engines.ts";
import { inheritedHandles } from "./sharing/inherited-handles.ts";

export const connectionSharedAcrossFork = defineRule({
  id: "connection-shared-across-fork",
  severity: "error",
  measurable: false,
  docs: {
    summary: "A session, connection or pool that child processes inherit from their parent.",
    why: `A forked process gets a copy of the parent's memory, and in it the same sockets. Two processes that write to
one socket mix their bytes: the server closes the connection, results arrive at the wrong process, or one end waits for
ever. A child that ends also says good-bye on the connection, and the parent loses it. SQLite's files say outright that
a connection must not be carried across a fork. An \`Engine\` holds such connections in its pool as soon as anything
has used it. Where processes are spawned instead (Windows, macOS, Linux since Python 3.14 in part), a connection cannot
be handed over at all: it cannot be pickled.`,
    remedy: `Connect in the child: in the function that it runs, or in the pool's \`initializer\`. A module's engine may
stay if each child first calls \`engine.dispose(close=False)\` (SQLAlchemy 1.4.33), which forgets the inherited
connections without closing them for the parent; so does \`NullPool\`.`,
    leavesAlone: [
      "what the child or the pool's initializer makes",
      "an engine that the initializer or the child disposes of first, or the parent before the start",
      "engines with `NullPool`",
      "module-level engines and connections under the `spawn` start method: each child makes its own",
      "joblib's processes, which import their modules anew; an `os.fork()` whose parent ends at once",
      "thread pools: `multiprocessing.dummy`, `ThreadPool`",
      "`multiprocessing`'s own connections: `Pipe`, `Listener`",
    ],
    examples: [
      {
        language: "python",
        bad: `from multiprocessing import Pool

import psycopg2

connection = psycopg2.connect("dbname=shop")


def archive(order_id):
    with «connection».cursor() as cursor:
        cursor.execute("UPDATE orders SET archived = true WHERE id = %s", (order_id,))
    connection.commit()


def archive_all(ids):
    with Pool(4) as pool:
        pool.map(archive, ids)
`,
        good: `from multiprocessing import Pool

import psycopg2

connection = None


def connect():
    global connection
    connection = psycopg2.connect("dbname=shop")


def archive(order_id):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders SET archived = true WHERE id = %s", (order_id,))
    connection.commit()


def archive_all(ids):
    with Pool(4, initializer=connect) as pool:
        pool.map(archive, ids)
`,
      },
      {
        title: "An engine whose pool is in use before the fork",
        language: "python",
        bad: `from multiprocessing import Pool

from sqlalchemy import create_engine, text

engine = create_engine("postgresql://localhost/shop")


def archive(order_id):
    with «engine».begin() as connection:
        connection.execute(text("UPDATE orders SET archived = true WHERE id = :id"), {"id": order_id})


def archive_all():
    with engine.connect() as connection:
        ids = connection.execute(text("SELECT id FROM orders")).scalars().all()
    with Pool(4) as pool:
        pool.map(archive, ids)
`,
        good: `from multiprocessing import Pool

from sqlalchemy import create_engine, text

engine = create_engine("postgresql://localhost/shop")


def forget_connections():
    engine.dispose(close=False)


def archive(order_id):
    with engine.begin() as connection:
        connection.execute(text("UPDATE orders SET archived = true WHERE id = :id"), {"id": order_id})


def archive_all():
    with engine.connect() as connection:
        ids = connection.execute(text("SELECT id FROM orders")).scalars().all()
    with Pool(4, initializer=forget_connections) as pool:
        pool.map(archive, ids)
`,
      },
    ],
    sources: [
      {
        title: "SQLAlchemy: Using Connection Pools with Multiprocessing or os.fork()",
        url: "https://docs.sqlalchemy.org/en/20/core/pooling.html#using-connection-pools-with-multiprocessing-or-os-fork",
      },
      {
        title:
          "SQLite: How To Corrupt An SQLite Database File, carrying an open database connection across a fork",
        url: "https://www.sqlite.org/howtocorrupt.html#_carrying_an_open_database_connection_across_a_fork_",
      },
    ],
  },
  messages: {
    passed:
      "`{name}` is a {what} of this process, and it is given to another. Open one in the process that uses it.",
    read: "`{name}` was made before this process was forked: both use one {what}. Open one in the child, or in the pool's initializer.",
    used: "`{name}` brings along the pool of `{engine}`, which was in use before the fork: the processes share its open connections. Call `{engine}.dispose(close=False)` first in each.",
    lazy: "`{name}` brings along the pool of `{engine}`. That goes well only as long as nothing uses it before the fork; `{engine}.dispose(close=False)` in each child makes sure.",
  },
  check: {
    python(file, report) {
      for (const { how, node, value, spawn } of inheritedHandles(file)) {
        const link = linkOf(value);
        const related: Related[] = [];
        if (link.origin.place !== "parameter")
          related.push(file.related(link.origin, "The {what} is made here.", { what: link.kind }));
        if (how === "read") related.push(file.related(spawn.call, "The processes start here."));
        report(node, how === "read" ? "read" : "passed", {
          args: { name: nameOf(file, holderOf(file, { how, node })), what: value.kind },
          related,
        });
      }
      for (const { node, value, call } of usesInForkedBranches(file)) {
        const link = linkOf(value);
        const related = [file.related(call, "The process is forked here.")];
        if (link.origin.place !== "parameter")
          related.unshift(file.related(link.origin, "The {what} is made here.", { what: link.kind }));
        report(node, "read", { args: { name: nameOf(file, node), what: value.kind }, related });
      }
      for (const inherited of inheritedEngines(file)) {
        const { node, engine, name, spawn, usedBefore } = inherited;
        const fix = forgetFix(file, inherited);
        const related = [
          file.related(engine.origin, "The engine is made here."),
          file.related(spawn.call, "The processes start here."),
        ];
        if (usedBefore) related.push(file.related(usedBefore, "It is used here, before they start."));
        report(node, usedBefore ? "used" : "lazy", {
          severity: usedBefore ? "warning" : "information",
          args: { name: nameOf(file, node), engine: name },
          related,
          fixes: fix ? [fix] : [],
        });
      }
    },
  },
});
