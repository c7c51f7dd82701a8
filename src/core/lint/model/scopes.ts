import type {
  Assign,
  Call,
  ClassDef,
  Comprehension,
  Expression,
  FunctionDef,
  Lambda,
  Name,
  Node,
  Yield,
} from "../syntax/python.ts";

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

/** A place that gives a name its value. */
export interface Definition {
  readonly form:
    | "assign"
    | "augment"
    | "for"
    | "with"
    | "import"
    | "function"
    | "class"
    | "parameter"
    | "except"
    | "delete";
  /** The name's node, or the Alias, FunctionDef, ClassDef or Parameter. */
  readonly node: Node;
  /** The expression that the value comes from, if there is one: of an assignment, a `for`'s iterable, a `with` item. */
  readonly value: Expression | undefined;
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
  /** All names that stand in it. */
  readonly words: ReadonlySet<string>;
  readonly scopeOfNode: ReadonlyMap<Node, Scope>;
  /** By their last name. */
  readonly calls: ReadonlyMap<string, readonly Call[]>;
  readonly functions: readonly (FunctionDef | Lambda)[];
  readonly classes: readonly ClassDef[];
  /** Values given to attributes, of `self` and others: `x.attr = value`. */
  readonly attributes: readonly AttributeDefinition[];
  /** In functions: `x = call()` of a global name, and `x[key] = call()`. */
  readonly stores: readonly Assign[];
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

export function newScope(kind: Scope["kind"], node: Scope["node"], parent: Scope | undefined): Scope {
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
