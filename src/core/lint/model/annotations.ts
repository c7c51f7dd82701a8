import type { Call, Expression } from "../syntax/python.ts";
import { madeBy } from "./libraries/made-by.ts";
import { external, type Value } from "./value.ts";
import type { Values } from "./values.ts";

const none: readonly Value[] = [];

/** What a value of an annotated type is: `Session`, `Session | None`, `Annotated[Session, Depends(f)]`, `"Session"`. */
export function valuesOfAnnotation(annotation: Expression, values: Values): readonly Value[] {
  switch (annotation.kind) {
    case "Name":
    case "Attribute":
      return ofType(annotation, values);
    case "Subscript":
      return ofGeneric(annotation.object, annotation.index, values);
    case "BinOp":
      return annotation.operator === "|"
        ? values.union([
            valuesOfAnnotation(annotation.left, values),
            valuesOfAnnotation(annotation.right, values),
          ])
        : none;
    case "Constant":
      return typeof annotation.value === "string" ? ofQuoted(annotation, annotation.value, values) : none;
    default:
      return none;
  }
}

function ofType(type: Expression, values: Values): readonly Value[] {
  const lists = values.of(type).map((value): readonly Value[] => {
    if (value.kind === "external" && value.path === "") return ofTypeName(value.name, type, values);
    if (value.kind === "class") {
      const made = value.class.bases.map((base) => madeBy(base)).find((one) => one !== undefined);
      const instance: Value = {
        kind: "instance",
        class: value.class,
        origin: values.originOf(type, "parameter"),
      };
      if (!made) return [instance];
      const database = values.make(made.kind, made.library, type, { async: made.async, place: "parameter" });
      return made.kind === "flask-database" ? [database, instance] : [database];
    }
    if (value.kind === "model-class") return [{ ...value, kind: "model-object" }];
    return none;
  });
  const found = values.union(lists);
  if (found.length > 0 || type.kind !== "Name") return found;
  // An alias of a type: SessionDep = Annotated[Session, Depends(get_session)].
  const definition = values.deps.names.bindingOf(type)?.definitions[0];
  return definition?.form === "assign" && definition.value?.kind === "Subscript"
    ? valuesOfAnnotation(definition.value, values)
    : none;
}

function ofTypeName(name: string, node: Expression, values: Values): readonly Value[] {
  const made = madeBy(name);
  if (made) return [values.make(made.kind, made.library, node, { async: made.async, place: "parameter" })];
  // A type that the program says itself: no guess by the variable's name overrules it.
  return [external(name, "()")];
}

function ofGeneric(object: Expression, index: Expression, values: Values): readonly Value[] {
  const name =
    values.qualifiedName(object) ??
    (object.kind === "Name" ? object.id : object.kind === "Attribute" ? object.name : "");
  const last = name.slice(name.lastIndexOf(".") + 1);
  const parts = index.kind === "Tuple" ? index.elements : [index];
  const [first] = parts;
  if (!first) return none;
  switch (last) {
    case "Annotated": {
      const dependency = parts
        .slice(1)
        .flatMap((part) => (part.kind === "Call" ? dependencyOf(part, values) : none));
      return dependency.length > 0 ? dependency : valuesOfAnnotation(first, values);
    }
    case "Union":
      return values.union(parts.map((part) => valuesOfAnnotation(part, values)));
    case "Optional":
    case "Final":
    case "ClassVar":
    case "Generator":
    case "AsyncGenerator":
    case "Iterator":
    case "AsyncIterator":
    case "ContextManager":
    case "AbstractContextManager":
    case "AsyncContextManager":
    case "AbstractAsyncContextManager":
    case "Awaitable":
      return valuesOfAnnotation(first, values);
    case "Iterable":
    case "List":
    case "list":
    case "Sequence":
    case "Set":
    case "set":
    case "Tuple":
    case "tuple":
      return [
        { kind: "collection", form: "list", elements: valuesOfAnnotation(first, values), items: undefined },
      ];
    case "Dict":
    case "dict":
    case "Mapping": {
      const value = parts[1];
      return [
        {
          kind: "collection",
          form: "dict",
          elements: value ? valuesOfAnnotation(value, values) : none,
          items: undefined,
        },
      ];
    }
    default: {
      const made = madeBy(name);
      return made
        ? [values.make(made.kind, made.library, object, { async: made.async, place: "parameter" })]
        : none;
    }
  }
}

/** `"Session"`, `"orm.Session | None"`: only dotted names are read. */
function ofQuoted(node: Expression, text: string, values: Values): readonly Value[] {
  for (const dotted of text.match(/[A-Za-z_][\w.]*/g) ?? []) {
    const [head = "", ...rest] = dotted.split(".");
    const binding = values.deps.names.moduleBinding(head);
    for (const definition of binding?.definitions ?? []) {
      if (!binding) continue;
      for (const value of values.ofDefinition(definition, binding)) {
        if (value.kind !== "external") continue;
        const made = madeBy([value.name, ...rest].join("."));
        if (made)
          return [values.make(made.kind, made.library, node, { async: made.async, place: "parameter" })];
      }
    }
  }
  return none;
}

/** What FastAPI hands in for `Depends(get_db)`: what `get_db` yields or returns. */
export function dependencyOf(call: Call, values: Values): readonly Value[] {
  const name =
    call.callee.kind === "Name" ? call.callee.id : call.callee.kind === "Attribute" ? call.callee.name : "";
  if (name !== "Depends" && name !== "Security") return none;
  const provider = call.args[0] ?? call.keywords.find((keyword) => keyword.name === "dependency")?.value;
  if (!provider) return none;
  const provided = values.of(provider).flatMap((value): readonly Value[] => {
    if (value.kind === "function") {
      const yielded = values.yieldsOf(value.function);
      return yielded.length > 0 ? yielded : values.returnsOf(value.function);
    }
    if (value.kind === "external") return values.deps.importedResults(value) ?? none;
    if (value.kind === "session-factory")
      return [values.make("session", value.library, call, { async: value.async, source: value })];
    return none;
  });
  // Made by another for this call: the one who uses it did not make it.
  return provided.map((value) =>
    "origin" in value ? { ...value, origin: { ...value.origin, place: "parameter" } } : value,
  );
}
