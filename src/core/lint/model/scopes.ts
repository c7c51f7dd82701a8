import type {
  Call,
  ClassDef,
  Comprehension,
  Expression,
  FunctionDef,
  Lambda,
  Name,
  Node,
  Parameter,
  Statement,
  Unit,
  Yield,
} from "../syntax/python.ts";
import type { Definition } from "./file-model.ts";

/** Where names live, as Python has it. The scope of a module or of a split class comes in parts, one per unit. */
export interface Scope {
  readonly kind: "module" | "class" | "function" | "comprehension";
  /** Undefined for a module's. */
  readonly node: FunctionDef | Lambda | ClassDef | Comprehension | undefined;
  readonly parent: Scope | undefined;
  readonly children: Scope[];
  readonly definitions: Map<string, FlowDefinition[]>;
  /** Names that stand in this very scope, read or written. */
  readonly names: Map<string, Name[]>;
  /** By `global` and `nonlocal`. */
  readonly declared: Map<string, "global" | "nonlocal">;
}

export interface FlowDefinition extends Definition {
  /** The statement or comprehension clause that makes it. */
  readonly site: Node;
  /** Positions in nested tuples: `[1]` for `b` in `a, b = value`; -1: a starred rest. */
  readonly unpack: readonly number[];
}

/** What one unit declares and says. Made once per unit: nothing in it depends on another. */
export interface UnitFacts {
  readonly root: Scope;
  readonly scopeOfName: ReadonlyMap<Name, Scope>;
  readonly scopeOfNode: ReadonlyMap<Node, Scope>;
  /** By their last name. */
  readonly calls: ReadonlyMap<string, readonly Call[]>;
  readonly functions: readonly (FunctionDef | Lambda)[];
  readonly classes: readonly ClassDef[];
  /** Values given to attributes, of `self` and others: `x.attr = value`. */
  readonly attributes: readonly AttributeDefinition[];
  /** For loops and comprehension clauses, `list(…)` aside: what is walked over. */
  readonly iterables: readonly Expression[];
  readonly imports: readonly ImportedName[];
  /** The literal texts that look like a database's URL. */
  readonly urls: readonly string[];
  /** What functions give back and yield, by function. */
  readonly returns: ReadonlyMap<Node, readonly Expression[]>;
  readonly yields: ReadonlyMap<Node, readonly Yield[]>;
}

export interface AttributeDefinition {
  readonly object: Expression;
  readonly name: string;
  readonly value: Expression | undefined;
  readonly site: Node;
  readonly form: "assign" | "with" | "for";
  readonly unpack: readonly number[];
}

