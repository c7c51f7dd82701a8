import { text } from "../../text/text.ts";
import type { Fix } from "../finding.ts";
import type { FileModel, Spawn } from "../model/file-model.ts";
import type { DatabaseValue } from "../model/value.ts";
import { defineRule } from "../rule.ts";
import type { Call, Expression } from "../syntax/python.ts";
import { type HandedOver, passedTo } from "./sharing/handed-over.ts";
import { codeOf, nameOf } from "./sharing/handles.ts";
import { isScript, isTestFile, keptHandles } from "./sharing/kept-handles.ts";
import {
  isClosedInFinally,
  isOpenedByWith,
  type RegistryUse,
  registryUses,
} from "./sharing/registry-uses.ts";
import { sharedAcrossThreads } from "./sharing/thread-sharing.ts";
import { threadsOf } from "./sharing/threads.ts";
import { wrapBody } from "./support/wrap-body.ts";

export const scopedSessionNotRemoved = defineRule({
  id: "scoped-session-not-removed",
  severity: "warning",
  measurable: false,
  docs: {
    summary: "A thread takes its session from a `scoped_session` and never gives it back.",
    why: `A \`scoped_session\` keeps one Session per thread until \`remove()\` is called in that thread. A pool's thread
lives on, and its next task gets the same Session with its old objects, its old snapshot of the data, and the broken
transaction of a task that failed. A thread that ends leaves its Session behind with a connection that stays checked
out until Python's cyclic garbage collector happens to run; with a pool of 5 + 10 connections, the sixteenth thread may
then wait for nothing. And a session that the registry gave, kept on a module or handed to another thread, is no longer
scoped: it is one Session for all.`,
    remedy: `End each piece of work with \`Session.remove()\` in a \`finally\`. It closes the session, gives the
connection back, and lets the next caller start afresh. Or do without the registry: \`with session_factory() as
session:\` in the worker. Keep the registry on the module, never what it returns.`,
    leavesAlone: [
      "files that call `remove()` anywhere, or have an app's teardown do it",
      "`with Session() as session:` and a `close()` in a `finally`, which give the connection back",
      "Flask-SQLAlchemy, whose app context removes the session",
      "processes, and code that no thread runs",
    ],
    examples: [
      {
        language: "python",
        bad: `from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker

from models import Track

Session = scoped_session(sessionmaker(create_engine("postgresql://localhost/music")))


def store(title):
    «Session».add(Track(title=title))
    Session.commit()


def store_all(titles):
    with ThreadPoolExecutor(8) as executor:
        executor.map(store, titles)
`,
        good: `from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker

from models import Track

Session = scoped_session(sessionmaker(create_engine("postgresql://localhost/music")))


def store(title):
    try:
        Session.add(Track(title=title))
        Session.commit()
    finally:
        Session.remove()


def store_all(titles):
    with ThreadPoolExecutor(8) as executor:
        executor.map(store, titles)
`,
      },
      {
        title: "What the registry returned, kept for all",
        language: "python",
        bad: `from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker

Session = scoped_session(sessionmaker(create_engine("postgresql://localhost/music")))
session = «Session()»
`,
        good: `from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker

Session = scoped_session(sessionmaker(create_engine("postgresql://localhost/music")))
`,
      },
    ],
    sources: [
      {
        title: "SQLAlchemy: Contextual/Thread-local Sessions",
        url: "https://docs.sqlalchemy.org/en/20/orm/contextual.html",
      },
      {
        title: "SQLAlchemy: scoped_session.remove",
        url: "https://docs.sqlalchemy.org/en/20/orm/contextual.html#sqlalchemy.orm.scoped_session.remove",
      },
    ],
  },
  messages: {
    pool: "`{name}` keeps this thread's session, and the pool's next task in the thread gets it as it is left. End the work with `{name}.remove()` in a finally.",
    thread:
      "`{name}` keeps this thread's session, with its connection, beyond the thread's end. End the work with `{name}.remove()` in a finally.",
    kept: "This keeps the session of the thread that comes first, and everyone gets that one. Keep `{name}` and use it where a session is needed.",
    passed:
      "`{name}` is this thread's session of a scoped_session, handed to another thread. Hand over the registry: it gives each thread its own.",
  },
  check: {
    python(file, report) {
      if (isTestFile(file)) return;
      let removes: boolean | undefined;
      const isLeft = () => {
        removes ??= isRemovedSomewhere(file);
        return !removes;
      };
      for (const { node, use, spawn } of workerUses(file)) {
        if (!isLeft()) return;
        const fix = removeFix(file, use, spawn);
        const isPool = spawn.form === "submit" || spawn.form === "map" || spawn.form === "to-thread";
        report(node, isPool ? "pool" : "thread", {
          ...(isPool ? {} : { severity: "information" as const }),
          args: { name: nameOf(file, node) },
          related: [file.related(spawn.call, "The thread starts here.")],
          fixes: fix ? [fix] : [],
        });
      }
      for (const { made, value } of [...keptHandles(file), ...cachedHandles(file)]) {
        const { source } = value;
        if (!source || value.kind !== "session" || !isPlainRegistry(source) || !isLeft()) continue;
        report(made, "kept", {
          ...(isScript(file) ? { severity: "information" as const } : {}),
          args: { name: made.callee.kind === "Name" ? made.callee.id : "the registry" },
        });
      }
      for (const { node, value } of passedToOne(file))
        if (isLeft())
          report(node, "passed", {
            args: { name: nameOf(file, node) },
            related: [file.related(value.origin, "The registry gives it here.")],
          });
    },
  },
});

