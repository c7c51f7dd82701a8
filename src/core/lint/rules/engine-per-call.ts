import type { Related, Severity } from "../finding.ts";
import type { FileModel, FunctionInfo, Handler, Loop } from "../model/file-model.ts";
import { dependenceOf } from "../model/loop-dependence.ts";
import type { DatabaseValue } from "../model/value.ts";
import { defineRule } from "../rule.ts";
import { nodesRunBy } from "../syntax/children.ts";
import type { Call, Expression, Name } from "../syntax/python.ts";
import { hasPool, isKept, isKeptOnce, keepsNoPool, makers } from "./support/engine-makers.ts";
import { lastNameOf } from "./support/names.ts";
import { isSetUp, type Repetition, repetitionOf } from "./support/per-call.ts";

type Message =
  | "engineInLoop"
  | "enginePerSession"
  | "enginePerRequest"
  | "enginePerWorker"
  | "connectInLoop"
  | "connectPerRequest"
  | "openPerRequest";

export const enginePerCall = defineRule({
  id: "engine-per-call",
  severity: "warning",
  measurable: false,
  docs: {
    summary: "An engine, pool or driver connection that is made anew for every item, request or thread.",
    why: "An engine is a pool of connections, and is meant to be made once per process. One made per request or per row opens a new connection each time (a TCP and often a TLS handshake, a login, on PostgreSQL a new server process), uses it once, and keeps it in a pool that nobody asks again. Under load the server runs out of connections: *too many clients already*. SQLAlchemy also compiles each statement anew, because its cache belongs to the engine.\n\nThe same holds for a driver's `connect()` inside a loop: the work per item is often smaller than the handshake.",
    remedy:
      "Make the engine at module level, or in a function with `functools.lru_cache`, and only sessions or connections of it per call. Move `connect()` out of the loop, or take connections from a pool.",
    leavesAlone: [
      "engines at module level, behind `lru_cache`, in a global or an attribute that is made only once",
      "application factories, `main()`, start-up hooks, alembic's `env.py`, fixtures",
      "`NullPool`: the program does not want a pool",
      "URLs that depend on the loop's variable or on the request's parameters: other databases, not one again",
      "connections in a bounded retry, and one connection per thread",
      "a connection that the request's own context keeps (`flask.g`), and sqlite3's in a socket server's handler, which has a thread",
    ],
    examples: [
      {
        language: "python",
        bad: `from fastapi import FastAPI
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from models import User

app = FastAPI()

@app.get("/users")
def users():
    engine = «create_engine("postgresql://localhost/app")»
    with Session(engine) as session:
        return session.scalars(select(User)).all()
`,
        good: `from fastapi import FastAPI
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from models import User

app = FastAPI()
engine = create_engine("postgresql://localhost/app")

@app.get("/users")
def users():
    with Session(engine) as session:
        return session.scalars(select(User)).all()
`,
      },
      {
        title: "A connection for each row",
        language: "python",
        bad: `import psycopg2

def store(rows):
    for row in rows:
        conn = «psycopg2.connect("dbname=app")»
        conn.cursor().execute("INSERT INTO users VALUES (%s)", (row,))
        conn.commit()
        conn.close()
`,
        good: `from contextlib import closing
import psycopg2

def store(rows):
    with closing(psycopg2.connect("dbname=app")) as conn, conn, conn.cursor() as cursor:
        cursor.executemany("INSERT INTO users VALUES (%s)", [(row,) for row in rows])
`,
      },
    ],
    sources: [
      {
        title: "SQLAlchemy: The Engine is intended to be a global object created just once per process",
        url: "https://docs.sqlalchemy.org/en/20/core/connections.html#basic-usage",
      },
      {
        title: "SQLAlchemy: When do I make a sessionmaker?",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#when-do-i-make-a-sessionmaker",
      },
      {
        title:
          "Sonar S6243: Reusable resources should be initialized at construction time of Lambda functions",
        url: "https://rules.sonarsource.com/python/RSPEC-6243/",
      },
    ],
  },
  messages: {
    engineInLoop:
      "A new engine, and with it a new pool of connections, in every round of this loop. Make it once.",
    enginePerSession:
      "{function}() makes a new engine, and with it a new pool of connections, for every session that it hands out. Make the engine once, at module level.",
    enginePerRequest:
      "A new engine, and with it a new pool of connections, for every {unit}. Make it once, at module level.",
    enginePerWorker:
      "A new engine, and with it a new pool of connections, for every call that a worker runs. Make it once.",
    connectInLoop: "A new connection in every round of this loop. Connect once before it.",
    connectPerRequest: "A new connection to the server for every {unit}. Take one from a pool.",
    openPerRequest:
      "Opens the database's file for every {unit}, reads its schema again and begins with an empty cache. Where that counts, keep one connection per thread.",
  },
  check: {
    python: (file, report) => {
      for (const { call, value } of makers(file)) {
        const isEngine = value.kind === "engine" || value.kind === "pool";
        if (isEngine ? keepsNoPool(value, call) || isKept(call, file) : isKeptOnce(call, file)) continue;
        const repetition = repetitionOf(call, file, (loop, through) =>
          skipsLoop(loop, call, through, isEngine, file),
        );
        const [first, second] = repetition || value.kind !== "engine" ? [] : handedOut(call, file);
        if (first && second) {
          report(call, "enginePerSession", {
            args: { function: lastNameOf(first) },
            related: [first, second].map((one) => file.related(one, "Asks for one here")),
          });
        }
        if (repetition && !isEngine && isHandedToSpawn(call, repetition, file)) continue;
        const verdict = repetition && judge(repetition, call, value, isEngine, file);
        if (!repetition || !verdict) continue;
        report(call, verdict.message, {
          severity: verdict.severity,
          args: { unit: verdict.unit },
          related: relatedTo(repetition, file),
        });
      }
    },
  },
});