export interface ImportedName {
  /** Dotted, with the dots of a relative import in front: `..db`. */
  readonly module: string;
  /** Undefined: the module itself; `*`: all names. */
  readonly name: string | undefined;
}

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
    this.statements(unit.body);
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

  private statements(body: readonly Statement[]): void {
    for (const statement of body) this.node(statement);
  }

  private all(nodes: readonly Node[]): void {
    for (const node of nodes) this.node(node);
  }

  private node(node: Node | undefined): void {
    if (!node) return;
    switch (node.kind) {
      case "FunctionDef":
        return this.functionDef(node);
      case "ClassDef":
        return this.classDef(node);
      case "Lambda":
        return this.lambda(node);
      case "Comprehension":
        return this.comprehension(node);
      case "Assign":
        this.node(node.value);
        for (const target of node.targets) this.define(target, "assign", node.value, node, []);
        return;
      case "AnnAssign":
        this.node(node.annotation);
        this.node(node.value);
        this.define(node.target, "assign", node.value ?? node.annotation, node, []);
        return;
      case "AugAssign":
        this.node(node.value);
        this.define(node.target, "augment", node.value, node, []);
        return;
      case "NamedExpr":
        this.node(node.value);
        this.define(node.target, "assign", node.value, node, []);
        return;
      case "For":
        this.node(node.iter);
        this.iterables.push(node.iter);
        this.define(node.target, "for", node.iter, node, []);
        this.statements(node.body);
        return this.statements(node.orelse);
      case "With":
        for (const item of node.items) {
          this.node(item.context);
          if (item.target) this.define(item.target, "with", item.context, node, []);
        }
        return this.statements(node.body);
      case "ExceptHandler":
        this.node(node.type);
        if (node.name) this.define(node.name, "except", node.type, node, []);
        return this.statements(node.body);
      case "Delete":
        for (const target of node.targets) this.define(target, "delete", undefined, node, []);
        return;
      case "Import":
        for (const alias of node.names) {
          this.imports.push({ module: alias.name, name: undefined });
          const name = alias.asName ?? alias.name.split(".", 1)[0] ?? alias.name;
          this.addDefinition(name, { form: "import", node: alias, value: undefined, site: node, unpack: [] });
        }
        return;
      case "ImportFrom": {
        const module = ".".repeat(node.level) + node.module;
        if (node.star) this.imports.push({ module, name: "*" });
        for (const alias of node.names) {
          this.imports.push({ module, name: alias.name });
          this.addDefinition(alias.asName ?? alias.name, {
            form: "import",
            node: alias,
            value: undefined,
            site: node,
            unpack: [],
          });
        }
        return;
      }
      case "Global":
      case "Nonlocal":
        for (const name of node.names)
          this.scope.declared.set(name, node.kind === "Global" ? "global" : "nonlocal");
        return;
      case "Match":
        this.node(node.subject);
        return this.all(node.cases);
      case "MatchCase":
        this.pattern(node.pattern, node);
        this.node(node.guard);
        return this.statements(node.body);
      case "Name":
        return this.noteName(node);
      case "Call":
        this.call(node);
        this.node(node.callee);
        this.all(node.args);
        for (const keyword of node.keywords) this.node(keyword.value);
        return;
      case "Attribute":
        return this.node(node.object);
      case "Constant":
        if (node.type === "str" && typeof node.value === "string" && databaseUrl.test(node.value))
          this.urls.push(node.value);
        return;
      case "FString":
        if (databaseUrl.test(node.head)) this.urls.push(node.head);
        return this.all(node.fields);
      case "Yield": {
        const owner = this.functionScope()?.node;
        if (owner) append(this.yields, owner, node);
        return this.node(node.value);
      }
      case "Return": {
        const owner = this.functionScope()?.node;
        if (owner && node.value) append(this.returns, owner, node.value);
        return this.node(node.value);
      }
      case "ExprStmt":
      case "Await":
      case "Starred":
      case "Keyword":
        return this.node(node.value);
      case "If":
        this.node(node.test);
        this.statements(node.body);
        return this.statements(node.orelse);
      case "While":
        this.node(node.test);
        this.statements(node.body);
        return this.statements(node.orelse);
      case "Try":
        this.statements(node.body);
        this.all(node.handlers);
        this.statements(node.orelse);
        return this.statements(node.finalbody);
      case "Raise":
        this.node(node.exception);
        return this.node(node.cause);
      case "Assert":
        this.node(node.test);
        return this.node(node.message);
      case "Subscript":
        this.node(node.object);
        return this.node(node.index);
      case "Slice":
        return this.all(node.parts);
      case "Tuple":
      case "List":
      case "Set":
        return this.all(node.elements);
      case "Dict":
        return this.all(node.entries);
      case "DictEntry":
        this.node(node.key);
        return this.node(node.value);
      case "IfExp":
        this.node(node.test);
        this.node(node.body);
        return this.node(node.orelse);
      case "BoolOp":
      case "BinOp":
        this.node(node.left);
        return this.node(node.right);
      case "UnaryOp":
        return this.node(node.operand);
      case "Compare":
        return this.all(node.operands);
      case "Broken":
        return this.all(node.children);
      case "Unit":
      case "WithItem":
      case "ComprehensionFor":
      case "Parameter":
      case "Alias":
      case "Pass":
      case "Break":
      case "Continue":
        return;
    }
  }

  private functionDef(node: FunctionDef): void {
    this.functions.push(node);
    this.all(node.decorators);
    this.node(node.returns);
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
      this.statements(node.body);
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
      this.node(node.value);
    });
  }

  /** Defaults and annotations belong to the scope around. */
  private signature(parameters: readonly Parameter[]): void {
    for (const { annotation, default: value } of parameters) {
      this.node(annotation);
      this.node(value);
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
        return;
      case "Tuple":
      case "List":
        target.elements.forEach((element, index) => {
          this.define(element, form, value, site, [...unpack, index]);
        });
        return;
      case "Starred":
        return this.define(target.value, form, value, site, [...unpack.slice(0, -1), -1]);
      case "Attribute":
        this.node(target.object);
        if (form === "assign" || form === "with" || form === "for")
          this.attributes.push({ object: target.object, name: target.name, value, site, form, unpack });
        return;
      default:
        this.node(target);
    }
  }

  private pattern(pattern: Node, site: Node): void {
    if (pattern.kind === "Name") return this.define(pattern, "assign", undefined, site, []);
    if (pattern.kind === "Call") {
      this.node(pattern.callee);
      for (const argument of pattern.args) this.pattern(argument, site);
      for (const keyword of pattern.keywords) this.pattern(keyword.value, site);
      return;
    }
    if (pattern.kind === "Tuple" || pattern.kind === "List") {
      for (const element of pattern.elements) this.pattern(element, site);
      return;
    }
    if (pattern.kind === "Starred") return this.pattern(pattern.value, site);
    if (pattern.kind === "Broken") {
      for (const child of pattern.children) this.pattern(child, site);
      return;
    }
    this.node(pattern);
  }

  private call(node: Call): void {
    const { callee } = node;
    const last = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
    append(this.calls, last, node);
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

  private functionScope(): Scope | undefined {
    let scope: Scope | undefined = this.scope;
    while (scope && scope.kind !== "function") scope = scope.parent;
    return scope;
  }

  private inside(kind: Scope["kind"], node: NonNullable<Scope["node"]>, read: () => void): void {
    const outer = this.scope;
    this.scope = newScope(kind, node, outer);
    this.scopeOfNode.set(node, this.scope);
    read();
    this.scope = outer;
  }
}

function newScope(kind: Scope["kind"], node: Scope["node"], parent: Scope | undefined): Scope {
  const scope: Scope = {
    kind,
    node,
    parent,
    children: [],
    definitions: new Map(),
    names: new Map(),
    declared: new Map(),
  };
  parent?.children.push(scope);
  return scope;
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
