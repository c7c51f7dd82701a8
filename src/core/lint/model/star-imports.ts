import { external, type Value } from "./value.ts";
import type { Values } from "./values.ts";

/** Packages whose names are known, so that `from sqlalchemy import *` tells what they are. */
const knownPackages = /^(?:sqlalchemy|sqlmodel|threading|asyncio|multiprocessing|concurrent)(?:\.|$)/;

/** What a name may hold that only a `from module import *` can bring. */
export function valuesFromStar(id: string, values: Values): readonly Value[] {
  for (const { imports } of values.deps.names.facts)
    for (const { module, name } of imports) {
      if (name !== "*") continue;
      const value = external(module.endsWith(".") ? module + id : `${module}.${id}`);
      const found = knownPackages.test(module) ? [value] : (values.deps.imported(value) ?? []);
      if (found.length > 0) return found;
    }
  return [];
}
