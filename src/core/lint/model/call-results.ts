import type { Call } from "../syntax/python.ts";
import { valuesOfAnnotation } from "./annotations.ts";
import { lastName, modelNamed, optionsOf, workersOf } from "./call-arguments.ts";
import { concurrencyMadeBy, type Made, madeBy } from "./libraries/made-by.ts";
import { memberOf } from "./libraries/members.ts";
import { textOfStatement, verbOf } from "./sql-text.ts";
import { iterated } from "./unpacking.ts";
import type { BoundMethod, DatabaseValue, ExternalValue, FunctionValue, Value } from "./value.ts";
import { isDatabaseValue } from "./value.ts";
import type { Values } from "./values.ts";
import { isElsewhere, kindByFactoryName } from "./weak-origin.ts";

const none: readonly Value[] = [];

/** What a call gives back. */
export function resultsOf(call: Call, values: Values): readonly Value[] {
  const callees = values.of(call.callee);
  if (callees.length === 0) return ofUnknown(call, values);
  const lists = callees.map((callee): readonly Value[] => {
    switch (callee.kind) {
      case "function":
        return ofFunction(callee, values);
      case "class":
        return ofClass(call, callee.class, values);
      case "external":
        return ofExternal(call, callee, values);
      case "bound-method":
        return ofMethod(call, callee, values);
      case "session-factory":
      case "session-registry":
        return [
          values.make("session", callee.library, call, {
            async: callee.async,
            source: callee,
            weak: callee.weak,
            options: { ...callee.options, ...optionsOf(call, values) },
          }),
        ];
      case "session":
        // `session().add(…)`: what another module calls a session may be a registry.
        return callee.weak ? [callee] : none;
      case "model-class":
        return [
          values.make("model-object", callee.library, call, { model: callee.model, weak: callee.weak }),
        ];
      case "partial":
        return callee.callee.kind === "function" ? ofFunction(callee.callee, values) : none;
      default:
        return none;
    }
  });
  return values.union(lists);
}

function ofFunction({ function: info }: FunctionValue, values: Values): readonly Value[] {
  if (info.contextManager || info.generator)
    return [{ kind: "collection", form: "generator", elements: values.yieldsOf(info), items: undefined }];
  return values.returnsOf(info);
}

function ofClass(
  call: Call,
  info: Extract<Value, { kind: "class" }>["class"],
  values: Values,
): readonly Value[] {
  const instance: Value = { kind: "instance", class: info, origin: values.originOf(call) };
  for (const base of info.bases) {
    const made = madeBy(base);
    if (!made || made.kind === "statement") continue;
    const database = ofMade(call, made, values);
    // Programs add methods to Flask-SQLAlchemy's class, and reach its session through them.
    return made.kind === "flask-database" ? [database, instance] : [database];
  }
  return [instance];
}

function ofExternal(call: Call, callee: ExternalValue, values: Values): readonly Value[] {
  const { name, path } = callee;
  if (path === "") {
    const made = madeBy(name);
    if (made) return [ofMade(call, made, values)];
    const concurrency = concurrencyMadeBy(name);
    if (concurrency) return [{ ...concurrency, workers: workersOf(call, values), node: call }];
    const special = ofSpecial(call, name, values);
    if (special) return special;
    const results = values.deps.importedResults(callee);
    if (results) return results;
    const [, model] = /(?:^|\.)models\.([A-Z]\w*)$/.exec(name) ?? [];
    if (model !== undefined && values.deps.importsDjango())
      return [values.make("model-object", "django", call, { model, weak: true })];
  }
  const called: ExternalValue = { ...callee, path: `${path}()` };
  const kind =
    path === "" && !isElsewhere(name) ? kindByFactoryName(name.slice(name.lastIndexOf(".") + 1)) : undefined;
  return kind
    ? [called, values.make(kind, "unknown", call, { weak: true, async: /async/i.test(name) })]
    : [called];
}

function ofSpecial(call: Call, name: string, values: Values): readonly Value[] | undefined {
  const [first] = call.args;
  switch (name) {
    case "functools.partial":
      return first ? values.of(first).map((callee): Value => ({ kind: "partial", callee, call })) : none;
    case "contextlib.closing":
    case "contextlib.aclosing":
    case "copy.copy":
    case "asyncio.shield":
    case "asyncio.wait_for":
      return first ? values.of(first) : none;
    case "typing.cast":
      return first ? valuesOfAnnotation(first, values) : none;
    case "sqlalchemy.orm.object_session":
    case "sqlalchemy.orm.session.object_session":
      return [values.make("session", "sqlalchemy", call)];
    case "itertools.chain":
      return [
        {
          kind: "collection",
          form: "list",
          elements: values.union(call.args.map((part) => iterated(values.of(part), values))),
          items: undefined,
        },
      ];
    case "django.shortcuts.get_object_or_404":
      return [values.make("model-object", "django", call, { model: first ? lastName(first) : undefined })];
    case "django.apps.apps.get_model":
      return ofDjangoApps(call, values);
    case "django.contrib.auth.get_user_model":
      return [values.make("model-class", "django", call, { model: "User" })];
    default:
      return undefined;
  }
}

