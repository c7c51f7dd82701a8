import type { FileModel } from "../../model/file-model.ts";
import type { DatabaseValue } from "../../model/value.ts";
import { nodesRunBy } from "../../syntax/children.ts";
import type { Call, Expression, Node } from "../../syntax/python.ts";

const makerNames = [
  "create_engine",
  "create_async_engine",
  "engine_from_config",
  "async_engine_from_config",
  "create_pool",
  "connect",
  "ThreadedConnectionPool",
  "SimpleConnectionPool",
  "ConnectionPool",
  "AsyncConnectionPool",
  "MySQLConnectionPool",
  "PooledDB",
];

/** The calls that make an engine, a pool or a driver's connection. */
export function* makers(file: FileModel): Generator<{ call: Call; value: DatabaseValue }> {
  for (const call of file.callsNamed(...makerNames, ...aliasesOf(file))) {
    const value = file.databaseValueOf(call, "engine", "pool", "connection");
    if (!value || value.weak || value.origin.node !== call || value.origin.file !== undefined) continue;
    // A connection of an engine comes from its pool.
    if (value.kind === "connection" && (value.source || value.library === "sqlalchemy")) continue;
    yield { call, value };
  }
}

/** `from psycopg2 import connect as pg_connect`. */
function aliasesOf(file: FileModel): readonly string[] {
  return file.importStatements
    .flatMap((statement) => (statement.kind === "ImportFrom" ? statement.names : []))
    .filter(({ name, asName }) => asName !== undefined && makerNames.includes(name))
    .map(({ asName }) => asName ?? "");
}

export function keepsNoPool(value: DatabaseValue, call: Call): boolean {
  return (
    value.options["poolclass"] === "NullPool" ||
    call.keywords.some(
      ({ name, value: given }) =>
        name === "poolclass" && given.kind !== "Constant" && nameOf(given) === "NullPool",
    )
  );
}

function nameOf(expression: Expression): string {
  return expression.kind === "Attribute" ? expression.name : expression.kind === "Name" ? expression.id : "";
}

/** Whether what is made outlives the call: stored on an object, in a global or a container, or returned into one. */
export function isKept(call: Call, file: FileModel): boolean {
  let at: Node = call;
  while (at.parent?.kind === "Await" || at.parent?.kind === "BoolOp" || at.parent?.kind === "IfExp")
    at = at.parent;
  const { parent } = at;
  const targets =
    parent?.kind === "Assign" ? parent.targets : parent?.kind === "AnnAssign" ? [parent.target] : [];
  for (const target of targets) {
    if (target.kind === "Attribute" || target.kind === "Subscript") {
      // `self.engine = …` in a class that is made per request lives no longer than the request.
      const onSelf =
        target.kind === "Attribute" && target.object.kind === "Name" && target.object.id === "self";
      if (!onSelf || isGuarded(call)) return true;
      continue;
    }
    const binding = target.kind === "Name" ? file.bindingOf(target) : undefined;
    if (!binding) continue;
    if (binding.scope === "module" && file.functionOf(call)) return true;
    if (binding.names.some((name) => isStored(name))) return true;
  }
  return false;
}

/** A connection that is made once and then used again: `if conn is None: conn = connect()`. */
export function isKeptOnce(call: Call, file: FileModel): boolean {
  return isGuarded(call) || isKept(call, file);
}

/** `_engines[url] = engine`, `app.state.engine = engine`. */
function isStored(name: Node): boolean {
  const { parent } = name;
  if (parent?.kind === "Assign" && parent.value === name)
    return parent.targets.some(
      (target) =>
        target.kind === "Subscript" ||
        (target.kind === "Attribute" && !(target.object.kind === "Name" && target.object.id === "self")),
    );
  return false;
}

/** Made only where it is not there yet: in an `if engine is None`, an `if key not in engines`, an `except`. */
function isGuarded(call: Call): boolean {
  for (let at: Node | undefined = call; at; at = at.parent) {
    if (at.kind === "FunctionDef" || at.kind === "For" || at.kind === "While") return false;
    if (at.kind === "ExceptHandler") return true;
    if (
      at.parent?.kind === "If" &&
      at !== at.parent.test &&
      at.parent.body.some((one) => one === at) &&
      testsAbsence(at.parent.test)
    )
      return true;
  }
  return false;
}

function testsAbsence(test: Expression): boolean {
  for (const node of nodesRunBy(test)) {
    if (node.kind === "UnaryOp" && node.operator === "not") return true;
    if (
      node.kind === "Compare" &&
      node.operators.some((operator) => operator === "is" || operator === "not in" || operator === "==")
    )
      return true;
    if (node.kind === "Attribute" && /closed|connected/.test(node.name)) return true;
  }
  return false;
}

/** Whether the file shows that connections could come from a pool. */
export function hasPool(file: FileModel): boolean {
  return (
    file.callsNamed(...makerNames.filter((name) => /[Pp]ool/.test(name))).length > 0 ||
    file.imports("psycopg_pool") ||
    file.imports("dbutils") ||
    file.imports("DBUtils")
  );
}
