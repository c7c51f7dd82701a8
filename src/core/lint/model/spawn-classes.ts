import type { Call, Expression } from "../syntax/python.ts";
import type { ClassInfo } from "./file-model.ts";
import { elementsOf, matchParameters } from "./spawn-arguments.ts";
import { type Draft, draft, executorIn, givenBy, ofConstructor, type SpawnDeps } from "./spawn-draft.ts";
import { handlerMethods, runnableBases, threadedServers } from "./spawn-forms.ts";

/** A class with a `run` (Thread, Process), or a server of this file that handles requests in threads. */
export function* ofClass(call: Call, deps: SpawnDeps): Generator<Draft> {
  const made = classOfCall(call, deps);
  if (!made) return;
  if (made.bases.some((base) => threadedServers.has(base))) return yield* ofServer(call, deps);
  const base = made.bases.find((name) => runnableBases[name]);
  const kind = base && runnableBases[base];
  if (!kind) return;
  const run = made.methods.get("run");
  const init = made.methods.get("__init__");
  // A subclass that only wraps what Thread does runs the target that it is given.
  if (!run || !init || call.keywords.some(({ name }) => name === "target" || name === "function"))
    yield ofConstructor(call, base, deps);
  if (!run) return;
  const given = givenBy(call);
  yield draft(call, {
    kind,
    form: kind === "process" ? "process" : "thread-subclass",
    given,
    run: {
      runs: [run],
      imported: [],
      arguments: init ? matchParameters(init, given, true) : matchParameters(run, given, true),
    },
  });
}

export function* ofServer(call: Call, deps: SpawnDeps): Generator<Draft> {
  const handler = call.args[1] ?? call.keywords.find(({ name }) => name === "RequestHandlerClass")?.value;
  const made = handler && classIn(handler, deps);
  if (!made) return;
  const runs = [...made.methods].filter(([name]) => handlerMethods.test(name)).map(([, info]) => info);
  yield draft(call, {
    kind: "thread",
    form: "server",
    target: handler,
    run: { runs, imported: [], arguments: [] },
    several: true,
  });
}

/** `initializer=` of a pool, which runs once in each worker. */
export function* ofInitializer(call: Call, deps: SpawnDeps): Generator<Draft> {
  const target = call.keywords.find(({ name }) => name === "initializer")?.value;
  if (!target) return;
  const made = executorIn(call, deps);
  if (made?.kind !== "executor") return;
  const args = call.keywords.find(({ name }) => name === "initargs")?.value;
  const given = { positional: args ? elementsOf(args, deps) : [], named: [] };
  yield draft(call, {
    kind: made.of,
    form: "initializer",
    target,
    given,
    workers: made.workers,
    several: true,
  });
}

function classOfCall({ callee }: Call, deps: SpawnDeps): ClassInfo | undefined {
  return callee.kind === "Name" || callee.kind === "Attribute" ? classIn(callee, deps) : undefined;
}

function classIn(expression: Expression, deps: SpawnDeps): ClassInfo | undefined {
  for (const value of deps.valuesOf(expression)) if (value.kind === "class") return value.class;
  return undefined;
}
