import type { BinOp, Call, Expression, FString, Name } from "../syntax/python.ts";
import { unitOf } from "../syntax/walk.ts";
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

/** A statement's text as far as it is literal, `{}` for each field of an f-string and for what is joined to it. */
export interface SqlText {
  readonly text: string;
  /** What fills its fields, as far as that is known. */
  readonly fields: readonly Expression[];
  /** Whether this is all of it: not one of several texts, nor the head of one that grows. */
  readonly whole: boolean;
}

/** Names for names for texts: no program that can be read goes deeper. */
const DEEPEST = 4;

/** The text of an expression, or its head alone. */
export function textOfStatement(expression: Expression, values: Values): string | undefined {
  return sqlTextOf(expression, values)?.text;
}

/** Of a string, an f-string, `"…" % x`, `"…".format(x)`, `" ".join(["…", "…"])`, `text("…")`, a name for one; its head alone if more is not known. */
export function sqlTextOf(expression: Expression, values: Values, depth = 0): SqlText | undefined {
  switch (expression.kind) {
    case "Constant":
      return expression.type === "str" && typeof expression.value === "string"
        ? { text: expression.value, fields: [], whole: true }
        : undefined;
    case "FString":
      return { text: withoutFields(expression), fields: expression.fields, whole: true };
    case "BinOp":
      return ofJoined(expression, values, depth);
    case "IfExp": {
      const text = sqlTextOf(expression.body, values, depth);
      return text && { ...text, whole: false };
    }
    case "Call":
      return ofCall(expression, values, depth);
    case "Name":
      return depth > DEEPEST ? undefined : ofName(expression, values, depth + 1);
    case "Attribute":
      return ofAttribute(expression, values);
    default:
      return undefined;
  }
}

function ofJoined({ left, operator, right }: BinOp, values: Values, depth: number): SqlText | undefined {
  const head = operator === "+" || operator === "%" ? sqlTextOf(left, values, depth) : undefined;
  if (!head) return undefined;
  if (operator === "%") return { ...head, fields: right.kind === "Tuple" ? right.elements : [right] };
  const tail = sqlTextOf(right, values, depth) ?? { text: "{}", fields: [right], whole: true };
  return {
    text: head.text + tail.text,
    fields: [...head.fields, ...tail.fields],
    whole: head.whole && tail.whole,
  };
}

function ofCall({ callee, args, keywords }: Call, values: Values, depth: number): SqlText | undefined {
  if (callee.kind === "Attribute") {
    const { object, name } = callee;
    const [only] = args;
    if (name === "join" && only && args.length === 1 && keywords.length === 0)
      return ofParts(object, only, values, depth);
    if (/^(?:l?strip|rstrip|lower|upper)$/.test(name)) return sqlTextOf(object, values, depth);
    if (/^(?:format|format_map|replace)$/.test(name)) {
      const text = sqlTextOf(object, values, depth);
      return (
        text && {
          text: text.text,
          fields: [...args, ...keywords.map(({ value }) => value)],
          whole: text.whole && name !== "replace",
        }
      );
    }
  }
  const name = callee.kind === "Name" ? callee.id : callee.kind === "Attribute" ? callee.name : "";
  const [first] = args;
  return first && /^(?:text|SQL|dedent|Composed)$/.test(name) ? sqlTextOf(first, values, depth) : undefined;
}

/** Of `" ".join(["…", "…"])`, if each part is a text; of `"".join("…")`, which leaves its text as it is. */
function ofParts(
  separator: Expression,
  given: Expression,
  values: Values,
  depth: number,
): SqlText | undefined {
  if (separator.kind !== "Constant" || typeof separator.value !== "string" || separator.type !== "str")
    return undefined;
  const isList = given.kind === "List" || given.kind === "Tuple";
  if (!isList && separator.value !== "") return undefined;
  const parts = (isList ? given.elements : [given]).map((part) => sqlTextOf(part, values, depth));
  const read = parts.filter((part) => part !== undefined);
  if (read.length < parts.length || read.length === 0) return undefined;
  return {
    text: read.map(({ text }) => text).join(separator.value),
    fields: read.flatMap(({ fields }) => fields),
    whole: read.every(({ whole }) => whole),
  };
}

/** By what the name was given last, the nearest first; before a `+=`, what that adds to: it has the head. */
function ofName(name: Name, values: Values, depth: number): SqlText | undefined {
  const reaching = new Set(values.reaching(name));
  // A set hands out what is added while it is walked over.
  for (const { form, node } of reaching)
    if (form === "augment" && node.kind === "Name")
      for (const earlier of values.reaching(node)) reaching.add(earlier);
  const isOne = reaching.size === 1;
  for (const { form, value, unpack } of reaching) {
    if (form !== "assign" || !value || unpack.length > 0) continue;
    const text = sqlTextOf(value, values, depth);
    if (text) return isOne ? text : { ...text, whole: false };
  }
  // What callers pass is not asked for: a value's options are read in the middle of finding it out.
  return undefined;
}

function ofAttribute(expression: Expression, values: Values): SqlText | undefined {
  const constant = values.of(expression).find(({ kind }) => kind === "constant");
  return constant?.kind === "constant" && typeof constant.value === "string"
    ? { text: constant.value, fields: [], whole: values.of(expression).length === 1 }
    : undefined;
}

/** As it stands in the code, each replacement field shortened to `{}`. */
function withoutFields(expression: FString): string {
  let text = unitOf(expression).text.slice(expression.start, expression.end);
  for (const field of expression.fields.toReversed()) {
    const open = text.lastIndexOf("{", field.start - expression.start);
    const close = text.indexOf("}", field.end - expression.start);
    if (open >= 0 && close >= 0) text = `${text.slice(0, open)}{}${text.slice(close + 1)}`;
  }
  return text.replace(/^[a-z]*(?:"""|'''|["'])/i, "").replace(/["']+$/, "");
}
