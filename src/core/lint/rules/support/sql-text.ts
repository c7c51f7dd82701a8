import type { FileModel, Operation } from "../../model/file-model.ts";
import { nodesIn } from "../../syntax/children.ts";
import type { Expression, FString, Name } from "../../syntax/python.ts";
import { dependsOnItem, type PerItem } from "./per-item.ts";

/** A statement's text as far as it is literal, `{}` for each field of an f-string. */
export interface SqlText {
  readonly text: string;
  /** What fills its fields, as far as that is known. */
  readonly fields: readonly Expression[];
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
      return typeof expression.value === "string" ? { text: expression.value, fields: [] } : undefined;
    case "FString":
      return { text: withoutFields(file, expression), fields: expression.fields };
    case "BinOp": {
      const left = textOf(file, expression.left, depth + 1);
      if (expression.operator === "%") return left && { text: left.text, fields: partsOf(expression.right) };
      const right = textOf(file, expression.right, depth + 1) ?? { text: "{}", fields: [expression.right] };
      return left && { text: left.text + right.text, fields: [...left.fields, ...right.fields] };
    }
    case "Call": {
      const { callee, args, keywords } = expression;
      if (callee.kind === "Attribute" && callee.name === "format") {
        const left = textOf(file, callee.object, depth + 1);
        return left && { text: left.text, fields: [...args, ...keywords.map(({ value }) => value)] };
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

/** As it stands in the code, each replacement field shortened to `{}`. */
function withoutFields(file: FileModel, expression: FString): string {
  let text = file.textOf(expression);
  for (const field of expression.fields.toReversed()) {
    const open = text.lastIndexOf("{", field.start - expression.start);
    const close = text.indexOf("}", field.end - expression.start);
    if (open >= 0 && close >= 0) text = `${text.slice(0, open)}{}${text.slice(close + 1)}`;
  }
  return text.replace(/^[a-z]*(?:"""|'''|["'])/i, "").replace(/["']+$/, "");
}

function textOfName(file: FileModel, name: Name, depth: number): SqlText | undefined {
  const definitions = file.bindingOf(name)?.definitions ?? [];
  const [only] = definitions;
  if (definitions.length === 1 && only?.form === "assign" && only.value)
    return textOf(file, only.value, depth + 1);
  const [value] = file.valuesOf(name);
  return value?.kind === "constant" && typeof value.value === "string"
    ? { text: value.value, fields: [] }
    : undefined;
}

function partsOf(expression: Expression): readonly Expression[] {
  return expression.kind === "Tuple" ? expression.elements : [expression];
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
