import type { Call, Expression, Node } from "../syntax/python.ts";
import { awaitablesOf } from "./awaitables.ts";
import { type Draft, draft, type SpawnDeps } from "./spawn-draft.ts";

/**
 * joblib's `Parallel(n_jobs=4)(delayed(f)(x) for x in xs)`, also by a name for the first half. Its workers are fresh
 * processes unless it is asked for threads, or for multiprocessing's.
 */
export function* ofParallel(made: Call, deps: SpawnDeps): Generator<Draft> {
  const option = (name: string) => {
    const value = made.keywords.find((keyword) => keyword.name === name)?.value;
    return value?.kind === "Constant" ? value.value : undefined;
  };
  const backend = option("backend");
  const isThreads =
    backend === "threading" || option("prefer") === "threads" || option("require") === "sharedmem";
  const workers = option("n_jobs") ?? (made.args[0]?.kind === "Constant" ? made.args[0].value : undefined);
  for (const call of callsOf(made, deps)) {
    const [jobs] = call.args;
    for (const job of jobs ? awaitablesOf(jobs, deps) : []) {
      const target = delayedBy(job.target, deps);
      if (!target) continue;
      yield draft(call, {
        kind: isThreads ? "thread" : "process",
        form: "map",
        at: job.comprehension ? job.call : (job.collectedBy ?? job.call),
        target,
        given: job.given,
        workers: typeof workers === "number" ? workers : undefined,
        fresh: !isThreads && backend !== "multiprocessing",
      });
    }
  }
}

/** `f` in `delayed(f)`. */
function delayedBy(expression: Expression, deps: SpawnDeps): Expression | undefined {
  if (
    expression.kind !== "Call" ||
    !/^joblib\b.*\.delayed$/.test(deps.qualifiedName(expression.callee) ?? "")
  )
    return undefined;
  return expression.args[0];
}

/** Where what a call made is called in turn: at once, or by the name that it was given. */
function callsOf(made: Call, deps: SpawnDeps): readonly Call[] {
  const { parent } = made;
  if (parent?.kind === "Call" && parent.callee === made) return [parent];
  const target = parent?.kind === "WithItem" ? parent.target : assignedTo(parent);
  const binding = target?.kind === "Name" ? deps.bindingOf(target) : undefined;
  return (binding?.names ?? []).flatMap((name) =>
    name.parent?.kind === "Call" && name.parent.callee === name ? [name.parent] : [],
  );
}

function assignedTo(node: Node | undefined): Expression | undefined {
  return node?.kind === "Assign" && node.targets.length === 1 ? node.targets[0] : undefined;
}
