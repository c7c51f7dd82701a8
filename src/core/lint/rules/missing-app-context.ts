import { text } from "../../text/text.ts";
import type { Fix } from "../finding.ts";
import type { FileModel, FunctionInfo, Spawn } from "../model/file-model.ts";
import type { DatabaseValue } from "../model/value.ts";
import { defineRule } from "../rule.ts";
import type { Expression, Node } from "../syntax/python.ts";
import { codeOf, isUse, nameOf } from "./sharing/handles.ts";
import { reachOf } from "./sharing/reach.ts";
import { registryUses } from "./sharing/registry-uses.ts";
import { threadsOf } from "./sharing/threads.ts";
import { wrapBody } from "./support/wrap-body.ts";

export const missingAppContext = defineRule({
  id: "missing-app-context",
  severity: "warning",
  measurable: false,
  docs: {
    summary: "A thread uses Flask-SQLAlchemy's `db.session` without the app's context.",
    why: `Flask-SQLAlchemy finds the engine, and since version 3.0 the session too, by the current application context.
A request pushes one for its own thread; a thread that you start has none. \`db.session\` and \`Model.query\` then raise
*RuntimeError: Working outside of application context*, in a thread whose traceback often nobody reads. Where an
older version binds the app with \`SQLAlchemy(app)\`, it works, but nothing removes the session at the end.`,
    remedy: `Enter the context in the thread: \`with app.app_context():\` around what it does. Hand over the app itself
(\`current_app._get_current_object()\` inside a request), not \`current_app\`, which is bound to the request. Leaving the
context removes the thread's session.`,
    leavesAlone: [
      "threads that enter `app.app_context()` or push a context anywhere on their way",
      "functions under a decorator that enters it, and `copy_current_request_context`",
      "coroutines, whose tasks inherit the context",
      "SQLAlchemy's own sessions, which need no app",
    ],
    examples: [
      {
        language: "python",
        bad: `import threading

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


def create_app():
    app = Flask(__name__)
    db.init_app(app)
    return app


def clean_up():
    «db.session».execute(db.text("DELETE FROM visits WHERE age > 30"))
    db.session.commit()


def start(app):
    threading.Thread(target=clean_up, daemon=True).start()
`,
        good: `import threading

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


def create_app():
    app = Flask(__name__)
    db.init_app(app)
    return app


def clean_up(app):
    with app.app_context():
        db.session.execute(db.text("DELETE FROM visits WHERE age > 30"))
        db.session.commit()


def start(app):
    threading.Thread(target=clean_up, args=(app,), daemon=True).start()
`,
      },
    ],
    sources: [
      {
        title: "Flask-SQLAlchemy: Flask Application Context",
        url: "https://flask-sqlalchemy.palletsprojects.com/en/stable/contexts/",
      },
      {
        title: "Flask: The Application Context",
        url: "https://flask.palletsprojects.com/en/stable/appcontext/",
      },
    ],
  },
  messages: {
    missing:
      "`{name}` needs the app's context, and the thread that runs `{function}` has none: RuntimeError. Enter `app.app_context()` in it.",
    bound:
      "`{name}` is used in a thread without the app's context. The bound app lets Flask-SQLAlchemy 2 find its engine, 3 raises RuntimeError. Enter `app.app_context()` in it.",
  },
  check: {
    python(file, report) {
      const told = new Set<Node>();
      for (const spawn of threadsOf(file)) {
        // Some versions of gevent give a greenlet a copy of the context that it is started in.
        if (spawn.green) continue;
        const use = useWithoutContext(file, spawn);
        if (!use || told.has(use.node)) continue;
        told.add(use.node);
        const [run] = spawn.runs;
        const fix = contextFix(file, run);
        const isBound = isBoundApp(use.value) && !isVersionThree(file);
        report(use.node, isBound ? "bound" : "missing", {
          ...(isBound ? { severity: "information" as const } : {}),
          args: { name: nameOf(file, use.node), function: run?.name ?? "it" },
          related: [file.related(spawn.call, "The thread starts here.")],
          fixes: fix ? [fix] : [],
        });
      }
    },
  },
});

