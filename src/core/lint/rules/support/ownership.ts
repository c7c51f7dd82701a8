import type { Binding, FileModel, FunctionInfo } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { Await, Call, Expression, Name, Node } from "../../syntax/python.ts";
import { lastNameOf } from "./names.ts";

/** What becomes of a local session or connection beside its own methods being called. */
type Fate =
  /** Only used: its methods, tests, calls that hand it back unchanged. */
  | "kept"
  /** Handed to what closes it: `closing(conn)`, `pool.putconn(conn)`, `atexit.register(conn.close)`. */
  | "closed"
  | "returned"
  /** Stored, aliased, yielded, captured or handed to code that is not known: somebody else may close it. */
  | "escaped";

/** Functions that use a connection and hand it back as it was. */
const borrowers =
  /^(?:print|len|isinstance|bool|str|repr|id|type|hasattr|getattr)$|^pandas\.read_sql\w*$|(?:^|\.)(?:read_sql|read_sql_query|read_sql_table|to_sql|execute_values|execute_batch|inspect|create_all|drop_all|reflect|debug|info|warning|error|exception|log)$/;
const closers = /^(?:closing|aclosing|putconn|release|push|enter_context|enter_async_context|callback)$/;

/** A call or an awaited call: what makes a value. */
export function callOf(expression: Expression): Call | undefined {
  const value = expression.kind === "Await" ? (expression satisfies Await).value : expression;
  return value.kind === "Call" ? value : undefined;
}

/**
 * The session or connection that a call makes anew, so that the caller has to close it: a constructor, a factory,
 * `connect()`, or a function of this file that returns one it made and did not keep.
 */
export function freshlyMadeBy(
  expression: Expression,
  file: FileModel,
  ...kinds: ("session" | "connection")[]
): DatabaseValue | undefined {
  const call = callOf(expression);
  const value = call && file.databaseValueOf(expression, ...kinds);
  if (!call || !value || value.source?.kind === "session-registry") return undefined;
  // `SessionLocal` is what tutorials call a sessionmaker; `Session` may as well be a registry.
  if (value.weak && !(value.kind === "session" && /Session(?:Local|Maker)$/.test(lastNameOf(call))))
    return undefined;
  if (!isMaker(call, value)) return undefined;
  if (value.library === "flask_sqlalchemy" || value.origin.file !== undefined) return undefined;
  if (value.origin.node === call || value.origin.node === expression) return value;
  const maker = value.origin.function;
  if (value.origin.place !== "function" || !maker || !file.calleesOf(call).includes(maker)) return undefined;
  return !maker.memoised && !maker.generator && handsOut(maker, value, file) ? value : undefined;
}

/** Not `object_session(user)` or `session.connection()`, which give what is there already. */
function isMaker(call: Call, value: DatabaseValue): boolean {
  if (/object_session|current_session|^connection$|get_bind/.test(lastNameOf(call))) return false;
  for (let at = value.source; at; at = at.source)
    if (at.kind === "session" || at.kind === "session-registry") return false;
  return true;
}

/** Whether a function returns what it made and keeps it nowhere. */
function handsOut(maker: FunctionInfo, value: DatabaseValue, file: FileModel): boolean {
  if (maker.node.kind === "Lambda") return true;
  if (
    maker.node.decorators.some((decorator) => /cache|memo|singleton|resource/i.test(file.textOf(decorator)))
  )
    return false;
  for (const statement of maker.node.body)
    for (const node of nodesRunBy(statement)) {
      if (node.kind === "Return" && node.value && isMadeBy(node.value, value)) return true;
      if (node.kind !== "Assign" && node.kind !== "AnnAssign") continue;
      if (!node.value || !isMadeBy(node.value, value)) continue;
      const targets = node.kind === "Assign" ? node.targets : [node.target];
      const [target] = targets;
      if (targets.length !== 1 || target?.kind !== "Name") return false;
      const binding = file.bindingOf(target);
      if (binding?.scope !== "function") return false;
      return fateOf(binding, maker, file) === "returned";
    }
  return false;
}

function isMadeBy(expression: Expression, value: DatabaseValue): boolean {
  return expression === value.origin.node || callOf(expression) === value.origin.node;
}