/** The calls, in functions, that get a session or connection of an engine that is made for it. */
function handedOut(call: Call, file: FileModel): readonly Call[] {
  const maker = file.functionOf(call);
  if (!maker || maker.memoised || dependsOnGiven(call, maker, file)) return [];
  return file.callersOf(maker).filter((caller) => {
    const owner = file.functionOf(caller);
    if (!owner || isSetUp(owner)) return false;
    const held = file.databaseValueOf(caller, "session", "connection");
    for (let at = held; at; at = at.source) if (at.origin.node === call) return at.kind === "engine";
    return false;
  });
}

/** A connection for each thread or process that the loop starts. */
function isHandedToSpawn(call: Call, { why }: Repetition, file: FileModel): boolean {
  if (why.by !== "loop") return false;
  return file.spawns.some(
    ({ loop, arguments: given }) =>
      loop?.node === why.loop.node &&
      given.some(({ node }) => {
        const held = file.databaseValueOf(node, "connection", "cursor");
        for (let at = held; at; at = at.source) if (at.origin.node === call) return true;
        return false;
      }),
  );
}

/** A loop that opens other databases, waits for work, or tries again. */
function skipsLoop(
  loop: Loop,
  call: Call,
  through: Call | undefined,
  isEngine: boolean,
  file: FileModel,
): boolean {
  if (loop.over === "retries" || loop.over === "chunks") return loop.over === "retries";
  if (loop.over === "poll" && !isEngine) return true;
  if (through && !dependsOnGiven(call, file.functionOf(call), file)) return false;
  return argumentsOf(through ?? call).some((argument) => file.dependsOn(argument, loop));
}

function judge(
  { why, through }: Repetition,
  call: Call,
  value: DatabaseValue,
  isEngine: boolean,
  file: FileModel,
): { message: Message; severity: Severity; unit: string } | undefined {
  switch (why.by) {
    case "loop":
      if (isEngine) return { message: "engineInLoop", severity: "warning", unit: "" };
      return { message: "connectInLoop", severity: through ? "information" : "warning", unit: "" };
    case "handler": {
      if (targetsByRequest(call, through, why.at, file)) return undefined;
      const unit = unitOf(why.handler);
      if (isEngine) return { message: "enginePerRequest", severity: "warning", unit };
      if (value.library === "sqlite3" || value.library === "aiosqlite")
        // The handler of a threaded server has a thread of its own, and with it a connection.
        return why.handler === "socket"
          ? undefined
          : { message: "openPerRequest", severity: "information", unit };
      return { message: "connectPerRequest", severity: hasPool(file) ? "warning" : "information", unit };
    }
    case "threads":
    case "processes":
    case "tasks":
      return isEngine && !targetsByRequest(call, through, file.functionOf(through ?? call), file)
        ? { message: "enginePerWorker", severity: "warning", unit: "" }
        : undefined;
  }
}

/** Whether the database is another one in each call: its URL comes from the parameters. */
function targetsByRequest(
  call: Call,
  through: Call | undefined,
  owner: FunctionInfo | undefined,
  file: FileModel,
): boolean {
  const maker = file.functionOf(call);
  if (!dependsOnGiven(call, maker, file)) return false;
  return maker === owner || !through || dependsOnGiven(through, file.functionOf(through), file);
}

function dependsOnGiven(call: Call, around: FunctionInfo | undefined, file: FileModel): boolean {
  if (!around) return false;
  return argumentsOf(call).some(dependenceOf([...givenTo(around)], nodesRunBy(around.node), file));
}

function argumentsOf({ args, keywords }: Call): readonly Expression[] {
  return [...args, ...keywords.map(({ value }) => value)];
}

/** What a call is given: its parameters, and Flask's `request`. */
function* givenTo({ node, parameters }: FunctionInfo): Generator<Name> {
  for (const { name } of parameters) if (name.id !== "self" && name.id !== "cls") yield name;
  for (const inner of nodesRunBy(node)) if (inner.kind === "Name" && inner.id === "request") yield inner;
}

function unitOf(handler: Handler): string {
  if (handler === "bot" || handler === "socket") return "message";
  return handler === "celery" ? "job" : handler === "lambda" ? "invocation" : "request";
}

function relatedTo({ why, through }: Repetition, file: FileModel): readonly Related[] {
  const calls = through
    ? [file.related(through, "Called here: {call}()", { call: lastNameOf(through) })]
    : [];
  switch (why.by) {
    case "loop":
      return [...calls, file.related(why.loop.iter ?? why.loop.node, "The loop")];
    case "handler":
      return why.at.node.kind === "FunctionDef"
        ? [...calls, file.related(why.at.node.name, "Runs for every {unit}", { unit: unitOf(why.handler) })]
        : calls;
    case "threads":
    case "processes":
    case "tasks":
      return [...calls, file.related(why.at, "Started here")];
  }
}
