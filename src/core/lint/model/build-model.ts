import type { Related } from "../finding.ts";
import type { Source } from "../source.ts";
import type { Call, Expression, Node } from "../syntax/python.ts";
import { rangeOf } from "../syntax/walk.ts";
import type { FileModel, FunctionInfo, ImportedFunction, Spawn } from "./file-model.ts";
import { readHandlers } from "./handlers.ts";
import { findImportedCalls } from "./imported-calls.ts";
import { readLock } from "./locks.ts";
import { makeLoops } from "./loops.ts";
import { ModelMemory } from "./model-memory.ts";
import type { Names } from "./names.ts";
import { findOperations } from "./operations.ts";
import { findSpawns } from "./spawns.ts";
import { alone, type Surroundings } from "./surroundings.ts";
import type { Origin } from "./value.ts";
import type { Values } from "./values.ts";

/** The semantic model of a file. Cheap to make: everything is found out when it is asked for. */
export function buildModel(
  source: Source,
  surroundings: Surroundings = alone,
  memory: ModelMemory = new ModelMemory(),
): FileModel & { readonly values: Values; readonly names: Names } {
  const { text, units, path } = source;
  memory.advance({ units, surroundings, imports, handlerOf: (info) => handlers()(info) });
  const { names, values } = memory;
  const functions = () => memory.functions;
  const textOf = (node: Node) => {
    const { start, end } = rangeOf(node);
    return text.slice(start, end);
  };
  const offsetOf = (node: Node) => rangeOf(node).start;
  const packages = once(() => importedPackages(memory.names));
  const operations = once(() => findOperations({ memory, imports, textOf, offsetOf }));
  const loops = once(() => makeLoops(model));
  const assignments = once(() => names.facts.flatMap((facts) => facts.assignments));
  const operationStarts = once(() => operations().map(({ call }) => offsetOf(call)));
  const operationsByOwner = once(() =>
    Map.groupBy(operations(), ({ call }) => functions().functionAround(call)),
  );
  const spawns = once(() =>
    [...findSpawns(spawnDeps())].sort((one, other) => offsetOf(one.call) - offsetOf(other.call)),
  );
  const handlers = once(() => readHandlers(model));
  const databases = once(() => databasesIn(names, surroundings.databases()));
  const byCallee = once(() => callersByFunction());
  const byName = new Map<string, readonly Call[]>();
  const importedCalls = once(() =>
    findImportedCalls(memory, importedFunctions).sort(
      (one, other) => offsetOf(one.call) - offsetOf(other.call),
    ),
  );
  const calleesKnown = new Map<Call, readonly FunctionInfo[]>();

  function callsOf(name: string): readonly Call[] {
    let calls = byName.get(name);
    if (!calls) {
      calls = names.facts.flatMap((facts) => facts.calls.get(name) ?? []);
      byName.set(name, calls);
    }
    return calls;
  }

  function imports(packageName: string): boolean {
    return packages().has(packageName);
  }

  function calleesOf(call: Call): readonly FunctionInfo[] {
    const known = calleesKnown.get(call);
    if (known) return known;
    const found = values.of(call.callee).flatMap((value): FunctionInfo | readonly FunctionInfo[] => {
      if (value.kind === "function") return value.function;
      if (value.kind === "class") return value.class.methods.get("__init__") ?? [];
      if (value.kind === "partial" && value.callee.kind === "function") return value.callee.function;
      return [];
    });
    calleesKnown.set(call, found);
    return found;
  }

  function callersByFunction(): ReadonlyMap<FunctionInfo, readonly Call[]> {
    const callers = new Map<FunctionInfo, Call[]>();
    const named = new Set(functions().functions.map(({ name }) => name));
    for (const { name } of functions().classes) named.add(name);
    for (const facts of names.facts)
      for (const [name, calls] of facts.calls) {
        if (!named.has(name)) continue;
        for (const call of calls)
          for (const callee of calleesOf(call)) {
            const known = callers.get(callee);
            if (known) known.push(call);
            else callers.set(callee, [call]);
          }
      }
    return callers;
  }

  const model: FileModel = {
    path,
    text,
    units,
    get functions() {
      return functions().functions;
    },
    get classes() {
      return functions().classes;
    },
    get operations() {
      return operations();
    },
    operationsIn: (node) => {
      const { start, end } = rangeOf(node);
      const starts = operationStarts();
      return operations().slice(firstAt(starts, start), firstAt(starts, end));
    },
    get assignments() {
      return assignments();
    },
    operationsOf: (owner) => operationsByOwner().get(owner) ?? [],
    get spawns(): readonly Spawn[] {
      return spawns();
    },
    valuesOf: (expression) => values.of(expression),
    databaseValueOf: (expression, ...kinds) => values.databaseValueOf(expression, kinds),
    qualifiedName: (expression) => values.qualifiedName(expression),
    callsNamed: (...wanted) =>
      wanted.length === 1
        ? callsOf(wanted[0] ?? "")
        : wanted.flatMap(callsOf).sort((one, other) => offsetOf(one) - offsetOf(other)),
    calleesOf,
    get importedCalls() {
      return importedCalls();
    },
    importedCalleesOf: (call) => importedFunctions(call.callee),
    callersOf: (target) => byCallee().get(target) ?? [],
    spawnsOf: (target) => spawns().filter(({ runs }) => runs.includes(target)),
    bindingOf: (name) => names.bindingOf(name),
    isSame: (one, other) => isSame(one, other, names),
    functionOf: (node) => functions().functionAround(node),
    loopsOf: (node) => loops().loopsOf(node),
    triesOf,
    lockOf: (node) => readLock(node, model),
    dependsOn: (expression, loop) => loops().dependsOn(expression, loop),
    imports,
    versionOf: surroundings.versionOf,
    get databases() {
      return databases();
    },
    usesElsewhere: surroundings.usesElsewhere,
    get knowsRelationships() {
      return surroundings.knowsRelationships();
    },
    relationshipsOf: surroundings.relationshipsOf,
    textOf,
    rangeOf,
    related: (place, message, args = {}): Related =>
      isOrigin(place)
        ? { file: place.file, range: place.range, text: { message, args } }
        : { file: undefined, range: rangeOf(place), text: { message, args } },
  };

  function spawnDeps(): Parameters<typeof findSpawns>[0] {
    return {
      get functions() {
        return model.functions;
      },
      get classes() {
        return model.classes;
      },
      valuesOf: model.valuesOf,
      qualifiedName: model.qualifiedName,
      bindingOf: model.bindingOf,
      callsNamed: model.callsNamed,
      functionOf: model.functionOf,
      loopsOf: model.loopsOf,
      isSame: model.isSame,
      imports,
      calledNames: () => new Set(names.facts.flatMap(({ calls }) => [...calls.keys()])),
      renamed: () => renamedIn(names),
      importedFunctionsOf: importedFunctions,
    };
  }

  function importedFunctions(callee: Expression): readonly ImportedFunction[] {
    return values
      .of(callee)
      .flatMap((value) =>
        value.kind === "external" && value.path === "" ? (surroundings.importedFunction(value) ?? []) : [],
      );
  }

  return Object.assign(model, { values, names });
}

