import type { FileModel, FunctionInfo, Handler } from "../model/file-model.ts";
import { defineRule } from "../rule.ts";
import type { Node } from "../syntax/python.ts";
import { codeOf, handleUses, isSameLink, isUse, linkOf } from "./sharing/handles.ts";
import { globalHandles, isScript, isTestFile, type KeptHandle, keptHandles } from "./sharing/kept-handles.ts";
import { reachOf } from "./sharing/reach.ts";
import { sharedAcrossThreads } from "./sharing/thread-sharing.ts";

export const moduleLevelSession = defineRule({
  id: "module-level-session",
  severity: "warning",
  measurable: true,
  docs: {
    summary: "A session or connection that a module makes once and all requests use.",
    why: `A session that a module makes when it is imported lives as long as the process, and every request, message
or job that runs meanwhile has its hands in it. They share its transaction: one commits what another has half done, one
that fails leaves *This Session's transaction has been rolled back* to all that follow. It never lets go of its
connection, keeps every object that it ever loaded alive as long as something holds it, and shows each request what an
earlier transaction saw. A plain connection has the same one transaction, and is gone for good when the server closes
it.`,
    remedy: `Make the factory at module level and a session per unit of work: \`with Session() as session:\` in the
handler, a dependency that yields one (FastAPI), or a \`scoped_session\` with \`remove()\` in the app's teardown (Flask).
With a plain driver, take a connection from a pool.`,
    leavesAlone: [
      "`scoped_session` registries, `sessionmaker` factories, engines and pools: those belong at module level",
      'scripts, which have one thread and one unit of work, and whatever stands under `if __name__ == "__main__":`',
      "tests",
      "AWS Lambda functions, which reuse a connection on purpose and serve one request at a time",
      "a sqlite3 connection under coroutines alone: they run in one thread",
      "what [session-shared-across-threads](session-shared-across-threads.md) or [unguarded-cross-thread-sqlite](unguarded-cross-thread-sqlite.md) reports",
    ],
    examples: [
      {
        language: "python",
        bad: `from flask import Flask, jsonify
from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker

from models import User

app = Flask(__name__)
Session = sessionmaker(create_engine("postgresql://localhost/app"))
session = «Session()»


@app.get("/users")
def users():
    return jsonify([user.name for user in session.scalars(select(User))])
`,
        good: `from flask import Flask, jsonify
from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker

from models import User

app = Flask(__name__)
Session = sessionmaker(create_engine("postgresql://localhost/app"))


@app.get("/users")
def users():
    with Session() as session:
        return jsonify([user.name for user in session.scalars(select(User))])
`,
      },
    ],
    sources: [
      {
        title: "SQLAlchemy: When do I construct a Session, when do I commit it, and when do I close it?",
        url: "https://docs.sqlalchemy.org/en/20/orm/session_basics.html#when-do-i-construct-a-session-when-do-i-commit-it-and-when-do-i-close-it",
      },
      {
        title:
          "SQLAlchemy: This Session's transaction has been rolled back due to a previous exception during flush",
        url: "https://docs.sqlalchemy.org/en/20/faq/sessions.html#this-session-s-transaction-has-been-rolled-back-due-to-a-previous-exception-during-flush-or-similar",
      },
    ],
  },
  messages: {
    handlers:
      "`{name}` is one {what} for everything that `{user}` and the other {handlers} serve: they share its transaction and its errors. Make one per {unit}.",
    threads:
      "`{name}` is one {what} for the whole process, and the thread that runs `{user}` uses it. Make one per thread.",
    elsewhere:
      "`{name}` is one {what} for the whole process, and {file} uses it in {handlers}. Make one per {unit}.",
    onlyMade:
      "`{name}` is one {what} for everyone who imports this module. Export the factory and make one per unit of work.",
  },
  check: {
    python(file, report) {
      if (isTestFile(file)) return;
      const kept = [...keptHandles(file), ...globalHandles(file)].filter(
        (handle) => isMadeHere(handle) && !isFromRegistry(handle),
      );
      if (kept.length === 0) return;
      const shared = sharedAcrossThreads(file);
      for (const handle of kept) {
        const { name, made, value } = handle;
        if (shared.some((other) => isSameLink(other.value, value))) continue;
        const args = { name: name.id, what: linkOf(value).kind };
        const user = servedUser(file, handle);
        if (user) {
          const words = wordsOf(user.handler);
          report(made, user.handler ? "handlers" : "threads", {
            args: { ...args, user: user.function.name, ...words },
            related: [file.related(user.node, "It is used here.")],
          });
          continue;
        }
        const outside = handle.class
          ? undefined
          : file
              .usesElsewhere(name.id)
              .find(({ context }) => context === "request" || context === "thread" || context === "task");
        if (outside && !isGuarded(handle))
          report(made, "elsewhere", {
            args: {
              ...args,
              // The related information has the path.
              file: outside.file.replace(/^.*[\\/]/, ""),
              ...wordsOf(outside.context === "request" ? "web" : undefined),
            },
            related: [
              { file: outside.file, range: outside.range, text: { message: "It is used here.", args: {} } },
            ],
          });
        else if (isOnlyMade(file, handle)) report(made, "onlyMade", { severity: "information", args });
      }
    },
  },
});

