import type { FileModel, FunctionInfo, Spawn } from "../model/file-model.ts";
import { defineRule, type Report } from "../rule.ts";
import { nodesRunBy } from "../syntax/children.ts";
import type { Call, Node } from "../syntax/python.ts";
import { doesDatabaseWork, reachedFrom } from "./support/database-work.ts";
import { isDropped } from "./support/dropped-result.ts";
import { headOfHandler, isBroad, isSilent } from "./support/silent-handler.ts";

type Message = "future" | "asyncResult" | "iterator" | "handler" | "printed";

export const workerErrorSwallowed = defineRule<Message>({
  id: "worker-error-swallowed",
  severity: "information",
  measurable: false,
  docs: {
    summary: "Finds database workers whose errors nobody sees.",
    why: "An error in a pool's worker does not stop the program: it waits in the future until somebody asks for the result. Where nobody does, rows are missing and the program ends with success. A handler that only prints, or passes, does the same in a thread: the row is lost, and the caller counts it as done. With many workers that is how a copy of a million rows ends with a few thousand fewer, and no error anywhere.",
    remedy:
      "Ask each future for its result: `for future in as_completed(futures): future.result()`, or walk over what `executor.map` gives. In a handler, roll back and raise again, or hand the failed row to the caller, who counts and reports it.",
    leavesAlone: [
      "workers that do not touch a database",
      "futures that are returned, passed on, or have a callback",
      "`Pool.map` and `Pool.starmap`, which raise by themselves, and `error_callback`",
      "handlers that log by `logging`, collect the error, return something, or raise",
      "handlers of one expected error, such as IntegrityError, and retries",
    ],
    examples: [
      {
        title: "A future that nobody asks",
        language: "python",
        bad: 'import sqlite3\nfrom concurrent.futures import ThreadPoolExecutor\n\ndef store(row):\n    with sqlite3.connect("log.db") as connection:\n        connection.execute("INSERT INTO log VALUES (?)", row)\n\ndef load(rows):\n    with ThreadPoolExecutor() as executor:\n        for row in rows:\n            «executor.submit(store, row)»\n',
        good: 'import sqlite3\nfrom concurrent.futures import ThreadPoolExecutor, as_completed\n\ndef store(row):\n    with sqlite3.connect("log.db") as connection:\n        connection.execute("INSERT INTO log VALUES (?)", row)\n\ndef load(rows):\n    with ThreadPoolExecutor() as executor:\n        futures = [executor.submit(store, row) for row in rows]\n        for future in as_completed(futures):\n            future.result()\n',
      },
      {
        title: "An error that is only printed",
        language: "python",
        bad: "import threading\nfrom db import Session\nfrom models import User\n\ndef worker(name):\n    session = Session()\n    try:\n        session.add(User(name=name))\n        session.commit()\n    «except Exception as error»:\n        print(error)\n        session.rollback()\n\ndef load(names):\n    for name in names:\n        threading.Thread(target=worker, args=(name,)).start()\n",
        good: "import threading\nfrom db import Session\nfrom models import User\n\nfailed = []\n\ndef worker(name):\n    session = Session()\n    try:\n        session.add(User(name=name))\n        session.commit()\n    except Exception as error:\n        session.rollback()\n        failed.append((name, error))\n\ndef load(names):\n    for name in names:\n        threading.Thread(target=worker, args=(name,)).start()\n",
      },
    ],
    sources: [
      {
        title: "Python, concurrent.futures: Future.result",
        url: "https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.Future.result",
      },
      {
        title: "Python, multiprocessing.pool.AsyncResult",
        url: "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.AsyncResult",
      },
    ],
  },
  messages: {
    future:
      "Nobody asks this future for its result, so an error in `{name}` is lost, and its rows with it. Keep the futures and call `result()` on each.",
    asyncResult:
      "Nobody asks for this result, so an error in `{name}` is lost, and its rows with it. Call `get()` on it, or give an `error_callback`.",
    iterator:
      "Nobody walks over these results, so an error in `{name}` is lost, and its rows with it. Walk over them, as `list(executor.map(…))` does.",
    handler:
      "Swallows every error of this database worker: its rows are lost, and the program ends as if all were done. Raise it again, or hand it to the caller.",
    printed:
      "Only prints the error of this database worker: its rows are lost, and the program ends as if all were done. Raise it again, or hand it to the caller.",
  },
  check: {
    python(file, report) {
      const workers = new Map<FunctionInfo, Spawn>();
      for (const spawn of file.spawns) {
        if (spawn.kind === "task" || spawn.form === "to-thread" || spawn.form === "initializer") continue;
        reportDropped(file, spawn, report);
        for (const worker of spawn.runs) if (!workers.has(worker)) workers.set(worker, spawn);
      }
      for (const [worker, spawn] of workers) reportHandlers(file, worker, spawn, report);
    },
  },
});

