import { text } from "../../../text/text.ts";
import type { Fix } from "../../finding.ts";
import type { FileModel, Operation } from "../../model/file-model.ts";
import { nodesIn } from "../../syntax/children.ts";
import type { Call, Expression, For, Node } from "../../syntax/python.ts";
import { commentsIn, indentOf, lineBreak } from "./lines.ts";
import type { PerItem } from "./per-item.ts";
import { sqlOf } from "./sent-sql.ts";

/** Drivers whose `executemany` takes any iterable; the others get a list. Source: their references. */
const takesIterables = new Set(["sqlite3", "aiosqlite", "psycopg", "psycopg2"]);
const drivers = new Set([...takesIterables, "pymysql", "MySQLdb", "mysql.connector", "pyodbc", "pymssql"]);

/** Fixes for a loop whose body is that one statement, its result not used. */
export function rowWriteFixes(file: FileModel, operation: Operation, item: PerItem): readonly Fix[] {
  const loop = onlyStatementOf(operation, item);
  if (!loop || isUsedAfter(file, loop)) return [];
  if ([...operation.call.args, ...operation.call.keywords].some(isBound)) return [];
  if (operation.action === "run") return executemany(file, operation, loop);
  if (operation.action === "create") return bulkCreate(file, operation, loop);
  return operation.action === "add" ? insertAtOnce(file, operation, loop) : [];
}

function onlyStatementOf({ call, awaited }: Operation, item: PerItem): For | undefined {
  if (item.by !== "loop" || item.loop.node.kind !== "For") return undefined;
  const loop = item.loop.node;
  const [statement, ...others] = loop.body;
  if (loop.async || loop.orelse.length > 0 || others.length > 0 || statement?.kind !== "ExprStmt")
    return undefined;
  const value = awaited && statement.value.kind === "Await" ? statement.value.value : statement.value;
  return value === call ? loop : undefined;
}

/** The loop's variable outlives the loop. */
function isUsedAfter(file: FileModel, loop: For): boolean {
  const { end } = file.rangeOf(loop);
  for (const node of nodesIn(loop.target)) {
    if (node.kind !== "Name") continue;
    const binding = file.bindingOf(node);
    if (!binding || binding.scope === "module" || binding.scope === "class") {
      if (binding?.names.some((name) => file.rangeOf(name).start >= end)) return true;
    } else if (binding.names.some((name) => file.rangeOf(name).start >= end)) return true;
  }
  return false;
}

function executemany(file: FileModel, operation: Operation, loop: For): readonly Fix[] {
  const { call, receiver, method } = operation;
  const { callee, args, keywords } = call;
  const [statement, parameters, ...others] = args;
  if (!drivers.has(receiver.library) || method !== "execute" || callee.kind !== "Attribute") return [];
  if (!statement || !parameters || others.length > 0 || keywords.length > 0) return [];
  if (receiver.kind !== "cursor" && !takesIterables.has(receiver.library)) return [];
  if (receiver.kind !== "cursor" && receiver.library.startsWith("psycopg")) return [];
  if (file.dependsOn(statement, { node: loop, iter: loop.iter, over: "rows" })) return [];
  if (file.dependsOn(callee.object, { node: loop, iter: loop.iter, over: "rows" })) return [];
  // A statement that gives rows back, or one that reads what it walks over, is no executemany.
  if (/\breturning\b/i.test(sqlOf(file, operation)?.text ?? "returning")) return [];
  if (mentions(file, loop.iter, callee.object)) return [];
  const rows = rowsOf(file, loop, parameters, takesIterables.has(receiver.library));
  const head = `${operation.awaited ? "await " : ""}${file.textOf(callee.object)}.executemany`;
  return [
    {
      title: text("Send all rows at once with executemany()"),
      safe: true,
      edits: [replaceLoop(file, loop, `${head}(${file.textOf(statement)}, ${rows})`)],
    },
  ];
}

function mentions(file: FileModel, expression: Expression, receiver: Expression): boolean {
  for (const node of nodesIn(expression))
    if ((node.kind === "Name" || node.kind === "Attribute") && file.isSame(node, receiver)) return true;
  return false;
}

