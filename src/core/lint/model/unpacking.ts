import type { Call, Expression } from "../syntax/python.ts";
import { isDatabaseValue, type Value } from "./value.ts";
import type { Values } from "./values.ts";

const none: readonly Value[] = [];

/** What `with value as x` gives `x`. */
export function entered(list: readonly Value[]): readonly Value[] {
  return list.flatMap((value): readonly Value[] => {
    switch (value.kind) {
      case "session-factory":
      case "session-registry":
        return [{ ...value, kind: "session", source: value }];
      case "transaction":
        return value.source ? [value.source] : none;
      case "collection":
        // What a function with `@contextmanager` yields.
        return value.form === "generator" ? value.elements : none;
      default:
        return [value];
    }
  });
}

/** What a loop over values hands to its variable. */
export function iterated(list: readonly Value[], values: Values, iterable?: Expression): readonly Value[] {
  const passed = iterable?.kind === "Call" ? passedOn(iterable, values) : undefined;
  if (passed) return iterated(values.of(passed), values, passed);
  return list.flatMap((value): readonly Value[] => {
    switch (value.kind) {
      case "query":
      case "manager":
        return [{ ...value, kind: "model-object", source: value.source ?? value }];
      case "rows":
        return [{ ...value, kind: value.model ? "model-object" : "row" }];
      case "result":
      case "cursor":
        return [{ ...value, kind: "row", source: value.source ?? value }];
      case "collection":
        return value.elements;
      default:
        return none;
    }
  });
}

/** Built-in functions that hand on the elements of their first argument, and progress bars. */
function passedOn({ callee, args }: Call, values: Values): Expression | undefined {
  const name = callee.kind === "Name" ? callee.id : callee.kind === "Attribute" ? callee.name : "";
  if (
    /^(?:list|tuple|set|sorted|reversed|iter|tqdm|trange|track|progressbar|islice|aiter|as_completed)$/.test(
      name,
    ) &&
    args[0]
  )
    return values.of(callee).some(({ kind }) => kind === "function" || kind === "class")
      ? undefined
      : args[0];
  return undefined;
}

/** What a place in nested tuples gets: `b` in `a, b = value`. */
export function unpacked(
  list: readonly Value[],
  path: readonly number[],
  values: Values,
  written: Expression | undefined,
  perElement: boolean,
): readonly Value[] {
  if (path.length === 0) return list;
  const [index = 0, ...rest] = path;
  if (perElement && written?.kind === "Call") {
    const name = written.callee.kind === "Name" ? written.callee.id : "";
    const argument =
      name === "enumerate" && index === 1
        ? written.args[0]
        : name === "zip"
          ? written.args[index]
          : undefined;
    if (argument)
      return unpacked(iterated(values.of(argument), values, argument), rest, values, undefined, false);
    if (name === "enumerate" || name === "zip") return none;
  }
  if (!perElement && (written?.kind === "Tuple" || written?.kind === "List")) {
    const element = written.elements[index];
    return element ? unpacked(values.of(element), rest, values, element, false) : none;
  }
  const parts = list.flatMap((value): readonly Value[] => {
    if (value.kind === "collection") {
      const at = value.items?.[index];
      return at ? values.of(at) : value.elements;
    }
    // `obj, created = Model.objects.get_or_create(…)`.
    if (isDatabaseValue(value) && value.kind === "rows")
      return [{ ...value, kind: value.model ? "model-object" : "row" }];
    return none;
  });
  return unpacked(parts, rest, values, undefined, false);
}
