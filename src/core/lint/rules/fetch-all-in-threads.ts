import type { FileModel, Operation, Spawn } from "../model/file-model.ts";
import { defineRule } from "../rule.ts";
import { nodesIn } from "../syntax/children.ts";
import { reachedFrom } from "./support/database-work.ts";
import { isSameSession } from "./support/per-item.ts";
import { sqlOf } from "./support/sent-sql.ts";

export const fetchAllInThreads = defineRule({
  id: "fetch-all-in-threads",
  severity: "hint",
  measurable: true,
  docs: {
    summary: "Points at threads that each load a whole result: measure whether they gain anything.",
    why: "CPython runs one thread's Python at a time. While the database searches and while bytes travel, the lock is free; while rows become Python objects it is held. A `fetchall()` or an ORM's `all()` of many rows is mostly the second, so threads that load results side by side take turns, and the change of turns costs more. On one machine, with SQLite and two threads, a large `fetchall()` took 1.6 to 2.2 times as long as one after the other. Threads do help where the database does the work and little comes back, or where the network is slow: that is why this is a hint, and why the next step is to measure.",
    remedy:
      "Measure it on your own database: *Measure this* runs serial, threads and processes, also in Python. What often helps: let the database do more (WHERE, aggregates, LIMIT), fetch columns and not objects, walk over the rows in pieces, or use processes.",
    leavesAlone: [
      "processes, and asyncio's tasks",
      "one thread, such as a background job",
      "results with a LIMIT, of one key, or of an aggregate",
      "`fetchone`, `first`, and walking over a result",
    ],
    examples: [
      {
        language: "python",
        bad: 'import sqlite3\nfrom concurrent.futures import ThreadPoolExecutor\n\ndef read(path):\n    connection = sqlite3.connect(path)\n    return «connection.execute("SELECT * FROM files").fetchall()»\n\ndef read_all(paths):\n    with ThreadPoolExecutor(4) as executor:\n        return list(executor.map(read, paths))\n',
        good: 'import sqlite3\nfrom concurrent.futures import ProcessPoolExecutor\n\ndef read(path):\n    connection = sqlite3.connect(path)\n    return connection.execute("SELECT * FROM files").fetchall()\n\ndef read_all(paths):\n    with ProcessPoolExecutor(4) as executor:\n        return list(executor.map(read, paths))\n',
      },
    ],
    sources: [
      {
        title: "Python, Thread state and the global interpreter lock",
        url: "https://docs.python.org/3/c-api/init.html#thread-state-and-the-global-interpreter-lock",
      },
      {
        title: "CPython, Modules/_sqlite/cursor.c: the lock is released around sqlite3_step only",
        url: "https://github.com/python/cpython/blob/main/Modules/_sqlite/cursor.c",
      },
    ],
  },
  messages: {
    fetch:
      "Several threads run this, and each turns all its rows into objects, which Python does for one thread at a time. Measure whether the threads gain anything.",
  },
  check: {
    python(file, report) {
      const reported = new Set<Operation>();
      for (const spawn of file.spawns) {
        if (!isThreadFanOut(spawn)) continue;
        for (const worker of spawn.runs)
          for (const { node } of reachedFrom(file, worker))
            for (const operation of file.operationsIn(node)) {
              if (!operation.fetchesAll || reported.has(operation) || isSmall(file, operation)) continue;
              reported.add(operation);
              report(operation.call, "fetch", { related: [file.related(spawn.call, "starts the threads")] });
            }
      }
    },
  },
});

function isThreadFanOut({ kind, form, fanOut, workers, sequential, green }: Spawn): boolean {
  if (
    kind !== "thread" ||
    green ||
    sequential ||
    workers === 1 ||
    form === "server" ||
    form === "initializer"
  )
    return false;
  return fanOut === "loop" || fanOut === "map" || fanOut === "several";
}

/** By a limit, a key or an aggregate in the statement that the rows come from. */
function isSmall(file: FileModel, operation: Operation): boolean {
  const runs = runsBefore(file, operation);
  return [operation, ...runs].some((each) => {
    const sql = sqlOf(file, each)?.text;
    return (sql !== undefined && isSmallSql(sql)) || hasLimit(file, each);
  });
}

function isSmallSql(sql: string): boolean {
  return (
    /\b(?:limit\s+(?:\d|\?|%|:|\{)|top\s*\(?\s*\d|fetch\s+(?:first|next)|rownum)/i.test(sql) ||
    /^\s*(?:pragma|show|explain|describe)\b/i.test(sql) ||
    /\b(?:information_schema|sqlite_master|pg_catalog)\b/i.test(sql) ||
    (/^\s*select\s+(?:count|sum|min|max|avg|exists)\s*\(/i.test(sql) && !/\bgroup\s+by\b/i.test(sql)) ||
    /\bwhere\s+[\w.]*\bid\s*=/i.test(sql)
  );
}

function hasLimit(file: FileModel, { call }: Operation): boolean {
  for (const node of nodesIn(call)) {
    if (node.kind === "Call" && node.callee.kind === "Attribute") {
      const { name } = node.callee;
      if (/^(?:limit|slice|fetchmany|partitions|first|get)$/.test(name)) return true;
      if (name === "filter_by" && node.keywords.some((keyword) => keyword.name === "id")) return true;
      if (name === "count" && file.databaseValueOf(node.callee.object) === undefined) return true;
    }
    if (node.kind === "Compare" && node.operators[0] === "==") {
      const [left] = node.operands;
      if (left?.kind === "Attribute" && left.name === "id") return true;
    }
  }
  return false;
}

/** The statement that the fetched rows come from: the last that the same session ran before, in the same function. */
function runsBefore(file: FileModel, operation: Operation): readonly Operation[] {
  if (operation.action === "run") return [];
  const around = file.functionOf(operation.call);
  const { end } = file.rangeOf(operation.call);
  const runs = file
    .operationsOf(around)
    .filter(
      (other) =>
        other.action === "run" &&
        file.rangeOf(other.call).end <= end &&
        isSameSession(file, other, operation),
    );
  const last = runs.at(-1);
  return last ? [last] : [];
}
