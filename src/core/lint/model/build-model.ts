import type { Related } from "../finding.ts";
import type { Source } from "../source.ts";
import type { Call, Expression, Node, Unit } from "../syntax/python.ts";
import { rangeOf } from "../syntax/walk.ts";
import { callersByFunction } from "./callers.ts";
import { DATABASES } from "./dependencies.ts";
import type { FileModel, FilePart, FunctionInfo, ImportedFunction, Operation, Spawn } from "./file-model.ts";
import { registrations } from "./frameworks.ts";
import { readHandlers } from "./handlers.ts";
import { findImportedCalls } from "./imported-calls.ts";
import { readLock } from "./locks.ts";
import { makeLoops } from "./loops.ts";
import { ModelMemory } from "./model-memory.ts";
import { databasesIn, importedPackages, isImport, renamedIn } from "./module-facts.ts";
import { type Names, unitAround } from "./names.ts";
import { databasePackages, findOperations, operationsWithin } from "./operations.ts";
import { findSpawns } from "./spawns.ts";
import { sqlTextOf } from "./sql-text.ts";
import { alone, type Surroundings } from "./surroundings.ts";
import { triesOf } from "./tries.ts";
import type { Origin } from "./value.ts";
import type { Values } from "./values.ts";

/** The model of a file, with its parts. */
export interface SourceModel extends FileModel {
  readonly values: Values;
  readonly names: Names;
  /** Those of which there are parts: all units, members of classes too, in order of position. */
  readonly partUnits: readonly Unit[];
  partOf(unit: Unit): FilePart;
}

/**
 * The semantic model of a file. Cheap to make: everything is found out when it is asked for. What serves all who ask
 * is made for all; each answer notes for whoever asks what it rests on.
 */
