import type { FileModel, Operation } from "../../model/file-model.ts";
import type { SqlText } from "../../model/sql-text.ts";
import { nodesIn } from "../../syntax/children.ts";
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
  if (!sql || !tableField.test(sql.text)) return false;
  return sql.fields.some((field) => dependsOnItem(file, field, item));
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
