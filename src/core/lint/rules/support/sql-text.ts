import type { FileModel, Operation } from "../../model/file-model.ts";
import { nodesIn } from "../../syntax/children.ts";
import type { Expression, Name } from "../../syntax/python.ts";
import { dependsOnItem, type PerItem } from "./per-item.ts";

/** A statement's text as far as it is literal, `{}` for each field. */
export interface SqlText {
  readonly text: string;
  /** What fills the first field, if that is known. */
  readonly firstField: Expression | undefined;
}

/** The text that an operation sends. */
export function sqlOf(file: FileModel, { call }: Operation): SqlText | undefined {
  const [statement] = call.args;
  return statement && textOf(file, statement, 0);
}

function textOf(file: FileModel, expression: Expression, depth: number): SqlText | undefined {
  if (depth > 4) return undefined;
  switch (expression.kind) {
    case "Constant":
      return typeof expression.value === "string"
        ? { text: expression.value, firstField: undefined }
        : undefined;
    case "FString":
      return { text: `${expression.head}{}`, firstField: expression.fields[0] };
    case "BinOp": {
      const left = textOf(file, expression.left, depth + 1);
      if (expression.operator === "%")
        return left && { text: left.text, firstField: firstOf(expression.right) };
      return left && { text: `${left.text}{}`, firstField: left.firstField ?? expression.right };
    }
    case "Call": {
      const { callee, args } = expression;
      if (callee.kind === "Attribute" && callee.name === "format") {
        const left = textOf(file, callee.object, depth + 1);
        return left && { text: left.text, firstField: args[0] };
      }
      // `text("…")`, `sql.SQL("…")`, `textwrap.dedent("…")`.
      return args[0] && textOf(file, args[0], depth + 1);
    }
    case "Name":
      return textOfName(file, expression, depth);
    default:
      return undefined;
  }
}

function textOfName(file: FileModel, name: Name, depth: number): SqlText | undefined {
  const definitions = file.bindingOf(name)?.definitions ?? [];
  const [only] = definitions;
  if (definitions.length === 1 && only?.form === "assign" && only.value)
    return textOf(file, only.value, depth + 1);
  const [value] = file.valuesOf(name);
  return value?.kind === "constant" && typeof value.value === "string"
    ? { text: value.value, firstField: undefined }
    : undefined;
}

function firstOf(expression: Expression): Expression {
  return (expression.kind === "Tuple" ? expression.elements[0] : undefined) ?? expression;
}

const tableField = /\b(?:into|update|from|table|join)\s+["'`[(]*(?:\w+\.)?(?:%s|\{[^}]*\})/i;

/** Whether each round names another table: that cannot be one statement. */
export function namesTableByItem(file: FileModel, operation: Operation, item: PerItem): boolean {
  const sql = sqlOf(file, operation);
  if (!sql?.firstField || !tableField.test(sql.text)) return false;
  const field = sql.text.search(/%s|\{/);
  const table = sql.text.search(tableField);
  return field >= table && dependsOnItem(file, sql.firstField, item);
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
