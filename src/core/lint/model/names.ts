import type { ClassDef, Expression, Name, Node, Unit } from "../syntax/python.ts";
import { type Dependencies, usesKey } from "./dependencies.ts";
import type { Binding, FunctionInfo } from "./file-model.ts";
import { readUnit } from "./read-unit.ts";
import type { FlowDefinition, Scope, UnitFacts } from "./scopes.ts";

export interface NameBinding extends Binding {
  readonly definitions: readonly FlowDefinition[];
  /** The function's or class's node; undefined for the module's. */
  readonly owner: Node | undefined;
}

/** By what they belong to. Those of functions and comprehensions stay as they are when other units change. */
export type KnownBindings = WeakMap<object, Map<string, NameBinding>>;

/** A unit, and what it says. */
export interface Root {
  readonly unit: Unit;
  readonly facts: UnitFacts;
}

/** The names of a file: what each stands for, whatever unit it is in. */
export class Names {
  readonly facts: readonly UnitFacts[];
  readonly roots: Root[] = [];
  private readonly byUnit = new Map<Unit, UnitFacts>();
  private readonly moduleDefinitions = new Map<string, readonly FlowDefinition[]>();
  private readonly memberScopes = new Map<ClassDef, Scope[]>();
  private readonly bindings: KnownBindings = new WeakMap();
  private readonly functionInfo: (node: Node) => FunctionInfo | undefined;
  private readonly dependencies: Dependencies;
  private readonly locals: KnownBindings;

  constructor(
    units: readonly Unit[],
    remembered: WeakMap<Unit, Root>,
    functionInfo: (node: Node) => FunctionInfo | undefined,
    dependencies: Dependencies,
    locals: KnownBindings,
  ) {
    this.functionInfo = functionInfo;
    this.dependencies = dependencies;
    this.locals = locals;
    for (const unit of units) this.addUnit(unit, undefined, remembered);
    this.facts = this.roots.map(({ facts }) => facts);
  }

  private addUnit(unit: Unit, member: ClassDef | undefined, remembered: WeakMap<Unit, Root>): void {
    let root = remembered.get(unit);
    // A member that now belongs to another class's node is read again.
    if (!root || (member && root.facts.root.node !== member)) {
      root = { unit, facts: readUnit(unit, member) };
      remembered.set(unit, root);
    }
    const { facts } = root;
    this.byUnit.set(unit, facts);
    this.roots.push(root);
    if (member) {
      const scopes = this.memberScopes.get(member);
      if (scopes) scopes.push(facts.root);
      else this.memberScopes.set(member, [facts.root]);
    }
    const ofModule = moduleScope(facts);
    if (ofModule) this.addModuleScope(ofModule);
    for (const inner of unit.members) addMember(inner, (node) => this.addUnit(inner, node, remembered));
  }

  private addModuleScope({ definitions: own }: Scope): void {
    for (const [name, definitions] of own) {
      const known = this.moduleDefinitions.get(name);
      this.moduleDefinitions.set(name, known ? [...known, ...definitions] : definitions);
    }
  }

  factsOf(node: Node): UnitFacts | undefined {
    const unit = unitAround(node);
    return unit && this.byUnit.get(unit);
  }

  factsOfUnit(unit: Unit): UnitFacts | undefined {
    return this.byUnit.get(unit);
  }

  /** Names of the module, with what gives them values. */
  ofModule(): Iterable<readonly [string, readonly FlowDefinition[]]> {
    return this.moduleDefinitions;
  }

  /** What a name in the code stands for; undefined: a built-in, or a name from nowhere. */
  bindingOf(name: Name): NameBinding | undefined {
    const scope = this.factsOf(name)?.scopeOfName.get(name);
    return scope && this.lookUp(name.id, scope);
  }

  /** Whether two expressions name the same thing: the same binding, or the same attributes of the same binding. */
  isSame(one: Expression, other: Expression): boolean {
    if (one.kind === "Name" && other.kind === "Name")
      return one.id === other.id && this.bindingOf(one) === this.bindingOf(other);
    return (
      one.kind === "Attribute" &&
      other.kind === "Attribute" &&
      one.name === other.name &&
      this.isSame(one.object, other.object)
    );
  }

  /** What a name means in a scope (LEGB). */
  lookUp(id: string, start: Scope): NameBinding | undefined {
    for (let scope: Scope | undefined = start; scope; scope = scope.parent) {
      if (scope.kind === "class" && scope !== start) continue;
      if (scope.kind === "module" || scope.declared.get(id) === "global") break;
      if (scope.kind === "class") {
        const found = this.classBinding(id, scope);
        if (found) return found;
        continue;
      }
      if (scope.definitions.has(id)) return this.localBinding(id, scope);
    }
    return this.moduleBinding(id);
  }