/** The first position in an ascending list whose value is not below another. */
function firstAt(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isOrigin(place: Node | Origin): place is Origin {
  return "place" in place && "range" in place;
}

function isSame(one: Expression, other: Expression, names: Names): boolean {
  if (one.kind === "Name" && other.kind === "Name")
    return one.id === other.id && names.bindingOf(one) === names.bindingOf(other);
  return (
    one.kind === "Attribute" &&
    other.kind === "Attribute" &&
    one.name === other.name &&
    isSame(one.object, other.object, names)
  );
}

/** The `try` statements whose body a node is in, up to its function. */
function triesOf(node: Node): readonly Extract<Node, { kind: "Try" }>[] {
  const tries: Extract<Node, { kind: "Try" }>[] = [];
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if (at.kind === "FunctionDef" || at.kind === "Lambda" || at.kind === "ClassDef") break;
    if (at.kind === "Try" && (at.body as readonly Node[]).includes(child)) tries.push(at);
  }
  return tries;
}

function importedPackages(names: Names): ReadonlySet<string> {
  const packages = new Set<string>();
  for (const { imports } of names.facts)
    for (const { module, name } of imports) {
      if (module.startsWith(".")) continue;
      const parts = module.split(".");
      for (let length = 1; length <= parts.length; length++) packages.add(parts.slice(0, length).join("."));
      if (name !== undefined && name !== "*") packages.add(`${module}.${name}`);
    }
  return packages;
}

const engineByScheme: Readonly<Record<string, string>> = {
  sqlite: "sqlite",
  postgres: "postgresql",
  postgresql: "postgresql",
  cockroachdb: "postgresql",
  mysql: "mysql",
  mariadb: "mysql",
  mssql: "mssql",
  oracle: "oracle",
};

function databasesIn(names: Names, around: Iterable<string>): ReadonlySet<string> {
  const found = new Set(around);
  for (const { urls } of names.facts)
    for (const url of urls) {
      const engine = engineByScheme[/^\w+/.exec(url)?.[0] ?? ""];
      if (engine) found.add(engine);
    }
  return found;
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}

/** Names of the module that stand for something with another name. */
function* renamedIn(names: Names): Generator<string> {
  for (const name of names.moduleNames())
    for (const { form, node, value } of names.moduleBinding(name)?.definitions ?? []) {
      const isRenamed = form === "import" && node.kind === "Alias" && node.asName !== undefined;
      const isAlias = form === "assign" && (value?.kind === "Name" || value?.kind === "Attribute");
      if (isRenamed || isAlias) yield name;
    }
}
