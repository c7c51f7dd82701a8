/**
 * Python as the linter sees it: the shapes of CPython's `ast`, made from whatever parser is at hand.
 * Offsets count UTF-16 units from the start of the node's unit (see `Unit`, below), so that a unit that did not
 * change keeps its nodes when text before it does. One long file, because the shapes name each other.
 */

interface NodeBase {
  readonly start: number;
  readonly end: number;
  /** The node around it. A unit that is a member of a class has that class as its parent; other units have none. */
  parent: Node | undefined;
}

// Statements

export interface FunctionDef extends NodeBase {
  readonly kind: "FunctionDef";
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | undefined;
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly async: boolean;
}

export interface ClassDef extends NodeBase {
  readonly kind: "ClassDef";
  readonly name: Name;
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  /** Written again when a member that is a unit of its own changes. */
  body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

export interface Return extends NodeBase {
  readonly kind: "Return";
  readonly value: Expression | undefined;
}

export interface Delete extends NodeBase {
  readonly kind: "Delete";
  readonly targets: readonly Expression[];
}

export interface Assign extends NodeBase {
  readonly kind: "Assign";
  /** `a = b = value` has two. */
  readonly targets: readonly Expression[];
  readonly value: Expression;
}

export interface AugAssign extends NodeBase {
  readonly kind: "AugAssign";
  readonly target: Expression;
  /** Without the `=`. */
  readonly operator: string;
  readonly value: Expression;
}

export interface AnnAssign extends NodeBase {
  readonly kind: "AnnAssign";
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | undefined;
}

export interface For extends NodeBase {
  readonly kind: "For";
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
  readonly async: boolean;
}

export interface While extends NodeBase {
  readonly kind: "While";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}

export interface If extends NodeBase {
  readonly kind: "If";
  readonly test: Expression;
  readonly body: readonly Statement[];
  /** An `elif` is one `If` in here. */
  readonly orelse: readonly Statement[];
}

export interface With extends NodeBase {
  readonly kind: "With";
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
  readonly async: boolean;
}

export interface WithItem extends NodeBase {
  readonly kind: "WithItem";
  readonly context: Expression;
  readonly target: Expression | undefined;
}

export interface Match extends NodeBase {
  readonly kind: "Match";
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}

export interface MatchCase extends NodeBase {
  readonly kind: "MatchCase";
  readonly pattern: Expression;
  readonly guard: Expression | undefined;
  readonly body: readonly Statement[];
}

export interface Raise extends NodeBase {
  readonly kind: "Raise";
  readonly exception: Expression | undefined;
  readonly cause: Expression | undefined;
}

export interface Try extends NodeBase {
  readonly kind: "Try";
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Statement[];
  readonly finalbody: readonly Statement[];
}

export interface ExceptHandler extends NodeBase {
  readonly kind: "ExceptHandler";
  /** What it catches; undefined: everything. */
  readonly type: Expression | undefined;
  readonly name: Name | undefined;
  readonly body: readonly Statement[];
}

export interface Assert extends NodeBase {
  readonly kind: "Assert";
  readonly test: Expression;
  readonly message: Expression | undefined;
}

export interface Import extends NodeBase {
  readonly kind: "Import";
  readonly names: readonly Alias[];
}

export interface ImportFrom extends NodeBase {
  readonly kind: "ImportFrom";
  /** Without the dots of a relative import; may be empty then. */
  readonly module: string;
  /** The dots of a relative import. */
  readonly level: number;
  readonly names: readonly Alias[];
  readonly star: boolean;
}

export interface Alias extends NodeBase {
  readonly kind: "Alias";
  /** Dotted for `import a.b`. */
  readonly name: string;
  readonly asName: string | undefined;
}

export interface Scoping extends NodeBase {
  readonly kind: "Global" | "Nonlocal";
  readonly names: readonly string[];
}

export interface ExprStmt extends NodeBase {
  readonly kind: "ExprStmt";
  readonly value: Expression;
}

export interface Simple extends NodeBase {
  readonly kind: "Pass" | "Break" | "Continue";
}

/** What could not be parsed, or lies too deep, with what could be made out inside it. */
export interface Broken extends NodeBase {
  readonly kind: "Broken";
  readonly children: readonly Node[];
}

export type Statement =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | AugAssign
  | AnnAssign
  | For
  | While
  | If
  | With
  | Match
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Scoping
  | ExprStmt
  | Simple
  | Broken;

// Expressions

export interface Name extends NodeBase {
  readonly kind: "Name";
  readonly id: string;
}

export interface Attribute extends NodeBase {
  readonly kind: "Attribute";
  readonly object: Expression;
  readonly name: string;
  /** Where the name after the dot starts; it ends with the node. */
  readonly nameStart: number;
}

export interface Call extends NodeBase {
  readonly kind: "Call";
  readonly callee: Expression;
  /** Positional ones; `*rows` is a Starred, a lone generator a Comprehension. */
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
  /** Of the parenthesis that opens the arguments. */
  readonly argsStart: number;
}

export interface Keyword extends NodeBase {
  readonly kind: "Keyword";
  /** Undefined: `**value`. */
  readonly name: string | undefined;
  readonly value: Expression;
}

export interface Subscript extends NodeBase {
  readonly kind: "Subscript";
  readonly object: Expression;
  readonly index: Expression;
}

export interface Starred extends NodeBase {
  readonly kind: "Starred";
  readonly value: Expression;
}

export interface Slice extends NodeBase {
  readonly kind: "Slice";
  /** Lower, upper and step, as far as they are there. */
  readonly parts: readonly Expression[];
}

export interface Sequence extends NodeBase {
  readonly kind: "Tuple" | "List" | "Set";
  readonly elements: readonly Expression[];
}

export interface Dict extends NodeBase {
  readonly kind: "Dict";
  readonly entries: readonly DictEntry[];
}

export interface DictEntry extends NodeBase {
  readonly kind: "DictEntry";
  /** Undefined: `**value`. */
  readonly key: Expression | undefined;
  readonly value: Expression;
}

export interface Comprehension extends NodeBase {
  readonly kind: "Comprehension";
  readonly form: "list" | "set" | "dict" | "generator";
  /** The key of a dict comprehension. */
  readonly element: Expression;
  /** Of a dict comprehension. */
  readonly value: Expression | undefined;
  readonly clauses: readonly ComprehensionFor[];
}

export interface ComprehensionFor extends NodeBase {
  readonly kind: "ComprehensionFor";
  readonly target: Expression;
  readonly iter: Expression;
  readonly conditions: readonly Expression[];
  readonly async: boolean;
}

export interface Lambda extends NodeBase {
  readonly kind: "Lambda";
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

export interface Parameter extends NodeBase {
  readonly kind: "Parameter";
  readonly name: Name;
  readonly annotation: Expression | undefined;
  readonly default: Expression | undefined;
  /** `args`: `*args`; `kwargs`: `**kwargs`. */
  readonly form: "positional" | "keyword" | "args" | "kwargs";
}

export interface IfExp extends NodeBase {
  readonly kind: "IfExp";
  readonly test: Expression;
  readonly body: Expression;
  readonly orelse: Expression;
}

export interface BoolOp extends NodeBase {
  readonly kind: "BoolOp";
  readonly operator: "and" | "or";
  readonly left: Expression;
  readonly right: Expression;
}

export interface BinOp extends NodeBase {
  readonly kind: "BinOp";
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface UnaryOp extends NodeBase {
  readonly kind: "UnaryOp";
  /** `not`, `-`, `+` or `~`. */
  readonly operator: string;
  readonly operand: Expression;
}

export interface Compare extends NodeBase {
  readonly kind: "Compare";
  readonly operators: readonly string[];
  /** One more than operators. */
  readonly operands: readonly Expression[];
}

export interface NamedExpr extends NodeBase {
  readonly kind: "NamedExpr";
  readonly target: Name;
  readonly value: Expression;
}

export interface Await extends NodeBase {
  readonly kind: "Await";
  readonly value: Expression;
}

export interface Yield extends NodeBase {
  readonly kind: "Yield";
  readonly from: boolean;
  readonly value: Expression | undefined;
}

export interface FString extends NodeBase {
  readonly kind: "FString";
  /** The text before the first replacement field, escapes as written. */
  readonly head: string;
  readonly fields: readonly Expression[];
}

export interface Constant extends NodeBase {
  readonly kind: "Constant";
  readonly type: "str" | "bytes" | "int" | "float" | "bool" | "None" | "Ellipsis";
  /**
   * A string's text between its quotes, escapes as written, adjoining literals joined; an int or float as a
   * number (NaN where JavaScript has none); null for None and Ellipsis.
   */
  readonly value: string | number | boolean | null;
}

export type Expression =
  | Name
  | Attribute
  | Call
  | Subscript
  | Starred
  | Slice
  | Sequence
  | Dict
  | Comprehension
  | Lambda
  | IfExp
  | BoolOp
  | BinOp
  | UnaryOp
  | Compare
  | NamedExpr
  | Await
  | Yield
  | FString
  | Constant
  | Broken;

/** The parts of nodes that are neither statement nor expression. */
export type Part =
  | Keyword
  | DictEntry
  | ComprehensionFor
  | Parameter
  | WithItem
  | MatchCase
  | ExceptHandler
  | Alias
  | Unit;

export type Node = Statement | Expression | Part;

export interface Comment {
  /** Of the `#`, from the start of the unit. */
  readonly start: number;
  readonly end: number;
  /** With the `#`. */
  readonly text: string;
}

/**
 * How a unit's text is to be parsed. `header`: a class with the simple statements before its first member, whose
 * members are units; `bare-header`: one without such statements; `member`: indented, from the body of a class.
 */
export type UnitForm = "plain" | "header" | "bare-header" | "member";

/**
 * A piece of a file that is parsed by itself: a top-level statement, a run of simple ones, or a member of a
 * large class. What changes in one unit changes no syntax in another.
 */
export interface Unit extends NodeBase {
  readonly kind: "Unit";
  readonly form: UnitForm;
  readonly text: string;
  /** In the file, in UTF-16 units. Moves when text before it changes. */
  offset: number;
  readonly body: readonly Statement[];
  readonly comments: readonly Comment[];
  /** Whether something in it could not be parsed. */
  readonly broken: boolean;
  /** The units of the members of its class, if it is the header of a split class. Otherwise empty. */
  members: readonly Unit[];
}
