import type {
  ClassDef,
  Comprehension,
  Expression,
  FunctionDef,
  Import,
  ImportFrom,
  Lambda,
  Node,
  Parameter,
  Unit,
} from "../syntax/python.ts";
import { forEachChild } from "../syntax/walk.ts";
import type { Definition, UnitFacts } from "./scopes.ts";
import { UnitNotes } from "./unit-notes.ts";

/** Reads a unit's scopes. `member`: the class that the unit is a member of. */
export function readUnit(unit: Unit, member: ClassDef | undefined): UnitFacts {
  const notes = new UnitNotes(member);
  new UnitReader(notes).all(unit.body);
  for (const calls of notes.calls.values()) calls.sort((one, other) => one.start - other.start);
  return notes;
}

class UnitReader {
  private readonly notes: UnitNotes;

  constructor(notes: UnitNotes) {
    this.notes = notes;
  }

  all(nodes: readonly Node[]): void {
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
        this.notes.noteStore(node);
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
        this.notes.iterables.push(node.iter);
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
          this.notes.declare(name, node.kind === "Global" ? "global" : "nonlocal");
        break;
      case "MatchCase":
        this.pattern(node.pattern, node);
        if (node.guard) this.node(node.guard);
        this.all(node.body);
        break;
      case "Name":
        this.notes.noteName(node);
        break;
      case "Constant":
        if (node.type === "str" && typeof node.value === "string") this.notes.noteUrl(node.value);
        break;
      case "Call":
        this.notes.noteCall(node);
        this.children(node);
        break;
      case "FString":
        this.notes.noteUrl(node.head);
        this.children(node);
        break;
      case "Yield":
        this.notes.noteYield(node);
        this.children(node);
        break;
      case "Return":
        if (node.value) this.notes.noteReturn(node.value);
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
      this.notes.imports.push({ module: alias.name, name: undefined });
      const name = alias.asName ?? alias.name.split(".", 1)[0] ?? alias.name;
      this.notes.addDefinition(name, {
        form: "import",
        node: alias,
        value: undefined,
        site: node,
        unpack: [],
      });
    }
  }

  private importNames(node: ImportFrom): void {
    const module = ".".repeat(node.level) + node.module;
    if (node.star) this.notes.imports.push({ module, name: "*" });
    for (const alias of node.names) {
      this.notes.imports.push({ module, name: alias.name });
      this.notes.addDefinition(alias.asName ?? alias.name, {
        form: "import",
        node: alias,
        value: undefined,
        site: node,
        unpack: [],
      });
    }
  }

  private functionDef(node: FunctionDef): void {
    this.notes.functions.push(node);
    this.all(node.decorators);
    if (node.returns) this.node(node.returns);
    this.signature(node.parameters);
    this.notes.noteName(node.name);
    this.notes.addDefinition(node.name.id, {
      form: "function",
      node,
      value: undefined,
      site: node,
      unpack: [],
    });
    this.notes.inside("function", node, () => {
      this.parameters(node.parameters);
      this.all(node.body);
    });
  }

  private lambda(node: Lambda): void {
    this.notes.functions.push(node);
    this.signature(node.parameters);
    this.notes.inside("function", node, () => {
      this.parameters(node.parameters);
      this.node(node.body);
    });
  }

  private classDef(node: ClassDef): void {
    this.notes.classes.push(node);
    this.all(node.decorators);
    this.all(node.bases);
    for (const keyword of node.keywords) this.node(keyword.value);
    this.notes.noteName(node.name);
    this.notes.addDefinition(node.name.id, { form: "class", node, value: undefined, site: node, unpack: [] });
    this.notes.inside("class", node, () => {
      // Members that are units are read as such.
      for (const statement of node.body) if (statement.parent === node) this.node(statement);
    });
  }

  private comprehension(node: Comprehension): void {
    const [first] = node.clauses;
    if (first) this.node(first.iter);
    this.notes.inside("comprehension", node, () => {
      for (const clause of node.clauses) {
        if (clause !== first) this.node(clause.iter);
        this.notes.iterables.push(clause.iter);
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
      this.notes.noteName(parameter.name);
      this.notes.addDefinition(parameter.name.id, {
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
        this.notes.noteName(target);
        this.notes.addDefinition(target.id, { form, node: target, value, site, unpack });
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
          this.notes.attributes.push({ object: target.object, name: target.name, value, site, form, unpack });
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
}
