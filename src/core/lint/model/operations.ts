import type { Call, Expression, Node, Unit } from "../syntax/python.ts";
import { rangeOf } from "../syntax/walk.ts";
import type { Operation } from "./file-model.ts";
import { scopeAround } from "./functions.ts";
import { actionOf, type MethodAction, methodNames } from "./libraries/actions.ts";
import type { ModelMemory } from "./model-memory.ts";
import { unitAround } from "./names.ts";
import type { UnitFacts } from "./scopes.ts";
import { isSql, textOfStatement, verbOf } from "./sql-text.ts";
import { type DatabaseValue, isDatabaseValue, type Verb } from "./value.ts";
import type { Values } from "./values.ts";

export interface OperationsDeps {
  readonly memory: ModelMemory;
  readonly imports: (packageName: string) => boolean;
  readonly textOf: (node: Expression) => string;
}

/** The packages whose import says that a file talks to a relational database. */
export const databasePackages = [
  "sqlalchemy",
  "sqlmodel",
  "flask_sqlalchemy",
  "sqlite3",
  "psycopg",
  "psycopg2",
  "psycopg_pool",
  "pymysql",
  "MySQLdb",
  "mysql",
  "pyodbc",
  "pymssql",
  "asyncpg",
  "aiosqlite",
  "aiomysql",
] as const;

/** What each unit of a file does to databases, in order of position. */
export function findOperations({ memory, ...deps }: OperationsDeps): ReadonlyMap<Unit, readonly Operation[]> {
  const found = new Map<Unit, readonly Operation[]>();
  for (const { unit, facts } of memory.names.roots) {
    let operations = memory.operations.get(unit);
    if (!operations) {
      operations = operationsIn(facts, memory.values).sort((one, other) => one.call.start - other.call.start);
      memory.operations.set(unit, operations);
    }
    if (operations.length > 0) found.set(unit, operations);
  }
  return withEvidence(found, { ...deps, values: memory.values });
}

/** Those that stand inside a node. */
export function operationsWithin(
  node: Node,
  byUnit: ReadonlyMap<Unit, readonly Operation[]>,
): readonly Operation[] {
  const { start, end } = rangeOf(node);
  const unit = unitAround(node);
  // What stands in a class may stand in the units of its members.
  const around = unit ? [unit, ...unit.members] : [];
  return around
    .flatMap((each) => byUnit.get(each) ?? [])
    .filter(({ call }) => {
      const at = rangeOf(call).start;
      return at >= start && at < end;
    });
}

function operationsIn(facts: UnitFacts, values: Values): Operation[] {
  const found: (Operation | undefined)[] = [];
  for (const [name, calls] of facts.calls)
    if (methodNames.has(name)) for (const call of calls) found.push(operationOf(call, name, values));
  for (const iterable of facts.iterables) found.push(walkOver(iterable, values));
  return found.filter((operation) => operation !== undefined);
}

function operationOf(call: Call, method: string, values: Values): Operation | undefined {
  const { callee } = call;
  if (callee.kind !== "Attribute") return undefined;
  for (const receiver of values.of(callee.object)) {
    if (!isDatabaseValue(receiver)) continue;
    const done = actionOf(receiver, method);
    if (!done) continue;
    return makeOperation(call, method, receiver, callee.object, refine(call, done, receiver, values));
  }
  return undefined;
}

/** `for user in session.query(User)` runs the query. */
function walkOver(iterable: Expression, values: Values): Operation | undefined {
  const inner = unwrapped(iterable, values);
  const query = values.databaseValueOf(inner, ["query", "manager"]);
  // Of a query that has a name, the call that makes it is the one to speak of.
  const made = inner.kind === "Name" ? query?.origin.node : inner;
  if (!query || made?.kind !== "Call" || scopeAround(made) !== scopeAround(iterable)) return undefined;
  return makeOperation(made, "iterate", query, made, { action: "run", verb: "select" });
}

function unwrapped(iterable: Expression, values: Values): Expression {
  if (iterable.kind !== "Call" || iterable.callee.kind !== "Name") return iterable;
  const [first] = iterable.args;
  const isBuiltIn = /^(?:list|tuple|set|sorted|reversed|iter|enumerate)$/.test(iterable.callee.id);
  return isBuiltIn && first && values.of(iterable.callee).length === 0 ? first : iterable;
}

function makeOperation(
  call: Call,
  method: string,
  receiver: DatabaseValue,
  receiverNode: Expression,
  { action, verb, fetchesAll }: MethodAction,
): Operation {
  return {
    call,
    action,
    method,
    receiver,
    receiverNode,
    session: outermostSession(receiver),
    verb,
    fetchesAll: fetchesAll ?? false,
    weak: receiver.weak,
    awaited: call.parent?.kind === "Await",
  };
}

/** The session or connection that does the work. */
function outermostSession(receiver: DatabaseValue): DatabaseValue {
  let session = receiver;
  for (let at: DatabaseValue | undefined = receiver; at; at = at.source) {
    if (at.kind === "session" || at.kind === "connection") return at;
    if (at.kind === "session-registry" || at.kind === "cursor") session = at;
  }
  return session;
}

