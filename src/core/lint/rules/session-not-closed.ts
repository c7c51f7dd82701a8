import type { Binding, FileModel, FunctionInfo, Operation } from "../model/file-model.ts";
import type { DatabaseValue } from "../model/value.ts";
import { defineRule, type Report } from "../rule.ts";
import { nodesRunBy } from "../syntax/children.ts";
import type { AnnAssign, Assign, Call, Name, Node, WithItem } from "../syntax/python.ts";
import { leavesInside, leftOpen, neverClosed } from "./support/left-open.ts";
import { localHandles } from "./support/local-handles.ts";
import { lastNameOf } from "./support/names.ts";
import { callOf, fateOf, freshlyMadeBy } from "./support/ownership.ts";
import { withFix } from "./support/with-fix.ts";

type Message =
  | "open"
  | "queriedAgain"
  | "neverClosed"
  | "commitsOnly"
  | "dropped"
  | "noAutoflush"
  | "temporary";

export const sessionNotClosed = defineRule({
  id: "session-not-closed",
  severity: "warning",
  measurable: false,
  docs: {
    summary: "A function opens a session or connection, and a way out of it leaves that open.",
    why: "A SQLAlchemy session takes a connection from the pool with its first statement and gives it back at `commit()`, `rollback()` or `close()`. One that only reads and then goes out of scope keeps the connection until Python's cyclic garbage collector happens to find it: under load the pool runs dry first, and the program stops with *QueuePool limit of size 5 overflow 10 reached, connection timed out*. The same happens when a session queries once more after its last commit, for example in `refresh()`.\n\nA driver's connection that is never closed keeps a socket, a file handle, perhaps a lock, and on a server one of a limited number of connections.",
    remedy:
      "Open it with `with Session() as session:`, which closes it on every way out, errors included. For a driver's connection use `with closing(connect(…)) as conn:`: the `with` of `sqlite3`, `psycopg2` and `pyodbc` connections ends the transaction and leaves the connection open.",
    leavesAlone: [
      "sessions whose last word on every way out is commit, rollback or close",
      "sessions and connections that are returned, yielded, stored on an object or in a container, or handed to code that is not known",
      "scripts: code of a module, `main()`, management commands, and tests",
      "attributes (`self.session`), whose owner closes them",
      "`scoped_session` and Flask-SQLAlchemy's `db.session`",
      "`with closing(…)`, exit stacks, `atexit.register(conn.close)`, `pool.putconn(conn)`",
    ],
    examples: [
      {
        language: "python",
        bad: `from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker
from models import User

engine = create_engine("postgresql://localhost/app")
SessionLocal = sessionmaker(engine)

def user_names():
    session = «SessionLocal()»
    return list(session.scalars(select(User.name)))
`,
        good: `from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker
from models import User

engine = create_engine("postgresql://localhost/app")
SessionLocal = sessionmaker(engine)

def user_names():
    with SessionLocal() as session:
        return list(session.scalars(select(User.name)))
`,
      },
      {
        title: "A driver's connection",
        language: "python",
        bad: `import sqlite3

def count_users(path):
    conn = «sqlite3.connect(path)»
    return conn.execute("SELECT count(*) FROM users").fetchone()[0]

def add_user(path, name):
    with «sqlite3.connect(path)» as conn:
        conn.execute("INSERT INTO users VALUES (?)", (name,))
`,
        good: `import sqlite3
from contextlib import closing

def count_users(path):
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute("SELECT count(*) FROM users").fetchone()[0]

def add_user(path, name):
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("INSERT INTO users VALUES (?)", (name,))
`,
      },
    ],
    sources: [
      {
        title: "SQLAlchemy: Opening and Closing a Session",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#opening-and-closing-a-session",
      },
      {
        title: "SQLAlchemy: QueuePool limit of size <x> overflow <y> reached",
        url: "https://docs.sqlalchemy.org/en/20/errors.html#queuepool-limit-of-size-x-overflow-y-reached-connection-timed-out-timeout-z",
      },
      {
        title: "Python: How to use the connection context manager",
        url: "https://docs.python.org/3/library/sqlite3.html#how-to-use-the-connection-context-manager",
      },
      { title: "psycopg2: with statement", url: "https://www.psycopg.org/docs/usage.html#with-statement" },
    ],
  },
  messages: {
    open: "{name} reads and is left open: it keeps its connection until the garbage collector finds it. Open it with `with`.",
    queriedAgain:
      "{name} queries again after its last commit and is left open: it keeps its connection until the garbage collector finds it.",
    neverClosed: "{name} is never closed in this function. Open it with `with`.",
    commitsOnly:
      "`with` ends the transaction of a {library} connection, but does not close the connection. Wrap it in `contextlib.closing()`.",
    dropped:
      "`next()` takes the session out of {generator}() and drops the generator: what it does after `yield` does not run when this function is done with the session.",
    noAutoflush:
      "`no_autoflush` switches autoflush off and back on; it does not close the session made here.",
    temporary: "Nothing can close this session: it has no name. Open it with `with`.",
  },
  check: {
    pythonPart: (part, file, report) => {
      for (const { binding, owner } of localHandles(part, file)) {
        if (isScript(owner, file)) continue;
        for (const { node, form } of binding.definitions) {
          const { parent } = node;
          if (form === "with" && parent?.kind === "WithItem") checkWith(parent, owner, file, report);
          if (form !== "assign" || owner.generator) continue;
          if (parent?.kind === "Assign" || parent?.kind === "AnnAssign")
            checkAssigned(parent, owner, file, report);
        }
      }
      for (const call of part.callsNamed("next")) {
        const owner = file.functionOf(call);
        if (owner && !isScript(owner, file)) checkNext(call, owner, file, report);
      }
      for (const operation of part.operations) checkTemporary(operation, file, report);
    },
  },
});