export function buildModel(
  source: Source,
  surroundings: Surroundings = alone,
  memory: ModelMemory = new ModelMemory(),
): SourceModel {
  const { text, units, path } = source;
  const { values, dependencies } = memory;
  const names = () => memory.names;
  const functions = () => memory.functions;
  const textOf = (node: Node) => {
    const { start, end } = rangeOf(node);
    return text.slice(start, end);
  };
  const offsetOf = (node: Node) => rangeOf(node).start;
  const packages = once(() => importedPackages(names()));
  const operationsByUnit = forAll(() => findOperations({ memory, imports, textOf }));
  const operations = once(() => [...operationsByUnit().values()].flat());
  const loops = once(() => makeLoops(model, dependencies));
  const stores = once(() => names().facts.flatMap((facts) => facts.stores));
  const importStatements = once(() => units.flatMap(({ body }) => body.filter(isImport)));
  const operationsByOwner = once(() => ownersOf(operations()));
  const spawns = forAll(() => {
    const found = [...findSpawns(spawnDeps())].sort(
      (one, other) => offsetOf(one.call) - offsetOf(other.call),
    );
    memory.setSpawns(found);
    return found;
  });
  const handlers = forAll(() => readHandlers(model));
  const databases = once(() => databasesIn(names(), surroundings.databases()));
  const byCallee = forAll(() =>
    callersByFunction({ functions: functions().functions, classes: functions().classes, callsOf, calleesOf }),
  );
  const byName = new Map<string, readonly Call[]>();
  const importedCalls = forAll(() =>
    findImportedCalls(memory, importedFunctions).sort(
      (one, other) => offsetOf(one.call) - offsetOf(other.call),
    ),
  );
  const calleesKnown = new Map<Call, readonly FunctionInfo[]>();
  /** Where no package says that the file talks to a database, each operation is evidence for the others. */
  const isSure = once(() => databasePackages.some(imports));

  /** Whoever asks rests on what was made for all as far as it notes it. */
  function forAll<Result>(make: () => Result): () => Result {
    return once(() => dependencies.forAll(make));
  }

  function restsOn(...nodes: readonly Node[]): void {
    if (dependencies.isNoting) for (const node of nodes) dependencies.reads(unitAround(node));
  }

  function restsOnEverything<Result>(result: Result): Result {
    dependencies.readsEverything();
    return result;
  }

  function restsOnOperations(node: Node): void {
    if (isSure()) restsOn(node);
    else dependencies.readsEverything();
  }

  function handlerOf(info: FunctionInfo): ReturnType<ReturnType<typeof handlers>> {
    if (dependencies.isNoting) callsNamed(...Object.keys(registrations));
    return handlers()(info);
  }

  function callsNamed(...wanted: readonly string[]): readonly Call[] {
    for (const name of wanted) dependencies.readsCalls(name);
    const calls =
      wanted.length === 1
        ? callsOf(wanted[0] ?? "")
        : wanted.flatMap(callsOf).sort((one, other) => offsetOf(one) - offsetOf(other));
    restsOn(...calls);
    return calls;
  }

  function callsOf(name: string): readonly Call[] {
    let calls = byName.get(name);
    if (!calls) {
      calls = memory.calls.of(name).toSorted((one, other) => offsetOf(one) - offsetOf(other));
      byName.set(name, calls);
    }
    return calls;
  }

  function imports(packageName: string): boolean {
    return packages().has(packageName);
  }

  function calleesOf(call: Call): readonly FunctionInfo[] {
    restsOn(call);
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

  function callersOf(target: FunctionInfo): readonly Call[] {
    if (dependencies.isNoting) {
      restsOn(target.node);
      callsNamed(target.name);
      if (target.class) callsNamed(target.class.name);
    }
    return byCallee().get(target) ?? [];
  }

  const model: FileModel = {
    path,
    text,
    get units() {
      return restsOnEverything(units);
    },
    get importStatements() {
      restsOn(...importStatements());
      return importStatements();
    },
    get functions() {
      return restsOnEverything(functions().functions);
    },
    get classes() {
      return restsOnEverything(functions().classes);
    },
    get operations() {
      return restsOnEverything(operations());
    },
    operationsIn: (node) => {
      restsOnOperations(node);
      return operationsWithin(node, operationsByUnit());
    },
    get stores() {
      return restsOnEverything(stores());
    },
    operationsOf: (owner) => {
      if (owner) restsOnOperations(owner.node);
      else dependencies.readsEverything();
      return operationsByOwner().get(owner) ?? [];
    },
    get spawns(): readonly Spawn[] {
      return restsOnEverything(spawns());
    },
    valuesOf: (expression) => values.of(expression),
    databaseValueOf: (expression, ...kinds) => values.databaseValueOf(expression, kinds),
    qualifiedName: (expression) => values.qualifiedName(expression),
    callsNamed,
    calleesOf,
    get importedCalls() {
      return restsOnEverything(importedCalls());
    },
    get calledFunctions() {
      return restsOnEverything(functions().functions.filter((info) => byCallee().has(info)));
    },
    importedCalleesOf: (call) => importedFunctions(call.callee),
    callersOf,
    spawnsOf: (target) => {
      dependencies.reads(target.node);
      spawns();
      return memory.spawnsOf(target);
    },
    bindingOf: (name) => {
      restsOn(name);
      return names().bindingOf(name);
    },
    isSame: (one, other) => names().isSame(one, other),
    functionOf: (node) => {
      restsOn(node);
      return functions().functionAround(node);
    },
    loopsOf: (node) => loops().loopsOf(node),
    triesOf,
    lockOf: (node) => readLock(node, model),
    dependsOn: (expression, loop) => loops().dependsOn(expression, loop),
    imports,
    versionOf: surroundings.versionOf,
    get databases() {
      dependencies.looksUp(DATABASES);
      return databases();
    },
    usesElsewhere: surroundings.usesElsewhere,
    get knowsRelationships() {
      return surroundings.knowsRelationships();
    },
    relationshipsOf: surroundings.relationshipsOf,
    sqlTextOf: (expression) => sqlTextOf(expression, values),
    textOf,
    rangeOf,
    related: (place, message, args = {}): Related =>
      isOrigin(place)
        ? { file: place.file, range: place.range, text: { message, args } }
        : { file: undefined, range: rangeOf(place), text: { message, args } },
  };

  // Only now: what it asks for is answered by what stands above.
  memory.advance({ units, surroundings, imports, handlerOf });
  const partUnits = names().roots.map(({ unit }) => unit);

  function partOf(unit: Unit): FilePart {
    return {
      unit,
      get operations() {
        if (!isSure()) dependencies.readsEverything();
        return operationsByUnit().get(unit) ?? [];
      },
      callsNamed(...wanted) {
        const calls = names().factsOfUnit(unit)?.calls;
        const found = wanted.flatMap((name) => calls?.get(name) ?? []);
        return found.sort((one, other) => one.start - other.start);
      },
    };
  }

  function ownersOf(list: readonly Operation[]): ReadonlyMap<FunctionInfo | undefined, readonly Operation[]> {
    return Map.groupBy(list, ({ call }) => functions().functionAround(call));
  }

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
      isCalled: (name) => memory.calls.has(name),
      renamed: () => renamedIn(names()),
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

  return Object.assign(model, { values, names: memory.names, partUnits, partOf });
}

function isOrigin(place: Node | Origin): place is Origin {
  return "place" in place && "range" in place;
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}