export function fateOf(binding: Binding, owner: FunctionInfo, file: FileModel): Fate {
  return fateOfNames(binding, owner, file, new Set());
}

function fateOfNames(binding: Binding, owner: FunctionInfo, file: FileModel, seen: Set<FunctionInfo>): Fate {
  let fate: Fate = "kept";
  for (const name of binding.names) {
    if (name.parent?.kind === "Parameter") continue;
    if (file.functionOf(name) !== owner) return "escaped";
    const one = fateOfUse(name, file, seen);
    if (one === "escaped") return one;
    if (one === "returned" || (one === "closed" && fate === "kept")) fate = one;
  }
  return fate;
}

function fateOfUse(name: Name, file: FileModel, seen: Set<FunctionInfo>): Fate {
  const { parent } = name;
  switch (parent?.kind) {
    case "Attribute":
      return fateOfAttribute(parent.name, parent.parent, parent);
    case "Assign":
      return parent.value === name ? "escaped" : "kept";
    case "AnnAssign":
    case "NamedExpr":
      return parent.value === name ? "escaped" : "kept";
    case "For":
    case "Delete":
    case "Compare":
    case "BoolOp":
    case "UnaryOp":
    case "If":
    case "While":
    case "Assert":
    case "FString":
    case "Subscript":
    case "WithItem":
    case "ExprStmt":
    case "Parameter":
      return "kept";
    case "IfExp":
      return parent.test === name ? "kept" : "escaped";
    case "Return":
      return "returned";
    case "Tuple":
      return parent.parent?.kind === "Return" ? "returned" : "escaped";
    case "Call":
      return fateOfArgument(parent, name, file, seen);
    case "Keyword":
      return parent.parent?.kind === "Call" ? fateOfArgument(parent.parent, name, file, seen) : "escaped";
    default:
      return "escaped";
  }
}

/** `conn.cursor()` is a use; `conn.close` that is not called is handed to what calls it later. */
function fateOfAttribute(attribute: string, parent: Node | undefined, node: Node): Fate {
  if (parent?.kind === "Call" && parent.callee === node) return "kept";
  return /close|release|remove/.test(attribute) ? "closed" : "kept";
}

function fateOfArgument(call: Call, name: Name, file: FileModel, seen: Set<FunctionInfo>): Fate {
  const dotted = file.qualifiedName(call.callee);
  const last = call.callee.kind === "Attribute" ? call.callee.name : (dotted?.split(".").at(-1) ?? "");
  if (closers.test(last)) return "closed";
  const callees = file.calleesOf(call);
  if (callees.length > 0) {
    const fates = callees.map((callee) => fateOfParameter(call, name, callee, file, seen));
    return fates.find((fate) => fate !== "kept") ? "escaped" : "kept";
  }
  return borrowers.test(dotted ?? last) || borrowers.test(last) ? "kept" : "escaped";
}

/** What a function of this file does with an argument: `kept` if it neither closes nor keeps it. */
function fateOfParameter(
  call: Call,
  argument: Name,
  callee: FunctionInfo,
  file: FileModel,
  seen: Set<FunctionInfo>,
): Fate {
  if (seen.has(callee) || callee.node.kind === "Lambda") return "escaped";
  const keyword = call.keywords.find(({ value }) => value === argument)?.name;
  const shift = callee.class && call.callee.kind === "Attribute" && !isStatic(callee) ? 1 : 0;
  const position = call.args.indexOf(argument) + shift;
  const parameter = keyword
    ? callee.parameters.find(({ name }) => name.id === keyword)
    : callee.parameters[position];
  const binding = parameter?.form === "args" ? undefined : parameter && file.bindingOf(parameter.name);
  if (!binding || callee.name === "__init__" || callee.generator) return "escaped";
  const fate = fateOfNames(binding, callee, file, new Set([...seen, callee]));
  if (fate !== "kept") return "escaped";
  const closes = binding.names.some(
    ({ parent }) => parent?.kind === "Attribute" && /close|rollback|commit/.test(parent.name),
  );
  return closes ? "escaped" : "kept";
}

function isStatic({ node }: FunctionInfo): boolean {
  return (
    node.kind === "FunctionDef" &&
    node.decorators.some((decorator) => decorator.kind === "Name" && decorator.id === "staticmethod")
  );
}