/** `main()`, commands of Django, click and typer, alembic's migrations, tests. */
function isScript(owner: FunctionInfo, file: FileModel): boolean {
  if (owner.parent) return isScript(owner.parent, file);
  if (/^(?:async_)?main(?:_async)?$|^_?main_?$|^test_|^setUp|^tearDown/.test(owner.name)) return true;
  const bases = owner.class?.bases ?? [];
  if (bases.some((base) => /(?:^|\.)(?:\w*Command|\w*TestCase)$/.test(base))) return true;
  if (/^(?:upgrade|downgrade)$/.test(owner.name) && file.imports("alembic")) return true;
  return (
    owner.node.kind === "FunctionDef" &&
    owner.node.decorators.some((decorator) =>
      /(?:^|\.)(?:command|cli_command|fixture|group)\b/.test(file.textOf(decorator)),
    )
  );
}

function checkAssigned(
  node: Assign | AnnAssign,
  owner: FunctionInfo,
  file: FileModel,
  report: Report<Message>,
): void {
  const target =
    node.kind === "AnnAssign" ? node.target : node.targets.length === 1 ? node.targets[0] : undefined;
  const call = node.value && callOf(node.value);
  if (target?.kind !== "Name" || !node.value || !call) return;
  const value = freshlyMadeBy(node.value, file, "session", "connection");
  const binding = file.bindingOf(target);
  if (!value || binding?.scope !== "function" || !isOnlyHere(binding, target)) return;
  if (fateOf(binding, owner, file) !== "kept" || leavesInside(owner, value, file)) return;
  const name = target.id;
  const message =
    value.kind === "session"
      ? leftOpen(node, binding, value, owner, file)
      : neverClosed(node, binding, value, owner);
  if (!message) return;
  report(call, message.id, {
    args: { name },
    related: message.exit ? [file.related(message.exit, "Here it is left open")] : [],
    fixes: withFix(node, call, binding, value, file),
  });
}

