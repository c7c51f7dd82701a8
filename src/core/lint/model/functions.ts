import type { ClassDef, FunctionDef, Lambda, Node, Parameter, Unit } from "../syntax/python.ts";
import { lastName } from "./call-arguments.ts";
import { type Dependencies, methodsKey } from "./dependencies.ts";
import type { ClassInfo, FunctionInfo, Handler } from "./file-model.ts";
import { type Names, unitAround } from "./names.ts";

export interface FunctionsDeps {
  readonly names: Names;
  readonly dependencies: Dependencies;
  readonly qualifiedName: (node: FunctionDef["decorators"][number]) => string | undefined;
  readonly handlerOf: (info: FunctionInfo) => Handler | undefined;
}

/** The version before: it gives away what stands in units that are not affected, and is not held on to. */
export interface FormerFunctions {
  readonly functions: Functions | undefined;
  readonly isAffected: (unit: Unit) => boolean;
}

/** The functions and classes of a file. */
export class Functions {
  readonly functions: readonly FunctionInfo[];
  readonly classes: readonly ClassInfo[];
  private readonly byNode = new Map<Node, FunctionEntry>();
  private readonly classByNode = new Map<Node, ClassEntry>();

  constructor(deps: FunctionsDeps, { functions: previous, isAffected }: FormerFunctions) {
    const { names } = deps;
    for (const { unit, facts } of names.roots) {
      const kept = isAffected(unit) ? undefined : previous;
      for (const node of facts.functions)
        this.byNode.set(
          node,
          kept?.byNode.get(node)?.movedTo(this, deps) ?? new FunctionEntry(node, this, deps),
        );
      for (const node of facts.classes)
        this.classByNode.set(
          node,
          kept?.classByNode.get(node)?.movedTo(this, deps) ?? new ClassEntry(node, this, deps),
        );
    }
    this.functions = [...this.byNode.values()];
    this.classes = [...this.classByNode.values()];
  }

  infoOf(node: Node): FunctionInfo | undefined {
    return this.byNode.get(node);
  }

  classInfoOf(node: Node): ClassInfo | undefined {
    return this.classByNode.get(node);
  }

  /** The function whose code a node belongs to: not its decorators, defaults and annotations. */
  functionAround(node: Node): FunctionInfo | undefined {
    const around = scopeAround(node);
    if (!around) return undefined;
    return around.kind === "ClassDef" ? undefined : this.byNode.get(around);
  }
}

/** The function, lambda or class whose code a node is, the innermost; undefined: the module's. */
export function scopeAround(node: Node): FunctionDef | Lambda | ClassDef | undefined {
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if (at.kind === "FunctionDef" && isCode(at, child)) return at;
    if (at.kind === "Lambda" && at.body === child) return at;
    if (at.kind === "ClassDef" && isMember(at, child)) return at;
  }
  return undefined;
}

function isCode(node: FunctionDef, child: Node): boolean {
  const [first] = node.body;
  return first !== undefined && child.start >= first.start && child.kind !== "Parameter";
}

function isMember(node: ClassDef, child: Node): boolean {
  if (child.kind === "Unit") return true;
  const [first] = node.body;
  return first !== undefined && first.parent === node && child.start >= first.start;
}

class FunctionEntry implements FunctionInfo {
  readonly node: FunctionDef | Lambda;
  readonly name: string;
  readonly async: boolean;
  readonly parameters: readonly Parameter[];
  private owner: Functions;
  private deps: FunctionsDeps;
  private decoratorNames: readonly string[] | undefined;
  private known: { readonly handler: Handler | undefined } | undefined;
  private around: { readonly node: FunctionDef | Lambda | ClassDef | undefined } | undefined;

  constructor(node: FunctionDef | Lambda, owner: Functions, deps: FunctionsDeps) {
    this.node = node;
    this.owner = owner;
    this.deps = deps;
    this.name = node.kind === "Lambda" ? "<lambda>" : node.name.id;
    this.async = node.kind === "FunctionDef" && node.async;
    this.parameters = node.parameters;
  }

  /** The same function in a new version of the file. */
  movedTo(owner: Functions, deps: FunctionsDeps): this {
    this.owner = owner;
    this.deps = deps;
    this.known = undefined;
    return this;
  }

  get qualifiedName(): string {
    const { parent, class: owner } = this;
    if (owner) return `${owner.name}.${this.name}`;
    return parent ? `${parent.qualifiedName}.${this.name}` : this.name;
  }