interface ContextUse {
  readonly node: Expression;
  readonly value: DatabaseValue;
}

function useWithoutContext(file: FileModel, spawn: Spawn): ContextUse | undefined {
  const { functions } = reachOf(file, spawn.runs);
  let first: ContextUse | undefined;
  for (const owner of functions) {
    if (entersContext(file, owner)) return undefined;
    first ??= firstUse(file, owner);
  }
  if (!first) {
    const [given] = registryUses(file, spawn, isFlask);
    if (given) first = { node: given.node, value: given.registry };
  }
  return first;
}

function firstUse(file: FileModel, owner: FunctionInfo): ContextUse | undefined {
  for (const node of codeOf(file, owner)) {
    if ((node.kind !== "Name" && node.kind !== "Attribute") || !isUse(node)) continue;
    const value = file.databaseValueOf(node, "session-registry", "query");
    if (!value || value.weak || !isFlask(value)) continue;
    if (value.kind === "session-registry" || (node.kind === "Attribute" && node.name === "query"))
      return { node, value };
  }
  return undefined;
}

function isFlask({ library }: DatabaseValue): boolean {
  return library === "flask_sqlalchemy";
}

const contextNames =
  /^(?:app_context|request_context|test_request_context|push|copy_current_request_context|with_appcontext|test_client)$/;

function entersContext(file: FileModel, owner: FunctionInfo): boolean {
  if (
    owner.node.kind === "FunctionDef" &&
    owner.node.decorators.some((decorator) => isContextDecorator(file, decorator))
  )
    return true;
  return hasContext(file, owner);
}

function hasContext(file: FileModel, owner: FunctionInfo): boolean {
  for (const node of codeOf(file, owner)) {
    if (node.kind === "Attribute" && contextNames.test(node.name)) return true;
    if (node.kind === "Name" && contextNames.test(node.id)) return true;
    if (node.kind === "WithItem" && /ctx|context/i.test(file.textOf(node.context))) return true;
  }
  return false;
}

/** A decorator of this file that enters a context in its wrapper, or one of another file that says so. */
function isContextDecorator(file: FileModel, decorator: Expression): boolean {
  const named = decorator.kind === "Call" ? decorator.callee : decorator;
  if (/ctx|context|app/i.test(file.textOf(named))) return true;
  return file.valuesOf(named).some((value) => {
    if (value.kind !== "function") return false;
    const inner = file.functions.filter((info) => isWithin(info, value.function));
    return inner.some((info) => hasContext(file, info));
  });
}

function isWithin(info: FunctionInfo, outer: FunctionInfo): boolean {
  for (let at: FunctionInfo | undefined = info; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** `SQLAlchemy(app)`. */
function isBoundApp(value: DatabaseValue): boolean {
  for (let at: DatabaseValue | undefined = value; at; at = at.source) {
    const made = at.origin.node;
    if (at.kind === "flask-database" && made?.kind === "Call")
      return made.args.length > 0 || made.keywords.some(({ name }) => name === "app");
  }
  return false;
}

function isVersionThree(file: FileModel): boolean {
  const known = file.versionOf("flask-sqlalchemy") ?? file.versionOf("Flask-SQLAlchemy");
  return known !== undefined && /^[3-9]/.test(known.version);
}

/** Around all that the thread's function does, if the app is a name of this module. */
function contextFix(file: FileModel, run: FunctionInfo | undefined): Fix | undefined {
  if (
    run?.node.kind !== "FunctionDef" ||
    run.generator ||
    run.async ||
    run.parameters.some(({ name }) => name.id === "app")
  )
    return undefined;
  const hasApp = file.units.some(({ body }) =>
    body.some(
      (statement) =>
        statement.kind === "Assign" &&
        statement.targets.some((target) => target.kind === "Name" && target.id === "app") &&
        statement.value.kind === "Call" &&
        file.qualifiedName(statement.value.callee) === "flask.Flask",
    ),
  );
  const edits = hasApp ? wrapBody(file, run.node, "with app.app_context():") : undefined;
  return (
    edits && {
      title: text("Enter the app's context in `{function}`", { function: run.name }),
      safe: false,
      edits,
    }
  );
}
