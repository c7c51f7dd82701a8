import { isDatabaseValue, type Value } from "../model/value.ts";

/** A value without what belongs to this file's syntax; nothing for what another file cannot use. */
export function plain(value: Value): readonly Value[] {
  if (isDatabaseValue(value))
    return [
      {
        ...value,
        source: value.source && (plain(value.source)[0] as typeof value.source),
        origin: { ...value.origin, node: undefined, function: undefined },
      },
    ];
  switch (value.kind) {
    case "external":
    case "constant":
      return [value];
    case "collection": {
      const elements = value.elements.flatMap(plain);
      return elements.length > 0 ? [{ ...value, elements, items: undefined }] : [];
    }
    case "executor":
    case "thread":
    case "task-group":
    case "lock":
    case "future":
    case "queue":
    case "event-loop":
      return [{ ...value, node: undefined }];
    default:
      return [];
  }
}
