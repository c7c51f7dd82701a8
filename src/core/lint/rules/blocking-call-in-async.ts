import type { Action, FileModel, Operation } from "../model/file-model.ts";
import { defineRule } from "../rule.ts";
import type { Node } from "../syntax/python.ts";

export const blockingCallInAsync = defineRule({
  id: "blocking-call-in-async",
  severity: "warning",
  measurable: false,
  docs: {
    summary: "A synchronous database call inside `async def`: while it waits, the event loop waits too.",
    why: "An `async def` function shares its thread with every other task of the event loop. A call of a synchronous session or driver does not give that thread back: until the database has answered, no other request is served, no timer fires, no heartbeat is sent. One slow query so delays everybody, and the program handles one query at a time, however many connections its pool has.\n\nIn FastAPI this makes things slower than no `async` at all: a path function with plain `def` runs in a thread pool, the same function with `async def` blocks the loop.",
    remedy:
      "Use the asynchronous counterpart (`AsyncSession`, `asyncpg`, `psycopg.AsyncConnection`, `aiosqlite`), or move the whole piece of work to a thread: `await asyncio.to_thread(store, rows)`, where `store` opens its own session. In FastAPI, Starlette and Quart-like frameworks that call plain functions in threads, make the handler a plain `def`.",
    leavesAlone: [
      "calls that are awaited, and asynchronous sessions and drivers",
      "functions and lambdas handed to `asyncio.to_thread`, `run_in_executor` or `run_sync`",
      "plain functions, also those inside an `async def`",
      "what does not talk to the database: `add()`, building a query, reading rows that `execute()` already fetched",
      "`rollback()` and `close()`",
    ],
    examples: [
      {
        language: "python",
        bad: `from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
from models import User, get_db

app = FastAPI()

@app.post("/users")
async def create(name: str, db: Session = Depends(get_db)):
    db.add(User(name=name))
    «db.commit()»
`,
        good: `from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session
from models import User, get_db

app = FastAPI()

@app.post("/users")
def create(name: str, db: Session = Depends(get_db)):
    db.add(User(name=name))
    db.commit()
`,
      },
      {
        title: "Work in a thread",
        language: "python",
        bad: `import sqlite3

async def count(path):
    conn = sqlite3.connect(path)
    return «conn.execute("SELECT count(*) FROM users")».fetchone()
`,
        good: `import asyncio
import sqlite3

def count_users(path):
    conn = sqlite3.connect(path)
    return conn.execute("SELECT count(*) FROM users").fetchone()

async def count(path):
    return await asyncio.to_thread(count_users, path)
`,
      },
    ],
    sources: [
      {
        title: "Python: Developing with asyncio, Running Blocking Code",
        url: "https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code",
      },
      {
        title: "FastAPI: Concurrency and async / await",
        url: "https://fastapi.tiangolo.com/async/#path-operation-functions",
      },
      {
        title: "SQLAlchemy: Asynchronous I/O",
        url: "https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html",
      },
    ],
  },
  messages: {
    blocks:
      "{call}() is synchronous: it stops the event loop, and every other task of it, until the database has answered.",
    refused:
      "Django's ORM refuses {call}() in `async def` (SynchronousOnlyOperation). Use its `a…` form or `sync_to_async`.",
  },
  check: {
    pythonPart: (part, file, report) => {
      for (const operation of part.operations) {
        if (!waits(operation) || !isInAsync(operation.call, file)) continue;
        if (operation.weak && !isSynchronous(operation, file)) continue;
        const refused = operation.session.library === "django";
        if (refused && !isDjangoCall(operation)) continue;
        const owner = file.functionOf(operation.call);
        report(operation.call, refused ? "refused" : "blocks", {
          args: { call: operation.method === "iterate" ? "Walking over the query" : nameOf(operation, file) },
          related:
            owner?.node.kind === "FunctionDef"
              ? [file.related(owner.node.name, "The asynchronous function")]
              : [],
        });
      }
    },
  },
});

const waiting: ReadonlySet<Action> = new Set([
  "run",
  "run-many",
  "commit",
  "flush",
  "refresh",
  "merge",
  "save",
  "create",
  "get-or-create",
]);

function waits({ action, awaited, receiver, session }: Operation): boolean {
  return waiting.has(action) && !awaited && !receiver.async && !session.async;
}

/**
 * A session of unknown origin is a synchronous one if the same function runs `query(Model)` on it without an
 * await: an AsyncSession has no `query()`.
 */
function isSynchronous({ session, call }: Operation, file: FileModel): boolean {
  if (session.kind !== "session" || !file.imports("sqlalchemy")) return false;
  const owner = file.functionOf(call);
  return file
    .operationsOf(owner)
    .some(
      (other) =>
        other.receiver.kind === "query" &&
        other.action === "run" &&
        !other.awaited &&
        other.session.origin.node !== undefined &&
        other.session.origin.node === session.origin.node,
    );
}

/** In the code of an `async def` itself, and not given to something that awaits it. */
function isInAsync(node: Node, file: FileModel): boolean {
  const owner = file.functionOf(node);
  if (!owner?.async) return false;
  for (let at: Node | undefined = node; at && at !== owner.node; at = at.parent) {
    if (at.kind === "Await" || at.kind === "Lambda") return false;
    if (at.kind === "For" && at.async && isInside(node, at.iter)) return false;
    if (at.kind === "With" && at.async && at.items.some((item) => isInside(node, item))) return false;
    if (at.kind === "ComprehensionFor" && at.async && isInside(node, at.iter)) return false;
  }
  return true;
}

function isInside(node: Node, outer: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** `aget()`, `aiterator()` and the like are Django's asynchronous ones. */
function isDjangoCall({ method, action }: Operation): boolean {
  return (
    method !== "iterate" &&
    !/^a[a-z]/.test(method.replace(/^(?:all|aggregate|annotate)$/, "")) &&
    action !== "merge"
  );
}

function nameOf({ call, method }: Operation, file: FileModel): string {
  const { callee } = call;
  if (callee.kind !== "Attribute") return method;
  const text = file.textOf(callee);
  return text.length <= 30 && !text.includes("\n") ? text : `….${method}`;
}