/** `apps.get_model("shop", "Order")`, as migrations ask for it. */
function ofDjangoApps(call: Call, values: Values): readonly Value[] {
  const label = call.args.at(-1);
  const named = label?.kind === "Constant" && typeof label.value === "string" ? label.value : undefined;
  return [values.make("model-class", "django", call, { model: named?.split(".").at(-1) })];
}

function ofMade(call: Call, made: Made, values: Values): DatabaseValue {
  const { kind, library, async: isAsync, verb } = made;
  const options = optionsOf(call, values);
  const [first] = call.args;
  switch (kind) {
    case "statement": {
      const text = verb === "unknown" && first ? textOfStatement(first, values) : undefined;
      return values.make(kind, library, call, {
        verb: text === undefined ? verb : verbOf(text),
        model: first ? modelNamed(first, values) : undefined,
      });
    }
    case "session":
    case "session-factory":
    case "session-registry": {
      const bind = call.keywords.find(({ name }) => name === "bind")?.value ?? first;
      const source = bind
        ? values.databaseValueOf(bind, ["engine", "connection", "session-factory"])
        : undefined;
      return values.make(kind, library, call, {
        async: isAsync || source?.async === true || options["class_"] === "AsyncSession",
        source,
        options: { ...(source?.kind === "session-factory" ? source.options : {}), ...options },
      });
    }
    default:
      return values.make(kind, library, call, { async: isAsync, options });
  }
}

function ofMethod(call: Call, { receiver, name }: BoundMethod, values: Values): readonly Value[] {
  if (!isDatabaseValue(receiver)) return ofConcurrency(call, receiver, name);
  const result = memberOf(receiver, name);
  if (result === undefined || result === "nothing") return none;
  if (result === "same") return [receiver];
  const { library, weak } = receiver;
  const source = owningSession(receiver);
  const [first] = call.args;
  const named = first ? modelNamed(first, values) : undefined;
  const details = { async: receiver.async, weak, source };
  switch (result) {
    case "query":
    case "result":
    case "rows":
    case "row":
    case "model-object":
      return [
        values.make(result, library, call, {
          ...details,
          model:
            (receiver.kind === "session" || receiver.kind === "session-registry" ? named : undefined) ??
            receiver.model,
        }),
      ];
    case "statement":
      return [
        values.make("statement", library, call, {
          ...details,
          model: receiver.model,
          verb:
            receiver.kind === "model-class" && /^(?:insert|update|delete|select)$/.test(name)
              ? (name as "insert")
              : receiver.verb,
        }),
      ];
    case "session-registry":
    case "session":
      return [
        values.make(result, receiver.kind === "flask-database" ? "flask_sqlalchemy" : library, call, {
          ...details,
          source: receiver,
        }),
      ];
    case "cursor":
      return [
        values.make("cursor", library, call, { ...details, source: receiver, options: receiver.options }),
      ];
    default:
      return [
        values.make(result, library, call, {
          ...details,
          source: receiver,
          options: receiver.kind === "engine" ? receiver.options : {},
        }),
      ];
  }
}

/** The session or connection behind a query, a result or an object; a value that is one itself. */
function owningSession(value: DatabaseValue): DatabaseValue | undefined {
  for (let at: DatabaseValue | undefined = value; at; at = at.source)
    if (
      at.kind === "session" ||
      at.kind === "connection" ||
      at.kind === "session-registry" ||
      at.kind === "cursor"
    )
      return at;
  return undefined;
}

function ofConcurrency(
  call: Call,
  receiver: Exclude<BoundMethod["receiver"], DatabaseValue>,
  name: string,
): readonly Value[] {
  if (receiver.kind === "executor" || receiver.kind === "task-group" || receiver.kind === "event-loop") {
    if (
      /^(?:submit|apply_async|create_task|map_async|starmap_async|run_in_executor|start_soon|spawn)$/.test(
        name,
      )
    )
      return [{ kind: "future", of: receiver.of, workers: undefined, node: call }];
  }
  return none;
}

function ofUnknown(call: Call, values: Values): readonly Value[] {
  const { callee, args } = call;
  if (callee.kind === "Attribute" && callee.name === "get_model" && values.deps.importsDjango())
    return ofDjangoApps(call, values);
  if (callee.kind !== "Name") return none;
  const [first] = args;
  switch (callee.id) {
    case "list":
    case "tuple":
    case "set":
    case "sorted":
    case "reversed":
    case "iter":
      return first
        ? [
            {
              kind: "collection",
              form: "list",
              elements: iterated(values.of(first), values, first),
              items: undefined,
            },
          ]
        : none;
    case "next":
    case "anext":
      return first ? iterated(values.of(first), values, first) : none;
    default: {
      const kind = values.deps.names.bindingOf(callee) ? undefined : kindByFactoryName(callee.id);
      return kind ? [values.make(kind, "unknown", call, { weak: true })] : none;
    }
  }
}
