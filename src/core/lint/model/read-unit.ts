import type {
  Call,
  ClassDef,
  Comprehension,
  Expression,
  FunctionDef,
  Import,
  ImportFrom,
  Lambda,
  Name,
  Node,
  Parameter,
  Unit,
  Yield,
} from "../syntax/python.ts";
import { forEachChild } from "../syntax/walk.ts";
import type { Definition } from "./file-model.ts";
import {
  type AttributeDefinition,
  type FlowDefinition,
  type ImportedName,
  newScope,
  type Scope,
  type UnitFacts,
} from "./scopes.ts";

const databaseUrl = /^(?:sqlite|postgres(?:ql)?|mysql|mariadb|mssql|oracle|cockroachdb)(?:\+\w+)?:\/\//;

/** Reads a unit's scopes. `classScope`: the unit is a member of a class. */
export function readUnit(unit: Unit, member: ClassDef | undefined): UnitFacts {
  return new UnitReader(member).read(unit);
}

class UnitReader {
  private readonly root: Scope;
  private scope: Scope;
  private readonly scopeOfName = new Map<Name, Scope>();
  private readonly scopeOfNode = new Map<Node, Scope>();
  private readonly calls = new Map<string, Call[]>();
  private readonly functions: (FunctionDef | Lambda)[] = [];
  private readonly classes: ClassDef[] = [];
  private readonly attributes: AttributeDefinition[] = [];
  private readonly iterables: Expression[] = [];
  private readonly imports: ImportedName[] = [];
  private readonly urls: string[] = [];
  private readonly returns = new Map<Node, Expression[]>();
  private readonly yields = new Map<Node, Yield[]>();

  constructor(member: ClassDef | undefined) {
    this.root = newScope(member ? "class" : "module", member, undefined);
    this.scope = this.root;
  }

  read(unit: Unit): UnitFacts {
    this.all(unit.body);
    const { root, scopeOfName, scopeOfNode, calls, functions, classes } = this;
    const { attributes, iterables, imports, urls, returns, yields } = this;
    return {
      root,
      scopeOfName,
      scopeOfNode,
      calls,
      functions,
      classes,
      attributes,
      iterables,
      imports,
      urls,
      returns,
      yields,
    };
  }

  private all(nodes: readonly Node[]): void {
    for (const node of nodes) this.node(node);
  }

  private node(node: Node): void {
    switch (node.kind) {
      case "FunctionDef":
        this.functionDef(node);
        break;
      case "ClassDef":
        this.classDef(node);
        break;
      case "Lambda":
        this.lambda(node);
        break;
      case "Comprehension":
        this.comprehension(node);
        break;
      case "Assign":
        this.node(node.value);
        for (const target of node.targets) this.define(target, "assign", node.value, node, []);
        break;
      case "AnnAssign":
        this.node(node.annotation);
        if (node.value) this.node(node.value);
        this.define(node.target, "assign", node.value ?? node.annotation, node, []);
        break;
      case "AugAssign":
        this.node(node.value);
        this.define(node.target, "augment", node.value, node, []);
        break;
      case "NamedExpr":
        this.node(node.value);
        this.define(node.target, "assign", node.value, node, []);
        break;
      case "For":
        this.node(node.iter);
        this.iterables.push(node.iter);
        this.define(node.target, "for", node.iter, node, []);
        this.all(node.body);
        this.all(node.orelse);
        break;
      case "With":
        for (const { context, target } of node.items) {
          this.node(context);
          if (target) this.define(target, "with", context, node, []);
        }
        this.all(node.body);
        break;
      case "ExceptHandler":
        if (node.type) this.node(node.type);
        if (node.name) this.define(node.name, "except", node.type, node, []);
        this.all(node.body);
        break;
      case "Delete":
        for (const target of node.targets) this.define(target, "delete", undefined, node, []);
        break;
      case "Import":
        this.importModules(node);
        break;
      case "ImportFrom":
        this.importNames(node);
        break;
      case "Global":
      case "Nonlocal":
        for (const name of node.names)
          this.scope.declared.set(name, node.kind === "Global" ? "global" : "nonlocal");
        break;
      case "MatchCase":
        this.pattern(node.pattern, node);
        if (node.guard) this.node(node.guard);
        this.all(node.body);
        break;
      case "Name":
        this.noteName(node);
        break;
      case "Constant":
        if (node.type === "str" && typeof node.value === "string") this.noteUrl(node.value);
        break;
      case "Call":
        this.noteCall(node);
        this.children(node);
        break;
      case "FString":
        this.noteUrl(node.head);
        this.children(node);
        break;
      case "Yield":
        this.noteOfFunction(this.yields, node);
        this.children(node);
        break;
      case "Return":
        if (node.value) this.noteOfFunction(this.returns, node.value);
        this.children(node);
        break;
      default:
        this.children(node);
    }
  }

  private children(node: Node): void {
    forEachChild(node, (child) => this.node(child));
  }