/** Whether nothing else ever gives the name a value but `None`. */
function isOnlyHere(binding: Binding, target: Name): boolean {
  return binding.definitions.every(
    ({ node, value, form }) =>
      node === target || form === "delete" || (value?.kind === "Constant" && value.type === "None"),
  );
}

function checkWith(item: WithItem, owner: FunctionInfo, file: FileModel, report: Report<Message>): void {
  const { context } = item;
  if (context.kind === "Attribute" && context.name === "no_autoflush") {
    const value = freshlyMadeBy(context.object, file, "session");
    if (value && !isClosedLater(value, owner, file))
      report(context, "noAutoflush", { severity: "information" });
    return;
  }
  if (callOf(context) === undefined || context.kind !== "Call" || /closing$/.test(lastNameOf(context)))
    return;
  const value = freshlyMadeBy(context, file, "connection");
  if (!value || !["sqlite3", "psycopg2", "pyodbc"].includes(value.library) || value.async) return;
  if (isClosedLater(value, owner, file)) return;
  const maker = value.origin.node === context ? undefined : value.origin.function;
  report(context, "commitsOnly", {
    severity: "information",
    args: { library: value.library },
    // One finding for all that take their connections from the same function.
    ...(maker && { about: maker.node }),
  });
}

function isClosedLater(value: DatabaseValue, owner: FunctionInfo, file: FileModel): boolean {
  return file
    .operationsOf(owner)
    .some(({ action, session }) => action === "close" && session.origin.node === value.origin.node);
}

/** `next(get_db())`. */
function checkNext(call: Call, owner: FunctionInfo, file: FileModel, report: Report<Message>): void {
  const [argument] = call.args;
  if (call.callee.kind !== "Name" || call.callee.id !== "next" || argument?.kind !== "Call") return;
  const generators = file.calleesOf(argument).filter(({ generator }) => generator);
  const local = generators.some((generator) => yieldsSession(generator, file));
  const value = file.databaseValueOf(call, "session");
  const known = value && !value.weak && value.origin.file !== undefined;
  if (!local && !known && !isDependency(argument, file)) return;
  if (value && isClosedLater(value, owner, file)) return;
  const target = call.parent?.kind === "Assign" ? call.parent.targets[0] : undefined;
  const binding = target?.kind === "Name" ? file.bindingOf(target) : undefined;
  if (binding?.names.some(({ parent }) => parent?.kind === "Attribute" && parent.name === "close")) return;
  report(call, "dropped", { severity: "information", args: { generator: file.textOf(argument.callee) } });
}

/** `get_db` of a module that is not known: only a generator is given to `next`. */
function isDependency({ callee }: Call, file: FileModel): boolean {
  const name = file.qualifiedName(callee) ?? "";
  const isNamed = /(?:^|\.)get_(?:\w+_)?(?:db|session)$/.test(name);
  return isNamed && ["sqlalchemy", "sqlmodel", "fastapi"].some((library) => file.imports(library));
}

function yieldsSession(generator: FunctionInfo, file: FileModel): boolean {
  if (generator.node.kind === "Lambda") return false;
  return generator.node.body
    .flatMap((statement) => [...nodesRunBy(statement)])
    .some((node) => node.kind === "Yield" && node.value && file.databaseValueOf(node.value, "session"));
}

/** `Session(engine).query(User).all()`: a session that no name holds. */
function checkTemporary(
  { action, receiverNode, session, call }: Operation,
  file: FileModel,
  report: Report<Message>,
): void {
  const owner = file.functionOf(call);
  if (!owner || action !== "run" || session.kind !== "session" || session.weak || isScript(owner, file))
    return;
  let made: Node = receiverNode;
  while (made.kind === "Call" || made.kind === "Attribute") {
    if (made.kind === "Call" && made === session.origin.node) break;
    made = made.kind === "Call" ? made.callee : made.object;
  }
  if (made.kind === "Call" && freshlyMadeBy(made, file, "session")) report(made, "temporary");
}
