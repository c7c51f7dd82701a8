import type { Call, Parameter } from "../syntax/python.ts";
import type { FunctionInfo } from "./file-model.ts";
import { argumentFor } from "./parameters.ts";
import type { Value } from "./value.ts";
import type { Values } from "./values.ts";

/** Callers beyond these are not asked for what they pass. */
const MOST_CALLERS = 6;

const none: readonly Value[] = [];

/** What the calls of a file's functions pass for their parameters. */
export class PassedValues {
  private readonly known = new Map<Parameter, readonly Value[]>();
  private readonly values: Values;

  constructor(values: Values) {
    this.values = values;
  }

  of(owner: FunctionInfo, parameter: Parameter): readonly Value[] {
    const { dependencies } = this.values.deps;
    const known = this.known.get(parameter);
    if (known) {
      dependencies.reads(parameter);
      return known;
    }
    // A function that calls itself gets nothing from itself.
    this.known.set(parameter, none);
    const passed = dependencies.answer(parameter, () => valuesFromCallers(owner, parameter, this.values));
    this.known.set(parameter, passed);
    return passed;
  }

  /** Asks the callers anew; whether they pass something else than before. */
  changed(parameter: Parameter): boolean {
    const before = this.known.get(parameter);
    const owner = parameter.parent && this.values.deps.functions().infoOf(parameter.parent);
    this.forget(parameter);
    if (!before || !owner) return true;
    this.values.deps.dependencies.forgetWhatItReads(parameter);
    const now = this.of(owner, parameter);
    return now.length !== before.length || now.some((value, index) => !isSame(value, before[index]));
  }

  forget(parameter: Parameter): void {
    this.known.delete(parameter);
  }

  clear(): void {
    this.known.clear();
  }
}

/** What the calls of a function in the file pass for a parameter. */
function valuesFromCallers(owner: FunctionInfo, parameter: Parameter, values: Values): readonly Value[] {
  if (owner.node.kind === "Lambda") return none;
  const name = owner.class && owner.name === "__init__" ? owner.class.name : owner.name;
  const lists: (readonly Value[])[] = [];
  values.deps.dependencies.readsCalls(name);
  for (const { calls } of values.deps.names.facts)
    for (const call of calls.get(name) ?? []) {
      if (lists.length >= MOST_CALLERS) return values.union(lists);
      if (!mayRun(call, owner, values)) continue;
      const passed = argumentFor(call, owner, parameter);
      if (passed) lists.push(values.of(passed));
    }
  return values.union(lists);
}

function mayRun(call: Call, owner: FunctionInfo, values: Values): boolean {
  return values
    .of(call.callee)
    .some(
      (value) =>
        (value.kind === "function" && value.function === owner) ||
        (value.kind === "class" && value.class === owner.class && owner.name === "__init__"),
    );
}

function isSame(one: Value, other: Value | undefined): boolean {
  if (one === other) return true;
  if (one.kind === "external" && other?.kind === "external")
    return one.name === other.name && one.path === other.path && one.file === other.file;
  return one.kind === "constant" && other?.kind === "constant" && one.value === other.value;
}