  moduleBinding(id: string): NameBinding | undefined {
    this.dependencies.readsName(id);
    const definitions = this.moduleDefinitions.get(id);
    if (!definitions) return undefined;
    return this.remember(this.bindings, this, id, () => ({
      name: id,
      scope: "module",
      owner: undefined,
      function: undefined,
      definitions,
      names: once(() =>
        [...this.scopesWith(id, "module"), ...this.scopesWith(id, "class")].flatMap((scope) =>
          namesIn(scope, id, scope),
        ),
      ),
    }));
  }

  /** A name of a class's body. */
  classMember(id: string, node: ClassDef): NameBinding | undefined {
    this.dependencies.readsMember(id);
    const scopes = this.classScopes(node);
    const definitions = scopes.flatMap((scope) => scope.definitions.get(id) ?? []);
    if (definitions.length === 0) return undefined;
    return this.remember(this.bindings, node, id, () => ({
      name: id,
      scope: "class",
      owner: node,
      function: undefined,
      definitions,
      names: once(() => scopes.flatMap((scope) => scope.names.get(id) ?? [])),
    }));
  }

  classNames(node: ClassDef): ReadonlySet<string> {
    return new Set(this.classScopes(node).flatMap((scope) => [...scope.definitions.keys()]));
  }

  private classScopes(node: ClassDef): readonly Scope[] {
    const own = this.factsOf(node)?.scopeOfNode.get(node);
    return [...(own ? [own] : []), ...(this.memberScopes.get(node) ?? [])];
  }

  /** The module's own scopes, or those of classes whose members are units, where they hold a name. */
  private *scopesWith(id: string, kind: "module" | "class"): Generator<Scope> {
    for (const facts of this.facts) {
      const scope = !facts.words.has(id) ? undefined : kind === "module" ? moduleScope(facts) : facts.root;
      if (scope?.kind === kind) yield scope;
    }
  }

  private classBinding(id: string, scope: Scope): NameBinding | undefined {
    return scope.node?.kind === "ClassDef" ? this.classMember(id, scope.node) : undefined;
  }

  private localBinding(id: string, scope: Scope): NameBinding {
    const { functionInfo } = this;
    return this.remember(this.locals, scope, id, () => ({
      name: id,
      scope: scope.kind === "comprehension" ? "comprehension" : "function",
      owner: scope.node,
      get function() {
        return scope.node && functionInfo(scope.node);
      },
      definitions: scope.definitions.get(id) ?? [],
      names: once(() => namesIn(scope, id, scope)),
    }));
  }

  private remember(
    all: KnownBindings,
    key: object,
    id: string,
    make: () => Omit<NameBinding, "names"> & { names: () => readonly Name[] },
  ): NameBinding {
    let known = all.get(key);
    if (!known) {
      known = new Map();
      all.set(key, known);
    }
    const binding = known.get(id);
    if (binding) return binding;
    const made = make();
    const { names } = made;
    // Names of functions stand in one unit only.
    const isWide = made.scope === "module" || made.scope === "class";
    const noted = () => {
      this.dependencies.looksUp(usesKey(id));
      return names();
    };
    const fresh: NameBinding = Object.defineProperty(made, "names", { get: isWide ? noted : names }) as never;
    known.set(id, fresh);
    return fresh;
  }
}

/** Where a unit's names of the module are; of a member of a class, those that it declares global. */
function moduleScope({ root }: UnitFacts): Scope | undefined {
  return root.kind === "module" ? root : root.children.find(({ kind }) => kind === "module");
}

function addMember(inner: Unit, add: (node: ClassDef) => void): void {
  if (inner.parent?.kind === "ClassDef") add(inner.parent);
}

/** The names in a scope and below that mean the binding of `home`. */
function namesIn(scope: Scope, id: string, home: Scope): Name[] {
  const redefined =
    scope !== home &&
    (scope.definitions.has(id) || scope.declared.get(id) === "global") &&
    home.kind !== "module";
  const shadowed = scope !== home && scope.definitions.has(id) && scope.declared.get(id) !== "nonlocal";
  if (redefined || (shadowed && scope.declared.get(id) !== "global")) {
    // A class body's name hides nothing from the functions in it.
    return scope.kind === "class" ? scope.children.flatMap((child) => namesIn(child, id, home)) : [];
  }
  const own = scope.names.get(id) ?? [];
  return scope.children.reduce((names, child) => names.concat(namesIn(child, id, home)), own);
}

/** The unit that a node stands in, the innermost. */
export function unitAround(node: Node): Unit | undefined {
  let at: Node | undefined = node;
  while (at && at.kind !== "Unit") at = at.parent;
  return at;
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}