function rowsOf(file: FileModel, loop: For, parameters: Expression, lazy: boolean): string {
  const target = file.textOf(loop.target);
  const iter = iterableText(file, loop);
  const row = file.textOf(parameters);
  if (row === target && lazy) return iter;
  const body = `${row} for ${target} in ${iter}`;
  return lazy ? `(${body})` : `[${body}]`;
}

/** As a comprehension can take it. */
function iterableText(file: FileModel, { iter }: For): string {
  const text = file.textOf(iter);
  const isOpen =
    iter.kind === "IfExp" || iter.kind === "Lambda" || (iter.kind === "Tuple" && !text.startsWith("("));
  return isOpen ? `(${text})` : text;
}

/** What a comprehension cannot hold, or would keep for itself. */
function isBound(node: Node): boolean {
  for (const inner of nodesIn(node)) if (/^(?:Await|Yield|NamedExpr|Starred)$/.test(inner.kind)) return true;
  return false;
}

function insertAtOnce(file: FileModel, operation: Operation, loop: For): readonly Fix[] {
  const [made] = operation.call.args;
  const model = made?.kind === "Call" ? constructed(made) : undefined;
  if (
    made?.kind !== "Call" ||
    model === undefined ||
    file.databaseValueOf(made.callee, "model-class") === undefined
  )
    return [];
  const rows = `[${dictOf(file, made)} for ${file.textOf(loop.target)} in ${iterableText(file, loop)}]`;
  const session = file.textOf(operation.receiverNode);
  const insert = importedInsert(file);
  const statement = insert ? `${insert}(${model})` : `${model}.__table__.insert()`;
  const wait = operation.receiver.async ? "await " : "";
  return [
    {
      title: text("Insert all rows with one statement (skips cascades and gives no objects back)"),
      safe: false,
      edits: [replaceLoop(file, loop, `${wait}${session}.execute(${statement}, ${rows})`)],
    },
  ];
}

/** The name of a model that is made from keywords alone. */
function constructed({ callee, args, keywords }: Call): string | undefined {
  if (args.length > 0 || keywords.length === 0) return undefined;
  if (callee.kind !== "Name" && callee.kind !== "Attribute") return undefined;
  const path = callee.kind === "Name" ? callee.id : pathOf(callee);
  return path;
}

function pathOf(expression: Expression): string | undefined {
  if (expression.kind === "Name") return expression.id;
  if (expression.kind !== "Attribute") return undefined;
  const object = pathOf(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}

function dictOf(file: FileModel, { keywords }: Call): string {
  const entries = keywords.map(({ name, value }) =>
    name === undefined ? `**${file.textOf(value)}` : `"${name}": ${file.textOf(value)}`,
  );
  return `{${entries.join(", ")}}`;
}

/** How the file names SQLAlchemy's `insert`, if it imports it. */
function importedInsert(file: FileModel): string | undefined {
  for (const statement of file.importStatements)
    if (statement.kind === "ImportFrom" && /^(?:sqlalchemy|sqlmodel)\b/.test(statement.module))
      for (const alias of statement.names) if (alias.name === "insert") return alias.asName ?? alias.name;
  return undefined;
}

function bulkCreate(file: FileModel, operation: Operation, loop: For): readonly Fix[] {
  const { callee, args, keywords } = operation.call;
  if (operation.receiver.library !== "django" || callee.kind !== "Attribute" || callee.name !== "create")
    return [];
  if (args.length > 0 || keywords.length === 0 || callee.object.kind !== "Attribute") return [];
  const model = pathOf(callee.object.object);
  if (model === undefined || callee.object.name !== "objects") return [];
  const given = keywords.map((keyword) => file.textOf(keyword)).join(", ");
  const rows = `[${model}(${given}) for ${file.textOf(loop.target)} in ${iterableText(file, loop)}]`;
  return [
    {
      title: text("Create all rows with bulk_create() (skips save() and its signals)"),
      safe: false,
      edits: [replaceLoop(file, loop, `${model}.objects.bulk_create(${rows})`)],
    },
  ];
}

/** One statement instead of the loop; the loop's comments stand before it. */
function replaceLoop(file: FileModel, loop: For, statement: string) {
  const indent = indentOf(file, loop) ?? "";
  const comments = commentsIn(file, loop).map((comment) => `${comment}${lineBreak(file.text)}${indent}`);
  return { ...file.rangeOf(loop), text: comments.join("") + statement };
}
