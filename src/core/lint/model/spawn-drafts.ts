import type { Call, Expression, Node } from "../syntax/python.ts";
import { awaitablesOf } from "./awaitables.ts";
import type { ClassInfo, FileModel, Spawn } from "./file-model.ts";
import {
  elementsOf,
  entriesOf,
  type Given,
  matchParameters,
  nothingGiven,
  type Run,
  type TargetDeps,
} from "./spawn-arguments.ts";
import {
  constructors,
  executorMethods,
  gatherers,
  handlerMethods,
  type MethodForm,
  runnableBases,
  taskMakers,
  threadedSchedulers,
  threadedServers,
  threadFunctions,
} from "./spawn-forms.ts";
import { givenPerItem } from "./spawn-items.ts";
import type { ConcurrencyValue } from "./value.ts";

export interface SpawnDeps
  extends TargetDeps,
    Pick<FileModel, "classes" | "functionOf" | "loopsOf" | "isSame" | "imports"> {
  /** The last names of all calls in the file, each once. */
  readonly calledNames: () => Iterable<string>;
  /** Names that imports give to what has another name, and that assignments give to functions: `from threading import Thread as T`. */
  readonly renamed: () => Iterable<string>;
}

/** A spawn before it is known what runs beside it. */
export interface Draft extends Pick<Spawn, "kind" | "form" | "call" | "target" | "workers"> {
  readonly given: Given;
  /** Where the work is handed over, if that is not the call: a coroutine in a comprehension, in a list that grows. */
  readonly at: Node;
  /** If what runs is not what `target` names: a class's `run`. */
  readonly run: Run | undefined;
  readonly waits: boolean;
  /** Whether there are several by its form alone. */
  readonly several: boolean;
  /** Whether there is one per item of what a `map` walks over. */
  readonly mapped: boolean;
}

/** What a call starts, judged by itself. */
export function* draftsOf(call: Call, name: string, deps: SpawnDeps): Generator<Draft> {
  const { callee } = call;
  const executor = callee.kind === "Attribute" ? executorIn(callee.object, deps) : undefined;
  const method = executorMethods[name];
  if (executor?.kind === "executor" && method)
    return yield ofMethod(call, method, executor.of, executor.workers);
  if (name === "add_job" && callee.kind === "Attribute" && isScheduler(callee.object, deps))
    return yield ofScheduler(call, deps);
  if (name === "run_in_executor") {
    const [pool] = call.args;
    const own = pool && executorIn(pool, deps);
    return yield ofMethod(
      call,
      { form: "to-thread", place: 1, takes: "all" },
      own?.of ?? "thread",
      own?.workers,
    );
  }
  if (/^(?:create_task|start_soon|ensure_future)$/.test(name)) {
    const group = executor?.kind === "task-group" || executor?.kind === "event-loop";
    if (group || callee.kind === "Attribute" || isTaskMaker(callee, deps))
      return yield* ofTask(call, name, deps);
  }
  const dotted = deps.qualifiedName(callee);
  if (dotted !== undefined) yield* ofFunction(call, dotted, deps);
  else if (name === "Process" && callee.kind === "Attribute" && isContext(callee.object, deps))
    yield ofConstructor(call, "multiprocessing.Process", deps);
  yield* ofClass(call, deps);
  yield* ofInitializer(call, deps);
}

function* ofFunction(call: Call, dotted: string, deps: SpawnDeps): Generator<Draft> {
  if (constructors[dotted]) yield ofConstructor(call, dotted, deps);
  else if (threadFunctions[dotted]) yield ofMethod(call, threadFunctions[dotted], "thread", undefined);
  else if (taskMakers.has(dotted)) yield* ofTask(call, dotted, deps);
  else if (gatherers[dotted]) yield* ofGather(call, gatherers[dotted], deps);
  else if (threadedServers.has(dotted)) yield* ofServer(call, deps);
}

export function draft(call: Call, details: Partial<Draft> & Pick<Draft, "kind" | "form">): Draft {
  return {
    call,
    at: call,
    target: undefined,
    given: nothingGiven,
    run: undefined,
    workers: undefined,
    waits: false,
    several: false,
    mapped: isMapped(call),
    ...details,
  };
}

/** `map(lambda row: executor.submit(store, row), rows)`. */
function isMapped(call: Call): boolean {
  let { parent } = call;
  while (
    parent?.kind === "Attribute" ||
    (parent?.kind === "Call" && parent.callee.kind === "Attribute" && parent.args.length === 0)
  )
    parent = parent.parent;
  const around = parent?.kind === "Lambda" ? parent.parent : undefined;
  return around?.kind === "Call" && around.callee.kind === "Name" && around.callee.id === "map";
}

function ofConstructor(call: Call, dotted: string, deps: SpawnDeps): Draft {
  const form = constructors[dotted];
  if (!form) throw new Error(`${dotted} starts nothing`);
  const args = argument(call, form.args);
  const kwargs = argument(call, form.kwargs);
  const given = {
    positional: args ? spread(args, deps) : [],
    named: kwargs ? entriesOf(kwargs, deps) : [],
  };
  return draft(call, { kind: form.kind, form: form.form, target: argument(call, form.target), given });
}

