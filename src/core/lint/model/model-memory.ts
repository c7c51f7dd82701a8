import { KeptFindings } from "../kept-findings.ts";
import type { Unit } from "../syntax/python.ts";
import { rangeOf } from "../syntax/walk.ts";
import { CallIndex } from "./call-index.ts";
import {
  type Affected,
  callsKey,
  DATABASES,
  Dependencies,
  memberKey,
  methodsKey,
  nameKey,
  usesKey,
} from "./dependencies.ts";
import type { FileModel, FunctionInfo, Handler, Operation, Spawn } from "./file-model.ts";
import { Functions, type FunctionsDeps } from "./functions.ts";
import { type KnownBindings, Names, type Root } from "./names.ts";
import { isSameStart, type SpawnsByTarget, spawnsByTarget } from "./spawns-by-target.ts";
import type { Surroundings } from "./surroundings.ts";
import { Values } from "./values.ts";

/**
 * What was found out about a file and still holds after an edit. It serves one file, and one version of it at a
 * time: the model of an earlier version must not be asked any more.
 */
export class ModelMemory {
  readonly values: Values;
  /** What each unit does to databases. */
  readonly operations = new Map<Unit, readonly Operation[]>();
  /** The calls in each unit that run known functions of other files. */
  readonly importedCalls = new Map<Unit, FileModel["importedCalls"]>();
  /** What rules found in each unit by itself. */
  readonly findings: KeptFindings;
  readonly dependencies = new Dependencies();
  readonly calls = new CallIndex();
  private readonly roots = new WeakMap<Unit, Root>();
  private readonly locals: KnownBindings = new WeakMap();
  private spawns: SpawnsByTarget = new Map();
  private current: Current | undefined;

  constructor() {
    const current = () => this.now();
    this.findings = new KeptFindings(this.dependencies);
    this.values = new Values({
      dependencies: this.dependencies,
      get names() {
        return current().names;
      },
      functions: () => current().functions,
      imported: (value) => current().surroundings.imported(value),
      importedResults: (value) => current().surroundings.importedResults(value),
      importsDjango: () => current().imports("django"),
      rangeOf,
    });
  }

  get names(): Names {
    return this.now().names;
  }

  get functions(): Functions {
    return this.now().functions;
  }

  /** Goes over to a new version of the file: forgets what rests on the units that changed. */
  advance({ units, surroundings, imports, handlerOf }: Version): void {
    const before = this.current;
    const names = new Names(
      units,
      this.roots,
      (node) => this.functions.infoOf(node),
      this.dependencies,
      this.locals,
    );
    for (const { unit, facts } of before?.names.roots ?? [])
      if (names.factsOfUnit(unit) !== facts) this.calls.delete(unit, facts);
    for (const { unit, facts } of names.roots)
      if (before?.names.factsOfUnit(unit) !== facts) this.calls.add(unit, facts);
    const changes = before ? changesBetween(before.names, names) : undefined;
    const holds = before?.surroundings.version === surroundings.version && changes && !changes.imports;
    if (!before || !holds) {
      this.dependencies.clear();
      this.values.forget();
      this.operations.clear();
      this.importedCalls.clear();
      this.findings.clear();
      this.goOn({ names, surroundings, imports }, handlerOf, undefined, () => true);
      return;
    }
    const next = { names, surroundings, imports };
    const first = this.dependencies.affectedBy(changes.units, changes.lookups, true);
    this.forget(first);
    this.goOn(next, handlerOf, before.functions, (unit) => first.units.has(unit));
    const others = [...first.parameters].filter((parameter) => this.values.passed.changed(parameter));
    if (others.length === 0) return;
    const more = this.dependencies.affectedBy(others, [], false);
    this.forget(more);
    for (const parameter of more.parameters) this.values.passed.forget(parameter);
    this.goOn(next, handlerOf, this.functions, (unit) => more.units.has(unit));
  }