/** A cursor of a connection that has a name of its own is reported with that connection. */
function isMadeHere({ value, made }: KeptHandle): boolean {
  const link = linkOf(value);
  if (link === value) return value.kind !== "cursor" || value.source === undefined;
  for (let at: Node | undefined = link.origin.node; at; at = at.parent) if (at === made) return true;
  return false;
}

function isFromRegistry({ value }: KeptHandle): boolean {
  return value.source?.kind === "session-registry";
}

/** sqlite3 with `check_same_thread=False` is for unguarded-cross-thread-sqlite to judge. */
function isGuarded({ value }: KeptHandle): boolean {
  const link = linkOf(value);
  return link.library === "sqlite3" && link.options["check_same_thread"] === false;
}

interface ServedUser {
  readonly function: FunctionInfo;
  readonly node: Node;
  /** Undefined: a thread. */
  readonly handler: Handler | undefined;
}

/** The first function that a framework or a thread runs, itself or through calls, and that uses the handle. */
function servedUser(file: FileModel, handle: KeptHandle): ServedUser | undefined {
  if (isGuarded(handle)) return undefined;
  const isSqlite = linkOf(handle.value).library === "sqlite3";
  for (const info of file.functions) {
    const { handler } = info;
    const isThread = file.spawnsOf(info).some(({ kind }) => kind === "thread");
    if ((!handler && !isThread) || handler === "lambda" || (isSqlite && info.async)) continue;
    for (const owner of reachOf(file, [info]).functions) {
      const node = useIn(file, owner, handle);
      if (node) return { function: info, node, handler };
    }
  }
  return undefined;
}

function useIn(
  file: FileModel,
  owner: FunctionInfo,
  { name, value, class: around }: KeptHandle,
): Node | undefined {
  const binding = file.bindingOf(name);
  const isByName = (node: Node) =>
    !around && node.kind === "Name" && file.bindingOf(node) === binding && isUse(node);
  for (const node of codeOf(file, owner)) if (isByName(node)) return node;
  for (const { node, value: used } of handleUses(file, owner)) {
    const isKept = used.origin.place !== "function" || isModuleName(file, node);
    if (isKept && isSameLink(used, value)) return node;
  }
  return undefined;
}

function isModuleName(file: FileModel, node: Node): boolean {
  return node.kind === "Name" && file.bindingOf(node)?.scope === "module";
}

/** Neither a script nor a module of functions that use it: it is there for others to import. */
function isOnlyMade(file: FileModel, handle: KeptHandle): boolean {
  const { name, value } = handle;
  if (handle.class || linkOf(value).library === "sqlite3" || isScript(file)) return false;
  for (const owner of [undefined, ...file.functions])
    for (const { node, value: used } of handleUses(file, owner)) {
      const { parent } = node;
      const isHandedOut = parent?.kind === "Return" || parent?.kind === "Yield";
      const isKeptOn = parent?.kind === "Attribute" && parent.name === "cursor";
      if (isSameLink(used, value) && node !== name && !isHandedOut && !isKeptOn) return false;
    }
  return true;
}

function wordsOf(handler: Handler | undefined): { readonly handlers: string; readonly unit: string } {
  switch (handler) {
    case "bot":
      return { handlers: "handlers", unit: "message" };
    case "celery":
      return { handlers: "tasks", unit: "task" };
    case "socket":
      return { handlers: "handlers", unit: "client" };
    case undefined:
      return { handlers: "threads", unit: "thread" };
    default:
      return { handlers: "request handlers", unit: "request" };
  }
}