/** The elements of a tuple of arguments; of one that is not written out, `*args`. */
function spread(args: Expression, deps: SpawnDeps): readonly Expression[] {
  const elements = elementsOf(args, deps);
  if (elements.length !== 1 || elements[0] !== args) return elements;
  const { start, end, parent } = args;
  return [{ kind: "Starred", value: args, start, end, parent }];
}

function argument(call: Call, { place, name }: { place: number; name: string }): Expression | undefined {
  return call.keywords.find((keyword) => keyword.name === name)?.value ?? call.args[place];
}

function ofMethod(
  call: Call,
  { form, place, takes, waits }: MethodForm,
  kind: Spawn["kind"],
  workers: number | undefined,
): Draft {
  const target =
    call.args[place] ?? call.keywords.find(({ name }) => name === "func" || name === "fn")?.value;
  const rest = call.args.slice(place + 1);
  let given: Given = { positional: rest, named: call.keywords };
  if (takes === "tuple") {
    const args = rest[0] ?? call.keywords.find(({ name }) => name === "args")?.value;
    const kwds = rest[1] ?? call.keywords.find(({ name }) => name === "kwds")?.value;
    given = {
      positional: args?.kind === "Tuple" || args?.kind === "List" ? args.elements : args ? [args] : [],
      named: kwds?.kind === "Dict" ? entriesOf(kwds, { bindingOf: () => undefined }) : [],
    };
  }
  if (takes === "each" || takes === "each-tuple") {
    const iterables =
      rest.length > 0
        ? rest
        : call.keywords.filter(({ name }) => name === "iterable").map(({ value }) => value);
    given = givenPerItem(iterables, takes === "each-tuple");
  }
  return draft(call, { kind, form, target, given, workers, waits: waits ?? false });
}

function* ofTask(call: Call, name: string, deps: SpawnDeps): Generator<Draft> {
  const [first, ...rest] = call.args;
  if (!first) return;
  if (name.endsWith("start_soon")) {
    yield draft(call, {
      kind: "task",
      form: "create-task",
      target: first,
      given: { positional: rest, named: [] },
    });
    return;
  }
  for (const { target, given } of awaitablesOf(first, deps))
    yield draft(call, { kind: "task", form: "create-task", target, given });
}

function* ofGather(call: Call, takes: "arguments" | "first", deps: SpawnDeps): Generator<Draft> {
  const sources = takes === "first" ? call.args.slice(0, 1) : call.args;
  const awaitables = sources.flatMap((source) => awaitablesOf(source, deps));
  for (const { call: inner, target, given, mapped, comprehension, collectedBy } of awaitables)
    yield draft(call, {
      kind: "task",
      form: "gather",
      at: comprehension ? inner : (collectedBy ?? inner),
      target,
      given,
      several: awaitables.length > 1,
      mapped,
    });
}

export function givenBy(call: Call): Given {
  return { positional: call.args, named: call.keywords };
}

/** A class with a `run` (Thread, Process), or a server of this file that handles requests in threads. */
function* ofClass(call: Call, deps: SpawnDeps): Generator<Draft> {
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

function* ofServer(call: Call, deps: SpawnDeps): Generator<Draft> {
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
function* ofInitializer(call: Call, deps: SpawnDeps): Generator<Draft> {
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

/** APScheduler's schedulers that run jobs in a pool of threads. */
function isScheduler(expression: Expression, deps: SpawnDeps): boolean {
  return deps
    .valuesOf(expression)
    .some((value) => value.kind === "external" && value.path === "()" && threadedSchedulers.has(value.name));
}

function ofScheduler(call: Call, deps: SpawnDeps): Draft {
  const target = argument(call, { place: 0, name: "func" });
  const args = call.keywords.find(({ name }) => name === "args")?.value;
  const kwargs = call.keywords.find(({ name }) => name === "kwargs")?.value;
  const given = {
    positional: args ? elementsOf(args, deps) : [],
    named: kwargs ? entriesOf(kwargs, deps) : [],
  };
  return draft(call, { kind: "thread", form: "timer", target, given });
}

function executorIn(expression: Expression, deps: SpawnDeps): ConcurrencyValue | undefined {
  for (const value of deps.valuesOf(expression))
    if (value.kind === "executor" || value.kind === "task-group" || value.kind === "event-loop") return value;
  return undefined;
}

function isTaskMaker(callee: Expression, deps: SpawnDeps): boolean {
  return taskMakers.has(deps.qualifiedName(callee) ?? "");
}

/** `multiprocessing.get_context(…)`. */
function isContext(expression: Expression, deps: SpawnDeps): boolean {
  return deps
    .valuesOf(expression)
    .some((value) => value.kind === "external" && value.name === "multiprocessing.get_context");
}

function classOfCall({ callee }: Call, deps: SpawnDeps): ClassInfo | undefined {
  return callee.kind === "Name" || callee.kind === "Attribute" ? classIn(callee, deps) : undefined;
}

function classIn(expression: Expression, deps: SpawnDeps): ClassInfo | undefined {
  for (const value of deps.valuesOf(expression)) if (value.kind === "class") return value.class;
  return undefined;
}