/** What the arguments say of a statement: its verb, and whether it is for many rows. */
function refine(call: Call, done: MethodAction, receiver: DatabaseValue, values: Values): MethodAction {
  if ((done.action !== "run" && done.action !== "run-many") || done.verb) return done;
  const statement =
    call.args[0] ??
    call.keywords.find(
      ({ name }) => name === "statement" || name === "query" || name === "sql" || name === "operation",
    )?.value;
  const verb = statement ? verbOfStatement(statement, values) : "unknown";
  const rows = call.args[1] ?? call.keywords.find(({ name }) => name === "params")?.value;
  const isCore =
    receiver.library === "sqlalchemy" ||
    receiver.library === "sqlmodel" ||
    receiver.library === "flask_sqlalchemy" ||
    receiver.library === "unknown";
  const many =
    done.action === "run" &&
    isCore &&
    rows !== undefined &&
    isListOfRows(rows, values, receiver.kind === "session" || receiver.kind === "session-registry");
  return { ...done, action: many ? "run-many" : done.action, verb };
}

function verbOfStatement(statement: Expression, values: Values): Verb {
  const built = values.databaseValueOf(statement, ["statement", "query"]);
  if (built?.kind === "query") return "select";
  if (built?.verb && built.verb !== "unknown") return built.verb;
  const ofTable = verbOfTable(statement);
  if (ofTable) return ofTable;
  const text = textOfStatement(statement, values);
  return text === undefined ? "unknown" : verbOf(text);
}

/** `users.insert().values(…)`, `User.__table__.update().where(…)`, whatever `users` and `User` are. */
function verbOfTable(statement: Expression): Verb | undefined {
  let at = statement;
  while (at.kind === "Call" && at.callee.kind === "Attribute") {
    const { object, name } = at.callee;
    if (object.kind === "Name" || object.kind === "Attribute")
      return name === "insert" || name === "update" || name === "delete" || name === "select"
        ? name
        : undefined;
    at = object;
  }
  return undefined;
}

/** A list of dictionaries; for a driver's connection a list may be the parameters of one row. */
function isListOfRows(rows: Expression, values: Values, isSession: boolean): boolean {
  if (rows.kind === "Comprehension") return rows.form === "list" || rows.form === "generator";
  if (rows.kind === "List") return isSession || rows.elements.some(({ kind }) => kind === "Dict");
  return values
    .of(rows)
    .some(
      (value) =>
        value.kind === "collection" && value.form === "list" && (isSession || value.items === undefined),
    );
}

interface Evidence extends Pick<OperationsDeps, "imports" | "textOf"> {
  readonly values: Values;
}

/**
 * Leaves out what only a name suggests: a weak value needs the library's import, or a call that only databases have.
 * Without such an import, what stands in one unit is evidence for others too.
 */
function withEvidence(
  found: ReadonlyMap<Unit, readonly Operation[]>,
  { values, imports, textOf }: Evidence,
): ReadonlyMap<Unit, readonly Operation[]> {
  const isDatabaseFile = databasePackages.some((name) => imports(name));
  const isDjango = imports("django");
  const shaped = new Map<string, Set<string>>();
  const all = isDatabaseFile ? [] : [...found.values()].flat();
  for (const operation of all) {
    if (!operation.weak) continue;
    const key = textOf(operation.receiverNode);
    const actions = shaped.get(key) ?? new Set();
    shaped.set(key, actions);
    actions.add(operation.action);
    if (hasShape(operation, values)) actions.add("shape");
  }
  const counts = (operation: Operation): boolean => {
    if (!operation.weak || hasShape(operation, values)) return true;
    const { receiver, action } = operation;
    if (receiver.library === "django") return isDjango;
    if (isDatabaseFile) return action !== "run" || operation.verb !== undefined;
    const actions = shaped.get(textOf(operation.receiverNode));
    if (!actions) return false;
    if (actions.has("shape")) return true;
    return (
      (receiver.kind === "session" || receiver.kind === "session-registry") &&
      actions.has("add") &&
      actions.has("commit")
    );
  };
  const counted = new Map<Unit, readonly Operation[]>();
  for (const [unit, operations] of found)
    counted.set(unit, operations.every(counts) ? operations : operations.filter(counts));
  return counted;
}

/** A call that only a database has: SQL in a string, `select(…)`, `query(Model)`. */
function hasShape({ call, action, method, receiver }: Operation, values: Values): boolean {
  if (receiver.kind === "query" || receiver.kind === "manager") return receiver.model !== undefined;
  // Sessions of HTTP clients get texts too.
  if ((action !== "run" && action !== "run-many") || /^get(?:_one)?$/.test(method)) return false;
  const [statement] = call.args;
  if (!statement) return false;
  if (values.databaseValueOf(statement, ["statement"]) !== undefined) return true;
  const text = textOfStatement(statement, values);
  return text !== undefined && isSql(text);
}
