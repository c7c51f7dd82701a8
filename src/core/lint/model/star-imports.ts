import { concurrencyMadeBy, madeBy } from "./libraries/made-by.ts";
import { external, type Value } from "./value.ts";
import type { Values } from "./values.ts";

/** What a name may hold that only a `from module import *` can bring. */
export function valuesFromStar(id: string, values: Values): readonly Value[] {
  for (const { imports } of values.deps.names.facts)
    for (const { module, name } of imports) {
      if (name !== "*") continue;
      const value = external(module.endsWith(".") ? module + id : `${module}.${id}`);
      const isKnown = madeBy(value.name) !== undefined || concurrencyMadeBy(value.name) !== undefined;
      const found = isKnown ? [value] : (values.deps.imported(value) ?? []);
      if (found.length > 0) return found;
    }
  return [];
}
