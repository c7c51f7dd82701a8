import type { Expression } from "../syntax/python.ts";
import type { Given } from "./spawn-arguments.ts";

/**
 * What each round of `map(f, one, other)` hands over: an expression per parameter that stands for all items. A
 * literal's elements and a comprehension's element stand for themselves, what is repeated for what it repeats.
 * `starred`: each item is a tuple of arguments (`starmap`).
 */
export function givenPerItem(iterables: readonly Expression[], starred: boolean): Given {
  if (!starred)
    return { positional: iterables.flatMap((iterable) => itemsOf(iterable).slice(0, 1)), named: [] };
  const [only] = iterables;
  const [item] = only ? itemsOf(only) : [];
  if (!item) return { positional: [], named: [] };
  return { positional: item.kind === "Tuple" || item.kind === "List" ? item.elements : [item], named: [] };
}

function itemsOf(iterable: Expression): readonly Expression[] {
  switch (iterable.kind) {
    case "Comprehension":
      return [iterable.element];
    case "List":
    case "Tuple":
    case "Set":
      return iterable.elements.length > 0 ? iterable.elements : [iterable];
    case "BinOp":
      return iterable.operator === "*" ? itemsOf(iterable.left) : [iterable];
    case "Call": {
      const name =
        iterable.callee.kind === "Attribute"
          ? iterable.callee.name
          : iterable.callee.kind === "Name"
            ? iterable.callee.id
            : "";
      const [first] = iterable.args;
      if (name === "repeat" && first) return [first];
      if ((name === "list" || name === "iter" || name === "tqdm" || name === "reversed") && first)
        return itemsOf(first);
      return [iterable];
    }
    default:
      return [iterable];
  }
}
