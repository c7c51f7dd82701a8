import type { Subscript } from "../syntax/python.ts";
import { iterated } from "./unpacking.ts";
import { isDatabaseValue, type Value } from "./value.ts";
import type { Values } from "./values.ts";

/** What `object[index]` holds. */
export function valuesOfSubscript({ object, index }: Subscript, values: Values): readonly Value[] {
  return values.union(
    values.of(object).map((value): readonly Value[] => {
      switch (value.kind) {
        case "collection": {
          const position = index.kind === "Constant" && typeof index.value === "number" ? index.value : -1;
          // A dictionary of this and that: which of them a key names is not known.
          const isRecord = value.form === "dict" && index.kind === "Constant" && index.type === "str";
          if (isRecord && !value.elements.every(isDatabaseValue)) return [];
          const at = value.items?.[position];
          return at ? values.of(at) : value.elements;
        }
        case "rows":
        case "query":
        case "result":
          return index.kind === "Slice" ? [value] : iterated([value], values);
        // `sessionmaker[Session]` is the class itself.
        case "session-registry":
        case "session-factory":
          return [value];
        case "external":
          return value.name === "django.db.connections" ? [values.make("connection", "django", object)] : [];
        default:
          return [];
      }
    }),
  );
}
