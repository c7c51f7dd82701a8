import type { FileModel, Operation } from "../../model/file-model.ts";
import type { SqlText } from "../../model/sql-text.ts";
import { nodesIn } from "../../syntax/children.ts";
import type { Call, Expression } from "../../syntax/python.ts";
import { dependsOnItem, type PerItem } from "./per-item.ts";

/** The text that an operation sends; undefined: it cannot be read, or not to its end. */
export function sqlOf(file: FileModel, { call }: Operation): SqlText | undefined {
  const [statement] = call.args;
  const sql = statement && file.sqlTextOf(statement);
  return sql?.whole ? sql : undefined;
}

const tableField = /\b(?:into|update|from|table|join)\s+[\\"'`[(]*(?:\w+\.)?(?:%s|\{[^}]*\})/i;

/** Whether each round names another table: that cannot be one statement. */
export function namesTableByItem(file: FileModel, operation: Operation, item: PerItem): boolean {
  const sql = sqlOf(file, operation);
  if (sql) return tableField.test(sql.text) && sql.fields.some((field) => dependsOnItem(file, field, item));
  const table = writtenTable(operation.call);
  // Not an alias of what the round asks for.
  const forms = table?.kind === "Name" ? file.bindingOf(table)?.definitions.map(({ form }) => form) : [];
  return table !== undefined && isEach(forms, "for", "parameter") && dependsOnItem(file, table, item);
}

function isEach<Form>(forms: readonly Form[] | undefined, ...wanted: readonly Form[]): boolean {
  return forms !== undefined && forms.length > 0 && forms.every((form) => wanted.includes(form));
}

/** `Model` of `delete(Model).where(…)`, of `Model.__table__.update()` and of `session.query(Model).delete()`. */
function writtenTable(call: Call): Expression | undefined {
  const [given] = call.args;
  const statement = given?.kind === "Call" ? given : call;
  for (let at: Expression = statement; at.kind === "Call"; ) {
    const { callee, args }: Call = at;
    const name = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
    if (/^(?:insert|update|delete|query)$/.test(name) && args[0]) return args[0];
    if (callee.kind !== "Attribute") return undefined;
    if (callee.object.kind === "Call") at = callee.object;
    else return /^(?:insert|update|delete)$/.test(name) ? tableIn(callee.object) : undefined;
  }
  return undefined;
}

/** `Model` of `Model.__table__`. */
function tableIn(table: Expression): Expression {
  return table.kind === "Attribute" && table.name === "__table__" ? table.object : table;
}

/** `INSERT … SELECT`: many rows by one statement. */
export function isSetBased(file: FileModel, operation: Operation): boolean {
  const sql = sqlOf(file, operation)?.text;
  if (sql !== undefined) return /^\s*(?:insert|replace)\b[^;]*\)?\s+select\b/i.test(sql);
  for (const node of nodesIn(operation.call))
    if (node.kind === "Call" && node.callee.kind === "Attribute" && node.callee.name === "from_select")
      return true;
  return false;
}