/** `sessions[key] = Session()` of a dictionary that the module keeps. */
function* cachedHandles(file: FileModel): Generator<{ made: Call; value: DatabaseValue }> {
  for (const node of file.stores) {
    const [target] = node.targets;
    if (target?.kind !== "Subscript" || node.value.kind !== "Call") continue;
    if (target.object.kind !== "Name" || file.bindingOf(target.object)?.scope !== "module") continue;
    const value = file.databaseValueOf(node.value, "session");
    if (value) yield { made: node.value, value };
  }
}

/** Flask-SQLAlchemy removes its own, and an asynchronous one is scoped by what its maker says. */
function isPlainRegistry({ kind, library, async, weak }: DatabaseValue): boolean {
  return (
    kind === "session-registry" && !async && !weak && (library === "sqlalchemy" || library === "sqlmodel")
  );
}

/** The first use of each registry by each thread's code that nothing closes. */
function* workerUses(file: FileModel): Generator<{ node: Expression; use: RegistryUse; spawn: Spawn }> {
  const told = new Set<Expression>();
  for (const spawn of threadsOf(file)) {
    if (spawn.form === "initializer") continue;
    const registries = new Set<unknown>();
    for (const use of registryUses(file, spawn, isPlainRegistry)) {
      const { node, registry } = use;
      if (registries.has(registry.origin.node)) continue;
      if (isOpenedByWith(node) || isClosedInFinally(file, use) || isSettingUp(node)) continue;
      registries.add(registry.origin.node);
      if (told.has(node)) continue;
      told.add(node);
      yield { node, use, spawn };
    }
  }
}

/** `Session.configure(…)`, `Session.query_property()`: they make no session. */
function isSettingUp({ parent }: Expression): boolean {
  return (
    parent?.kind === "Attribute" &&
    /^(?:configure|query_property|registry|session_factory|remove)$/.test(parent.name)
  );
}

/** `remove()` takes no argument, unlike a list's; or it is handed to whoever ends the work; or an app's teardown is there. */
function isRemovedSomewhere(file: FileModel): boolean {
  if (file.callsNamed("remove").some(({ args, keywords }) => args.length === 0 && keywords.length === 0))
    return true;
  if (file.callsNamed("teardown_appcontext", "teardown_request").length > 0) return true;
  for (const owner of [undefined, ...file.functions]) {
    if (owner?.node.kind === "FunctionDef")
      for (const decorator of owner.node.decorators)
        if (/\bteardown/.test(file.textOf(decorator))) return true;
    for (const node of codeOf(file, owner))
      if (
        node.kind === "Attribute" &&
        node.name === "remove" &&
        file.databaseValueOf(node.object, "session-registry")
      )
        return true;
  }
  return false;
}

/** What a registry gave, handed to a thread; if several get it, session-shared-across-threads reports it. */
function passedToOne(file: FileModel): readonly HandedOver[] {
  const passed = file.spawns
    .filter(({ kind, sequential }) => kind === "thread" && !sequential)
    .flatMap((spawn) => passedTo(file, spawn))
    .filter(({ value }) => value.kind === "session" && value.source && isPlainRegistry(value.source));
  if (passed.length === 0) return [];
  const shared = sharedAcrossThreads(file);
  return passed.filter(({ node }) => !shared.some((other) => other.node === node));
}

/** Wraps the thread's function, if it is the one that uses the registry, in `try … finally`. */
function removeFix(file: FileModel, { node, owner }: RegistryUse, spawn: Spawn): Fix | undefined {
  if (owner.node.kind !== "FunctionDef" || owner.generator || owner.async || !spawn.runs.includes(owner))
    return undefined;
  if (node.kind !== "Name") return undefined;
  const edits = wrapBody(file, owner.node, "try:", (step) => ["finally:", `${step}${node.id}.remove()`]);
  return (
    edits && {
      title: text("End `{function}` with `{name}.remove()`", { function: owner.name, name: node.id }),
      safe: true,
      edits,
    }
  );
}
