import type { Call, Comprehension, Expression } from "../syntax/python.ts";
import type { FileModel } from "./file-model.ts";
import { type Given, nothingGiven } from "./spawn-arguments.ts";

type AwaitableDeps = Pick<FileModel, "bindingOf" | "callsNamed" | "isSame" | "qualifiedName">;

/** One coroutine of many that run together. */
export interface Awaitable {
  /** What makes it, called with what it is given: `load` in `load(session)`. */
  readonly target: Expression;
  readonly given: Given;
  /** Its call; for `map(load, ids)` that of `map`. */
  readonly call: Call;
  /** `map` makes one per item. */
  readonly mapped: boolean;
  /** Where it stands in a comprehension that makes one per item. */
  readonly comprehension: Comprehension | undefined;
  /** Where it was put into a list, if it was: in a loop, one per round. */
  readonly collectedBy: Call | undefined;
}

/** Makers of tasks and futures: what they start is a spawn of its own. */
const starters =
  /(?:^|\.)(?:create_task|ensure_future|to_thread|run_in_executor|run_sync|start_soon|create_subprocess_exec)$/;
const wrappers = /(?:^|\.)(?:wait_for|shield|timeout|run_with_semaphore)$/;
const collectors = ["append", "add", "appendleft"];

/** The coroutines that an argument of `gather` and its like stands for. */
export function awaitablesOf(expression: Expression, deps: AwaitableDeps): readonly Awaitable[] {
  return [...collect(expression, undefined, undefined, deps, new Set())];
}

function* collect(
  expression: Expression,
  comprehension: Comprehension | undefined,
  collectedBy: Call | undefined,
  deps: AwaitableDeps,
  seen: Set<unknown>,
): Generator<Awaitable> {
  const inner = (next: Expression, within = comprehension, by = collectedBy) =>
    collect(next, within, by, deps, seen);
  switch (expression.kind) {
    case "Starred":
      return yield* inner(expression.value);
    case "List":
    case "Tuple":
    case "Set":
      for (const element of expression.elements) yield* inner(element);
      return;
    case "Comprehension":
      return yield* inner(
        expression.form === "dict" ? (expression.value ?? expression.element) : expression.element,
        expression,
      );
    case "IfExp":
      yield* inner(expression.body);
      return yield* inner(expression.orelse);
    case "BinOp":
      yield* inner(expression.left);
      return yield* inner(expression.right);
    case "Name":
      return yield* ofName(expression, comprehension, collectedBy, deps, seen);
    case "Call": {
      const name = lastNameOf(expression, deps);
      if (starters.test(name)) return;
      const [first] = expression.args;
      if (first && (wrappers.test(name) || /^(?:list|tuple|set)$/.test(name))) return yield* inner(first);
      if (expression.callee.kind === "Attribute" && name === "values")
        return yield* inner(expression.callee.object);
      if (name === "map") return yield* ofMap(expression, comprehension, collectedBy, deps, seen);
      yield {
        target: expression.callee,
        given: { positional: expression.args, named: expression.keywords },
        call: expression,
        mapped: false,
        comprehension,
        collectedBy,
      };
      return;
    }
    default:
      return;
  }
}

/** `map(load, ids)`, `map(lambda i: load(session, i), ids)`. */
function* ofMap(
  call: Call,
  comprehension: Comprehension | undefined,
  collectedBy: Call | undefined,
  deps: AwaitableDeps,
  seen: Set<unknown>,
): Generator<Awaitable> {
  const [made] = call.args;
  if (!made) return;
  if (made.kind !== "Lambda")
    return yield { target: made, given: nothingGiven, call, mapped: true, comprehension, collectedBy };
  for (const inner of collect(made.body, comprehension, collectedBy, deps, seen))
    yield { ...inner, mapped: true };
}

/** A list that was filled before: by its literal, and by what is appended to it. */
function* ofName(
  name: Extract<Expression, { kind: "Name" }>,
  comprehension: Comprehension | undefined,
  collectedBy: Call | undefined,
  deps: AwaitableDeps,
  seen: Set<unknown>,
): Generator<Awaitable> {
  const binding = deps.bindingOf(name);
  if (!binding || seen.has(binding)) return;
  seen.add(binding);
  for (const { form, value } of binding.definitions) {
    if (!value) continue;
    if (form === "assign" || form === "augment")
      yield* collect(value, comprehension, collectedBy, deps, seen);
  }
  for (const call of deps.callsNamed(...collectors, "extend")) {
    const [first] = call.args;
    if (!first || call.callee.kind !== "Attribute" || !deps.isSame(call.callee.object, name)) continue;
    yield* collect(first, comprehension, call, deps, seen);
  }
}

function lastNameOf({ callee }: Call, deps: AwaitableDeps): string {
  return (
    deps.qualifiedName(callee) ??
    (callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "")
  );
}