  private importModules(node: Import): void {
    for (const alias of node.names) {
      this.imports.push({ module: alias.name, name: undefined });
      const name = alias.asName ?? alias.name.split(".", 1)[0] ?? alias.name;
      this.addDefinition(name, { form: "import", node: alias, value: undefined, site: node, unpack: [] });
    }
  }

  private importNames(node: ImportFrom): void {
    const module = ".".repeat(node.level) + node.module;
    if (node.star) this.imports.push({ module, name: "*" });
    for (const alias of node.names) {
      this.imports.push({ module, name: alias.name });
      const name = alias.asName ?? alias.name;
      this.addDefinition(name, { form: "import", node: alias, value: undefined, site: node, unpack: [] });
    }
  }

  private functionDef(node: FunctionDef): void {
    this.functions.push(node);
    this.all(node.decorators);
    if (node.returns) this.node(node.returns);
    this.signature(node.parameters);
    this.noteName(node.name);
    this.addDefinition(node.name.id, {
      form: "function",
      node,
      value: undefined,
      site: node,
      unpack: [],
    });
    this.inside("function", node, () => {
      this.parameters(node.parameters);
      this.all(node.body);
    });
  }

  private lambda(node: Lambda): void {
    this.functions.push(node);
    this.signature(node.parameters);
    this.inside("function", node, () => {
      this.parameters(node.parameters);
      this.node(node.body);
    });
  }

  private classDef(node: ClassDef): void {
    this.classes.push(node);
    this.all(node.decorators);
    this.all(node.bases);
    for (const keyword of node.keywords) this.node(keyword.value);
    this.noteName(node.name);
    this.addDefinition(node.name.id, { form: "class", node, value: undefined, site: node, unpack: [] });
    this.inside("class", node, () => {
      // Members that are units are read as such.
      for (const statement of node.body) if (statement.parent === node) this.node(statement);
    });
  }

  private comprehension(node: Comprehension): void {
    const [first] = node.clauses;
    if (first) this.node(first.iter);
    this.inside("comprehension", node, () => {
      for (const clause of node.clauses) {
        if (clause !== first) this.node(clause.iter);
        this.iterables.push(clause.iter);
        this.define(clause.target, "for", clause.iter, clause, []);
        this.all(clause.conditions);
      }
      this.node(node.element);
      if (node.value) this.node(node.value);
    });
  }

  /** Defaults and annotations belong to the scope around. */
  private signature(parameters: readonly Parameter[]): void {
    for (const { annotation, default: value } of parameters) {
      if (annotation) this.node(annotation);
      if (value) this.node(value);
    }
  }

  private parameters(parameters: readonly Parameter[]): void {
    for (const parameter of parameters) {
      this.noteName(parameter.name);
      this.addDefinition(parameter.name.id, {
        form: "parameter",
        node: parameter,
        value: undefined,
        site: parameter,
        unpack: [],
      });
    }
  }

  private define(
    target: Node,
    form: Definition["form"],
    value: Expression | undefined,
    site: Node,
    unpack: readonly number[],
  ): void {
    switch (target.kind) {
      case "Name":
        this.noteName(target);
        this.addDefinition(target.id, { form, node: target, value, site, unpack });
        break;
      case "Tuple":
      case "List":
        target.elements.forEach((element, index) => {
          this.define(element, form, value, site, [...unpack, index]);
        });
        break;
      case "Starred":
        this.define(target.value, form, value, site, [...unpack.slice(0, -1), -1]);
        break;
      case "Attribute":
        this.node(target.object);
        if (form === "assign" || form === "with" || form === "for")
          this.attributes.push({ object: target.object, name: target.name, value, site, form, unpack });
        break;
      default:
        this.node(target);
    }
  }

  /** What a `case` captures. */
  private pattern(pattern: Node, site: Node): void {
    switch (pattern.kind) {
      case "Name":
        this.define(pattern, "assign", undefined, site, []);
        break;
      case "Call":
        this.node(pattern.callee);
        for (const argument of pattern.args) this.pattern(argument, site);
        for (const { value } of pattern.keywords) this.pattern(value, site);
        break;
      case "Tuple":
      case "List":
        for (const element of pattern.elements) this.pattern(element, site);
        break;
      case "Starred":
        this.pattern(pattern.value, site);
        break;
      case "Broken":
        for (const child of pattern.children) this.pattern(child, site);
        break;
      default:
        this.node(pattern);
    }
  }

  private noteCall(node: Call): void {
    const { callee } = node;
    const last = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
    append(this.calls, last, node);
  }

  private noteUrl(text: string): void {
    if (databaseUrl.test(text)) this.urls.push(text);
  }

  private noteOfFunction<Value>(map: Map<Node, Value[]>, value: Value): void {
    let scope: Scope | undefined = this.scope;
    while (scope && scope.kind !== "function") scope = scope.parent;
    if (scope?.node) append(map, scope.node, value);
  }

  private noteName(node: Name): void {
    this.scopeOfName.set(node, this.scope);
    append(this.scope.names, node.id, node);
  }

  private addDefinition(name: string, definition: FlowDefinition): void {
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

  private inside(kind: Scope["kind"], node: NonNullable<Scope["node"]>, read: () => void): void {
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
