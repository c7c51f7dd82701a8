import type { Expression, Name } from "../syntax/python.ts";
import type { FlowDefinition } from "./scopes.ts";
import type { Verb } from "./value.ts";
import type { Values } from "./values.ts";

const verbs: Readonly<Record<string, Verb>> = {
  SELECT: "select",
  WITH: "select",
  SHOW: "select",
  VALUES: "select",
  INSERT: "insert",
  REPLACE: "insert",
  UPSERT: "insert",
  MERGE: "insert",
  UPDATE: "update",
  DELETE: "delete",
  CREATE: "ddl",
  DROP: "ddl",
  ALTER: "ddl",
  TRUNCATE: "ddl",
  GRANT: "ddl",
  REINDEX: "ddl",
  VACUUM: "ddl",
  ANALYZE: "ddl",
  PRAGMA: "other",
  SET: "other",
  BEGIN: "other",
  COMMIT: "other",
  ROLLBACK: "other",
  CALL: "other",
  EXEC: "other",
  EXECUTE: "other",
  ATTACH: "other",
  EXPLAIN: "other",
  LOCK: "other",
  USE: "other",
  COPY: "other",
  LOAD: "other",
};

/** The verb that a statement's text starts with, comments and parentheses before it aside. */
export function verbOf(text: string): Verb {
  const bare = text.replace(/^(?:\s|\\[nrt]|\\\n|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, "");
  const word = /^[A-Za-z]+/.exec(bare)?.[0]?.toUpperCase() ?? "";
  const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined;
  if (verb !== "select" || word !== "WITH") return verb ?? "unknown";
  // A CTE may lead a write.
  const write = /\)\s*(INSERT|UPDATE|DELETE)\b/i.exec(bare)?.[1]?.toUpperCase();
  return (write && verbs[write]) || "select";
}

/** Whether a text is surely SQL: its verb goes with the word that must follow it. */
export function isSql(text: string): boolean {
  return /^(?:\s|\\[nrt]|\\\n|\()*(?:SELECT\s|INSERT\s+(?:OR\s+\w+\s+|IGNORE\s+)?INTO\b|REPLACE\s+INTO\b|UPDATE\s+\S+\s+SET\b|UPDATE\s|DELETE\s+FROM\b|CREATE\s+(?:\w+\s+)?(?:TABLE|INDEX|VIEW|DATABASE|SCHEMA)\b|DROP\s+(?:TABLE|INDEX|VIEW)\b|ALTER\s+TABLE\b|WITH\s+\w+\s+AS\b|PRAGMA\s|TRUNCATE\s|MERGE\s+INTO\b)/i.test(
    text,
  );
}

/** The literal text that an expression starts with: a string, an f-string's head, `"…" % x`, `"…".format(x)`, a name for one. */
export function textOfStatement(expression: Expression, values: Values, depth = 0): string | undefined {
  switch (expression.kind) {
    case "Constant":
      return expression.type === "str" && typeof expression.value === "string" ? expression.value : undefined;
    case "FString":
      return expression.head;
    case "BinOp":
      return expression.operator === "+" || expression.operator === "%"
        ? textOfStatement(expression.left, values, depth)
        : undefined;
    case "IfExp":
      return textOfStatement(expression.body, values, depth);
    case "Call": {
      const { callee, args } = expression;
      if (
        callee.kind === "Attribute" &&
        /^(?:format|format_map|strip|join|replace|lower|upper|rstrip|lstrip)$/.test(callee.name)
      )
        return textOfStatement(callee.object, values, depth);
      const name = callee.kind === "Name" ? callee.id : callee.kind === "Attribute" ? callee.name : "";
      return /^(?:text|SQL|dedent|Composed)$/.test(name) && args[0]
        ? textOfStatement(args[0], values, depth)
        : undefined;
    }
    case "Name": {
      if (depth > 3) return undefined;
      for (const { form, value, unpack } of assignedTo(expression, values)) {
        if (form !== "assign" || !value || unpack.length > 0) continue;
        const text = textOfStatement(value, values, depth + 1);
        if (text !== undefined) return text;
      }
      return undefined;
    }
    case "Attribute": {
      const constant = values.of(expression).find(({ kind }) => kind === "constant");
      return constant?.kind === "constant" && typeof constant.value === "string" ? constant.value : undefined;
    }
    default:
      return undefined;
  }
}

/** What a name was given last, the nearest first; before a `+=`, what that adds to: it has the head. */
function assignedTo(name: Name, values: Values): readonly FlowDefinition[] {
  const reaching = values.reaching(name);
  const seen = new Set(reaching);
  // A set hands out what is added while it is walked over.
  for (const { form, node } of seen)
    if (form === "augment" && node.kind === "Name")
      for (const earlier of values.reaching(node)) seen.add(earlier);
  return [...seen];
}