  get class(): ClassInfo | undefined {
    const node = this.scope();
    return node?.kind === "ClassDef" ? this.owner.classInfoOf(node) : undefined;
  }

  get parent(): FunctionInfo | undefined {
    let node = this.scope();
    while (node?.kind === "ClassDef") node = scopeAround(node);
    return node && this.owner.infoOf(node);
  }

  get generator(): boolean {
    return this.deps.names.factsOf(this.node)?.yields.has(this.node) ?? false;
  }

  get contextManager(): boolean {
    return this.decorators().some((name) => /(?:^|\.)(?:async)?contextmanager$/.test(name));
  }

  get memoised(): boolean {
    return this.decorators().some((name) =>
      /(?:^|\.)(?:lru_cache|cache|cached_property|memoize|cached|cache_resource|singleton|alru_cache)$/.test(
        name,
      ),
    );
  }

  get handler(): Handler | undefined {
    const { dependencies, handlerOf } = this.deps;
    const unit = unitAround(this.node);
    dependencies.reads(unit);
    this.known ??= dependencies.answer(unit, () => ({ handler: handlerOf(this) }));
    return this.known.handler;
  }

  private scope(): FunctionDef | Lambda | ClassDef | undefined {
    this.around ??= { node: scopeAround(this.node) };
    return this.around.node;
  }

  private decorators(): readonly string[] {
    if (this.node.kind === "Lambda") return [];
    const { node, deps } = this;
    deps.dependencies.reads(unitAround(node));
    this.decoratorNames ??= deps.dependencies.answer(unitAround(node), () =>
      node.decorators.flatMap((decorator) => {
        const named = decorator.kind === "Call" ? decorator.callee : decorator;
        return deps.qualifiedName(named) ?? lastName(named) ?? [];
      }),
    );
    return this.decoratorNames;
  }
}

class ClassEntry implements ClassInfo {
  readonly node: ClassDef;
  readonly name: string;
  private owner: Functions;
  private deps: FunctionsDeps;
  private knownBases: readonly string[] | undefined;
  private knownMethods: ReadonlyMap<string, FunctionInfo> | undefined;

  constructor(node: ClassDef, owner: Functions, deps: FunctionsDeps) {
    this.node = node;
    this.owner = owner;
    this.deps = deps;
    this.name = node.name.id;
  }

  /** The same class in a new version of the file. */
  movedTo(owner: Functions, deps: FunctionsDeps): this {
    this.owner = owner;
    this.deps = deps;
    this.knownMethods = undefined;
    return this;
  }

  get bases(): readonly string[] {
    const { dependencies } = this.deps;
    const unit = unitAround(this.node);
    dependencies.reads(unit);
    return dependencies.answer(unit, () => this.findBases());
  }

  private findBases(): readonly string[] {
    if (!this.knownBases) {
      // Seen by a base of itself while it is made: a class that inherits from itself ends here.
      this.knownBases = [];
      this.knownBases = this.node.bases.flatMap((base) => {
        const inner = base.kind === "Subscript" ? base.object : base;
        const name = this.deps.qualifiedName(inner);
        const local = inner.kind === "Name" ? this.localBase(inner) : undefined;
        if (local) return [local.name, ...local.bases];
        return name ?? (inner.kind === "Name" ? inner.id : inner.kind === "Attribute" ? inner.name : []);
      });
    }
    return this.knownBases;
  }

  get methods(): ReadonlyMap<string, FunctionInfo> {
    this.deps.dependencies.looksUp(methodsKey(this.name));
    if (!this.knownMethods) {
      const { names } = this.deps;
      const methods = new Map<string, FunctionInfo>();
      for (const id of names.classNames(this.node)) {
        const definitions = names.classMember(id, this.node)?.definitions ?? [];
        const info = definitions.findLast(({ form }) => form === "function");
        const method = info && this.owner.infoOf(info.node);
        if (method) methods.set(id, method);
      }
      this.knownMethods = methods;
    }
    return this.knownMethods;
  }

  private localBase(name: ClassDef["name"]): ClassInfo | undefined {
    const definition = this.deps.names.bindingOf(name)?.definitions.findLast(({ form }) => form === "class");
    return definition && definition.node !== this.node ? this.owner.classInfoOf(definition.node) : undefined;
  }
}