function reportDropped(file: FileModel, spawn: Spawn, report: Report<Message>): void {
  const { call, runs, runsImported } = spawn;
  const message = droppedMessage(file, call);
  if (!message || !isDropped(file, call)) return;
  const worker = runs.find((candidate) => doesDatabaseWork(file, candidate) && !handlesAll(file, candidate));
  const name =
    worker?.qualifiedName ??
    runsImported.find(({ effects }) => effects.length > 0)?.name ??
    boundWork(file, spawn);
  if (name !== undefined) report(call, message, { args: { name } });
}

/** `executor.map(cursor.execute, statements)`: a method of a connection or cursor is the worker. */
function boundWork(file: FileModel, { target }: Spawn): string | undefined {
  if (target?.kind !== "Attribute" || !/^(?:execute|executemany|commit|add|merge)/.test(target.name))
    return undefined;
  const worker = file.databaseValueOf(target.object, "session", "connection", "cursor");
  return worker && !worker.weak ? file.textOf(target) : undefined;
}

function droppedMessage(file: FileModel, call: Call): "future" | "asyncResult" | "iterator" | undefined {
  const { callee, keywords } = call;
  if (callee.kind !== "Attribute") return undefined;
  switch (callee.name) {
    case "submit":
    case "run_in_executor":
      return "future";
    case "apply_async":
    case "map_async":
    case "starmap_async":
      return keywords.some(({ name }) => name === "error_callback") ? undefined : "asyncResult";
    case "imap":
    case "imap_unordered":
      return "iterator";
    case "map":
      return isFuturesExecutor(file, call) ? "iterator" : undefined;
    default:
      return undefined;
  }
}

/** The `map` of a multiprocessing pool raises by itself. */
function isFuturesExecutor(file: FileModel, { callee }: Call): boolean {
  if (callee.kind !== "Attribute") return false;
  for (const value of file.valuesOf(callee.object))
    if (value.kind === "executor" && value.node?.kind === "Call")
      return /Executor$/.test(file.qualifiedName(value.node.callee) ?? "");
  return false;
}

/** Whether all database work of a worker stands in a `try` that takes every error. */
function handlesAll(file: FileModel, worker: FunctionInfo): boolean {
  const own = file.operationsIn(worker.node);
  return (
    own.length > 0 &&
    own.every(({ call }) =>
      file
        .triesOf(call)
        .some(({ handlers }) => handlers.some((handler) => isBroad(handler) && !raises(handler))),
    )
  );
}

function raises(node: Node): boolean {
  for (const inner of nodesRunBy(node)) if (inner.kind === "Raise") return true;
  return false;
}

function reportHandlers(file: FileModel, worker: FunctionInfo, spawn: Spawn, report: Report<Message>): void {
  for (const node of nodesRunBy(worker.node)) {
    if (node.kind !== "Try" || !hasDatabaseWork(file, node)) continue;
    if (file.loopsOf(node).some(({ over }) => over === "retries")) continue;
    for (const handler of node.handlers) {
      const silent = isBroad(handler) ? isSilent(handler) : undefined;
      if (!silent) continue;
      report(handler, silent === "prints" ? "printed" : "handler", {
        range: headOfHandler(file, handler),
        related: [file.related(spawn.call, "starts the worker")],
      });
    }
  }
}

function hasDatabaseWork(file: FileModel, { body }: Extract<Node, { kind: "Try" }>): boolean {
  return body.some(
    (statement) =>
      file.operationsIn(statement).length > 0 ||
      [...nodesRunBy(statement)].some(
        (node) =>
          node.kind === "Call" &&
          (file
            .calleesOf(node)
            .some((callee) =>
              reachedFrom(file, callee).some((reached) => file.operationsIn(reached.node).length > 0),
            ) ||
            file.importedCalleesOf(node).some(({ effects }) => effects.length > 0)),
      ),
  );
}
