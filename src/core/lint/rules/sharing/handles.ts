import type { FileModel, FunctionInfo } from "../../model/file-model.ts";
import type { DatabaseKind, DatabaseValue, Library } from "../../model/value.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { Expression, Node } from "../../syntax/python.ts";

/** What holds one link to a database, and serves one user at a time. */
const handleKinds = ["session", "connection", "cursor"] as const satisfies readonly DatabaseKind[];

/** Libraries that keep a link per thread, or a thread per link, whatever the program shares. */
const selfGuarded: ReadonlySet<Library> = new Set(["django", "peewee", "dataset", "aiosqlite", "unknown"]);

/** A place in the code that names a session, connection or cursor. */
interface HandleUse {
  readonly node: Expression;
  readonly value: DatabaseValue;
}

/** The session, connection or cursor that an expression surely holds. */
export function handleOf(file: FileModel, expression: Expression): DatabaseValue | undefined {
  const value = file.databaseValueOf(expression, ...handleKinds);
  return value && isCertain(value) ? value : undefined;
}

export function isCertain(value: DatabaseValue): boolean {
  return !value.weak && !selfGuarded.has(value.library);
}

/** What a cursor or a query works through, as far out as it goes: the session or connection that was made. */
export function linkOf(value: DatabaseValue): DatabaseValue {
  let link = value;
  while (link.source && (handleKinds as readonly string[]).includes(link.source.kind)) link = link.source;
  return link;
}

/** Whether two values come from one place that makes them, by the places alone. */
export function isSameOrigin(one: DatabaseValue, other: DatabaseValue): boolean {
  if (one.origin.node && other.origin.node) return one.origin.node === other.origin.node;
  return one.origin.file === other.origin.file && one.origin.range.start === other.origin.range.start;
}

export function isSameLink(one: DatabaseValue, other: DatabaseValue): boolean {
  return isSameOrigin(linkOf(one), linkOf(other));
}

/** What can be asked of a link from any thread: to interrupt it is what `interrupt` is for. */
const harmless: ReadonlySet<string> = new Set([
  "interrupt",
  "cancel",
  "cancel_safe",
  "bind",
  "get_bind",
  "closed",
  "dsn",
  "info",
  "total_changes",
  "row_factory",
  "engine",
  "is_connected",
]);

export function isHarmless(method: string): boolean {
  return harmless.has(method);
}

/** The nodes of a function's own code, or of the module's. */
export function* codeOf(file: FileModel, owner: FunctionInfo | undefined): Generator<Node> {
  if (!owner) {
    for (const unit of file.units) yield* nodesRunBy(unit);
    return;
  }
  if (owner.node.kind === "Lambda") yield* nodesRunBy(owner.node.body);
  else for (const statement of owner.node.body) if (!isDefinition(statement)) yield* nodesRunBy(statement);
}

function isDefinition({ kind }: Node): boolean {
  return kind === "FunctionDef" || kind === "ClassDef";
}

/** Where a function's own code uses a session, connection or cursor. */
export function* handleUses(file: FileModel, owner: FunctionInfo | undefined): Generator<HandleUse> {
  for (const node of codeOf(file, owner)) {
    if ((node.kind !== "Name" && node.kind !== "Attribute") || !isUse(node)) continue;
    const value = handleOf(file, node);
    if (value) yield { node, value };
  }
}

/** Whether a name is read in order to do something: not assigned, compared with None, or asked for what is harmless. */
export function isUse(node: Expression): boolean {
  const { parent } = node;
  switch (parent?.kind) {
    case "Assign":
      return !parent.targets.includes(node);
    case "AnnAssign":
    case "For":
    case "AugAssign":
    case "ComprehensionFor":
      return parent.target !== node;
    case "WithItem":
      return parent.target !== node;
    case "Delete":
      return false;
    case "Tuple":
    case "List":
      return isUse(parent);
    case "Attribute":
      return !harmless.has(parent.name);
    case "Compare":
      return !parent.operators.every((operator) => operator.startsWith("is"));
    case "UnaryOp":
      return parent.operator !== "not";
    case "If":
    case "While":
      return parent.test !== node;
    default:
      return true;
  }
}

/** As people call it: `session`, `self.conn`. */
export function nameOf(file: FileModel, expression: Expression): string {
  const text = file.textOf(expression).replace(/\s+/g, " ");
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
