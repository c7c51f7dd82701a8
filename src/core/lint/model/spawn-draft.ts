import type { Call, Expression, Node } from "../syntax/python.ts";
import type { FileModel, Spawn } from "./file-model.ts";
import {
  elementsOf,
  entriesOf,
  type Given,
  nothingGiven,
  type Run,
  type TargetDeps,
} from "./spawn-arguments.ts";
import { constructors } from "./spawn-forms.ts";
import type { ConcurrencyValue } from "./value.ts";

export interface SpawnDeps
  extends TargetDeps,
    Pick<FileModel, "classes" | "functionOf" | "loopsOf" | "isSame" | "imports"> {
  /** The last names of all calls in the file, each once. */
  readonly isCalled: (name: string) => boolean;
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
  readonly green: boolean;
  readonly fresh: boolean;
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
    green: false,
    fresh: false,
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

export function givenBy(call: Call): Given {
  return { positional: call.args, named: call.keywords };
}

export function argument(
  call: Call,
  { place, name }: { place: number; name: string },
): Expression | undefined {
  return call.keywords.find((keyword) => keyword.name === name)?.value ?? call.args[place];
}

/** The elements of a tuple of arguments; of one that is not written out, `*args`. */
function spread(args: Expression, deps: SpawnDeps): readonly Expression[] {
  const elements = elementsOf(args, deps);
  if (elements.length !== 1 || elements[0] !== args) return elements;
  const { start, end, parent } = args;
  return [{ kind: "Starred", value: args, start, end, parent }];
}

export function ofConstructor(call: Call, dotted: string, deps: SpawnDeps): Draft {
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

export function executorIn(expression: Expression, deps: SpawnDeps): ConcurrencyValue | undefined {
  for (const value of deps.valuesOf(expression))
    if (value.kind === "executor" || value.kind === "task-group" || value.kind === "event-loop") return value;
  return undefined;
}
