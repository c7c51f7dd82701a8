import type { Call, Expression } from "../syntax/python.ts";
import { awaitablesOf } from "./awaitables.ts";
import type { Spawn } from "./file-model.ts";
import { elementsOf, entriesOf, type Given } from "./spawn-arguments.ts";
import { ofClass, ofInitializer, ofServer } from "./spawn-classes.ts";
import { argument, type Draft, draft, executorIn, ofConstructor, type SpawnDeps } from "./spawn-draft.ts";
import {
  constructors,
  executorMethods,
  gatherers,
  greenFunctions,
  type MethodForm,
  parallels,
  taskMakers,
  threadedSchedulers,
  threadedServers,
  threadFunctions,
} from "./spawn-forms.ts";
import { givenPerItem } from "./spawn-items.ts";
import { ofParallel } from "./spawn-parallel.ts";
import type { ConcurrencyValue } from "./value.ts";

/** What a call starts, judged by itself. */
export function* draftsOf(call: Call, name: string, deps: SpawnDeps): Generator<Draft> {
  const { callee } = call;
  const executor = callee.kind === "Attribute" ? executorIn(callee.object, deps) : undefined;
  const method = executorMethods[name];
  if (executor?.kind === "executor" && method)
    return yield {
      ...ofMethod(call, method, executor.of, executor.workers),
      green: isGreenPool(executor, deps),
    };
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
  else if (greenFunctions[dotted])
    yield { ...ofMethod(call, greenFunctions[dotted], "thread", undefined), green: true };
  else if (taskMakers.has(dotted)) yield* ofTask(call, dotted, deps);
  else if (gatherers[dotted]) yield* ofGather(call, gatherers[dotted], deps);
  else if (parallels.has(dotted)) yield* ofParallel(call, deps);
  else if (threadedServers.has(dotted)) yield* ofServer(call, deps);
}

/** Those of gevent and eventlet, gevent's pool of real threads aside. */
function isGreenPool({ node }: ConcurrencyValue, deps: SpawnDeps): boolean {
  const made = node?.kind === "Call" ? deps.qualifiedName(node.callee) : undefined;
  return made !== undefined && /^(?:gevent\.pool|eventlet)\./.test(made);
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

function isTaskMaker(callee: Expression, deps: SpawnDeps): boolean {
  return taskMakers.has(deps.qualifiedName(callee) ?? "");
}

/** `multiprocessing.get_context(…)`. */
function isContext(expression: Expression, deps: SpawnDeps): boolean {
  return deps
    .valuesOf(expression)
    .some((value) => value.kind === "external" && value.name === "multiprocessing.get_context");
}