  /** Takes notice of what starts: where that is not as before, what rests on it is forgotten. */
  setSpawns(spawns: readonly Spawn[]): void {
    const before = this.spawns;
    this.spawns = spawnsByTarget(spawns);
    const targets = [...new Set([...before.keys(), ...this.spawns.keys()])];
    const changed = targets.filter((node) => !isSameStart(before.get(node), this.spawns.get(node)));
    if (changed.length > 0)
      this.forget(this.dependencies.affectedBy(this.dependencies.readersOf(changed), [], false));
  }

  spawnsOf(target: FunctionInfo): readonly Spawn[] {
    return this.spawns.get(target.node) ?? [];
  }

  private forget(affected: Affected): void {
    this.dependencies.forget(affected.units);
    this.findings.forget(affected.parts);
    this.values.forget(affected);
    for (const unit of affected.units) {
      this.operations.delete(unit);
      this.importedCalls.delete(unit);
    }
  }

  private goOn(
    next: Omit<Current, "functions">,
    handlerOf: Version["handlerOf"],
    previous: Functions | undefined,
    isAffected: (unit: Unit) => boolean,
  ): void {
    const { dependencies, values } = this;
    const qualifiedName: FunctionsDeps["qualifiedName"] = (node) => values.qualifiedName(node);
    const functions = new Functions(
      { names: next.names, dependencies, qualifiedName, handlerOf },
      { functions: previous, isAffected },
    );
    this.current = { ...next, functions };
  }

  private now(): Current {
    if (!this.current) throw new Error("a memory serves a model");
    return this.current;
  }
}

interface Version {
  readonly units: readonly Unit[];
  readonly surroundings: Surroundings;
  readonly imports: (packageName: string) => boolean;
  readonly handlerOf: (info: FunctionInfo) => Handler | undefined;
}

interface Current {
  readonly names: Names;
  readonly functions: Functions;
  readonly surroundings: Surroundings;
  readonly imports: (packageName: string) => boolean;
}

interface Changes {
  readonly units: readonly Unit[];
  /** What changed for those who look it up by name. */
  readonly lookups: ReadonlySet<string>;
  /** Whether other modules are imported: that may change anything. */
  readonly imports: boolean;
}

function changesBetween(before: Names, after: Names): Changes {
  const units: Unit[] = [];
  const lookups = new Set<string>();
  const imports = [new Set<string>(), new Set<string>()] as const;
  const calls = [new Map<string, string>(), new Map<string, string>()] as const;
  const collect = (names: Names, other: Names, into: Set<string>, texts: Map<string, string>) => {
    for (const { unit, facts } of names.roots) {
      if (other.factsOfUnit(unit) === facts) continue;
      units.push(unit);
      for (const { module, name } of facts.imports) into.add(`${module} ${name ?? ""}`);
      if (facts.urls.length > 0) lookups.add(DATABASES);
      for (const name of facts.words) lookups.add(usesKey(name));
      for (const [name, list] of facts.calls)
        for (const { start, end } of list)
          texts.set(name, `${texts.get(name) ?? ""}\n${unit.text.slice(start, end)}`);
      for (const scope of [facts.root, ...facts.root.children.filter(({ kind }) => kind === "module")])
        for (const name of scope.definitions.keys()) lookups.add(nameKey(name)).add(memberKey(name));
      for (const { name } of facts.attributes) lookups.add(memberKey(name));
      for (const scope of [facts.root, ...facts.scopeOfNode.values()]) {
        if (scope.node?.kind !== "ClassDef") continue;
        lookups.add(methodsKey(scope.node.name.id));
        for (const name of scope.definitions.keys()) lookups.add(memberKey(name));
      }
    }
  };
  collect(before, after, imports[0], calls[0]);
  collect(after, before, imports[1], calls[1]);
  // Who looks at a name's calls need not look again if the same calls still stand in what changed.
  for (const name of new Set([...calls[0].keys(), ...calls[1].keys()]))
    if (calls[0].get(name) !== calls[1].get(name)) lookups.add(callsKey(name));
  const [old, fresh] = imports;
  return { units, lookups, imports: old.size !== fresh.size || [...old].some((name) => !fresh.has(name)) };
}
