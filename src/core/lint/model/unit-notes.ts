import type {
  Assign,
  Call,
  ClassDef,
  Expression,
  FunctionDef,
  Lambda,
  Name,
  Node,
  Yield,
} from "../syntax/python.ts";
import {
  type AttributeDefinition,
  type FlowDefinition,
  type ImportedName,
  newScope,
  type Scope,
  type UnitFacts,
} from "./scopes.ts";

const databaseUrl = /^(?:sqlite|postgres(?:ql)?|mysql|mariadb|mssql|oracle|cockroachdb)(?:\+\w+)?:\/\//;

/** What is written down while a unit is read, scope by scope. */
export class UnitNotes implements UnitFacts {
  readonly root: Scope;
  private scope: Scope;
  readonly scopeOfName = new Map<Name, Scope>();
  readonly words = new Set<string>();
  readonly scopeOfNode = new Map<Node, Scope>();
  readonly calls = new Map<string, Call[]>();
  readonly functions: (FunctionDef | Lambda)[] = [];
  readonly classes: ClassDef[] = [];
  readonly attributes: AttributeDefinition[] = [];
  readonly stores: Assign[] = [];
  readonly iterables: Expression[] = [];
  readonly imports: ImportedName[] = [];
  readonly urls: string[] = [];
  readonly returns = new Map<Node, Expression[]>();
  readonly yields = new Map<Node, Yield[]>();

  constructor(member: ClassDef | undefined) {
    this.root = newScope(member ? "class" : "module", member, undefined);
    this.scope = this.root;
  }

  noteCall(node: Call): void {
    const { callee } = node;
    const last = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
    append(this.calls, last, node);
  }

  noteStore(node: Assign): void {
    const [target] = node.targets;
    const made = node.value.kind === "Await" ? node.value.value : node.value;
    if (node.targets.length !== 1 || made.kind !== "Call" || this.scope.kind !== "function") return;
    const isKept =
      target?.kind === "Name"
        ? this.scope.declared.get(target.id) === "global"
        : target?.kind === "Subscript" && target.object.kind === "Name";
    if (isKept) this.stores.push(node);
  }

  noteUrl(text: string): void {
    if (databaseUrl.test(text)) this.urls.push(text);
  }

  noteYield(node: Yield): void {
    this.noteOfFunction(this.yields, node);
  }

  noteReturn(value: Expression): void {
    this.noteOfFunction(this.returns, value);
  }

  declare(name: string, as: "global" | "nonlocal"): void {
    this.scope.declared.set(name, as);
  }

  private noteOfFunction<Value>(map: Map<Node, Value[]>, value: Value): void {
    let scope: Scope | undefined = this.scope;
    while (scope && scope.kind !== "function") scope = scope.parent;
    if (scope?.node) append(map, scope.node, value);
  }

  noteName(node: Name): void {
    this.scopeOfName.set(node, this.scope);
    this.words.add(node.id);
    append(this.scope.names, node.id, node);
  }

  addDefinition(name: string, definition: FlowDefinition): void {
    append(this.homeOf(name, definition).definitions, name, definition);
  }

  /** The scope that a definition belongs to; a walrus in a comprehension belongs outside of it. */
  private homeOf(name: string, definition: FlowDefinition): Scope {
    let scope = this.scope;
    if (definition.site.kind === "NamedExpr")
      while (scope.kind === "comprehension" && scope.parent) scope = scope.parent;
    const declared = scope.declared.get(name);
    if (declared === "global") return this.root.kind === "module" ? this.root : this.moduleScope();
    if (declared !== "nonlocal") return scope;
    for (let outer = scope.parent; outer; outer = outer.parent)
      if (outer.kind === "function" && outer.definitions.has(name)) return outer;
    return scope;
  }

  /** A member's `global` names: kept in a scope of their own below the root, and joined with the module's. */
  private moduleScope(): Scope {
    const known = this.root.children.find(({ kind }) => kind === "module");
    if (known) return known;
    return newScope("module", undefined, this.root);
  }

  inside(kind: Scope["kind"], node: NonNullable<Scope["node"]>, read: () => void): void {
    const outer = this.scope;
    this.scope = newScope(kind, node, outer);
    this.scopeOfNode.set(node, this.scope);
    read();
    this.scope = outer;
  }
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
