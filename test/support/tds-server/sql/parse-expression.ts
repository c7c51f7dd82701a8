import type { Call, Expression, OrderItem, Window } from "./ast.ts";
import type { Token } from "./lexer.ts";
import { decimal, type SqlType, type, types } from "./sql-type.ts";
import type { TokenStream } from "./token-stream.ts";

/** An expression, or a condition: T-SQL keeps them apart, and so does `translate-expression.ts`. */
export function readExpression(s: TokenStream): Expression {
  let left = readAnd(s);
  while (s.accept("OR")) left = { kind: "logical", operator: "OR", left, right: readAnd(s) };
  return left;
}

function readAnd(s: TokenStream): Expression {
  let left = readNot(s);
  while (s.accept("AND")) left = { kind: "logical", operator: "AND", left, right: readNot(s) };
  return left;
}

function readNot(s: TokenStream): Expression {
  return s.accept("NOT") ? { kind: "not", operand: readNot(s) } : readComparison(s);
}

const comparisons: Readonly<Record<string, string>> = {
  "=": "=",
  "<>": "<>",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "!<": ">=",
  "!>": "<=",
};

function readComparison(s: TokenStream): Expression {
  const operand = readSum(s);
  const operator = s.peek().kind === "operator" ? comparisons[s.peek().text] : undefined;
  if (operator) {
    s.next();
    return { kind: "compare", operator, left: operand, right: readSum(s) };
  }
  if (s.accept("IS")) {
    const isNegated = s.accept("NOT");
    s.expect("NULL");
    return { kind: "is-null", operand, isNegated };
  }
  const isNegated =
    s.is("NOT") && (s.peek(1).upper === "IN" || s.peek(1).upper === "LIKE" || s.peek(1).upper === "BETWEEN");
  if (isNegated) s.next();
  if (s.accept("BETWEEN")) {
    const low = readSum(s);
    s.expect("AND");
    return { kind: "between", operand, low, high: readSum(s), isNegated };
  }
  if (s.accept("LIKE")) {
    const pattern = readSum(s);
    return { kind: "like", operand, pattern, escape: s.accept("ESCAPE") ? readSum(s) : undefined, isNegated };
  }
  if (!s.accept("IN")) return operand;
  s.expect("(");
  const result: Expression = isQuery(s)
    ? { kind: "in-query", operand, query: s.readQuery(s), isNegated }
    : { kind: "in-list", operand, items: s.list(() => readExpression(s)), isNegated };
  s.expect(")");
  return result;
}

export function isQuery(s: TokenStream): boolean {
  let ahead = 0;
  while (s.peek(ahead).kind === "operator" && s.peek(ahead).text === "(") ahead++;
  return s.peek(ahead).kind === "word" && s.peek(ahead).upper === "SELECT";
}

function readSum(s: TokenStream): Expression {
  let left = readProduct(s);
  for (;;) {
    const { kind, text } = s.peek();
    if (kind !== "operator" || !"+-&|^".includes(text)) return left;
    s.next();
    left = { kind: "binary", operator: text, left, right: readProduct(s) };
  }
}

function readProduct(s: TokenStream): Expression {
  let left = readUnary(s);
  for (;;) {
    const { kind, text } = s.peek();
    if (kind !== "operator" || !"*/%".includes(text)) return left;
    s.next();
    left = { kind: "binary", operator: text, left, right: readUnary(s) };
  }
}

function readUnary(s: TokenStream): Expression {
  const { kind, text } = s.peek();
  if (kind === "operator" && (text === "-" || text === "+" || text === "~")) {
    s.next();
    const operand = readUnary(s);
    if (text === "-" && operand.kind === "literal" && s.peek(-1).kind === "number") return negative(operand);
    return { kind: "unary", operator: text, operand };
  }
  let operand = readPrimary(s);
  while (s.accept("COLLATE")) operand = { kind: "collate", operand, collation: s.nameAfterDot() };
  return operand;
}

function negative(literal: Expression & { kind: "literal" }): Expression {
  const { value } = literal;
  if (typeof value === "bigint") return { ...literal, value: -value };
  return typeof value === "number"
    ? { ...literal, value: -value }
    : { ...literal, value: `-${String(value)}` };
}

function readPrimary(s: TokenStream): Expression {
  const token = s.peek();
  switch (token.kind) {
    case "number":
      return numberLiteral(s.next());
    case "string": {
      s.next();
      const length = Math.max(1, token.text.length);
      const limit = token.isNational ? 4000 : 8000;
      const literal = type(token.isNational ? "nvarchar" : "varchar", length > limit ? -1 : length);
      return { kind: "literal", value: token.text, type: literal };
    }
    case "binary": {
      s.next();
      const hex = token.text.slice(2);
      const value = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
      return { kind: "literal", value, type: type("varbinary", Math.max(1, value.length)) };
    }
    case "variable":
      s.next();
      return token.text.startsWith("@@")
        ? { kind: "system-variable", name: token.text.toUpperCase() }
        : { kind: "variable", name: token.text.toLowerCase(), line: token.line };
    case "operator":
      return readParenthesis(s);
    case "word":
    case "quoted":
      return readWord(s);
    default:
      throw s.error();
  }
}

function readParenthesis(s: TokenStream): Expression {
  if (isQuery(s)) {
    s.expect("(");
    const query = s.readQuery(s);
    s.expect(")");
    return { kind: "subquery", query };
  }
  s.expect("(");
  const inner = readExpression(s);
  s.expect(")");
  return inner;
}

function numberLiteral(token: Token): Expression {
  const { text } = token;
  if (/e/i.test(text)) return { kind: "literal", value: Number(text), type: types.float };
  if (text.includes(".")) {
    const [whole = "", fraction = ""] = text.split(".");
    const digits = whole.replace(/^0+/, "");
    const value = `${digits || "0"}${fraction ? `.${fraction}` : ""}`;
    return {
      kind: "literal",
      value,
      type: decimal(Math.max(1, digits.length + fraction.length), fraction.length),
    };
  }
  const value = BigInt(text);
  if (value <= 2_147_483_647n) return { kind: "literal", value, type: types.int };
  return { kind: "literal", value: String(value), type: decimal(String(value).length, 0) };
}

/** Functions that T-SQL calls without parentheses. */
const bareFunctions = new Set(["CURRENT_TIMESTAMP", "CURRENT_USER", "SESSION_USER", "SYSTEM_USER", "USER"]);
/** Reserved words that are functions, too. */
const reservedFunctions = new Set(["LEFT", "RIGHT", "COALESCE", "NULLIF", "CONVERT", "TRY_CONVERT"]);

function readWord(s: TokenStream): Expression {
  const token = s.peek();
  if (token.kind === "word") {
    if (s.accept("NULL")) return { kind: "literal", value: null, type: undefined };
    if (s.accept("DEFAULT")) return { kind: "default" };
    if (s.accept("CASE")) return readCase(s);
    if (s.is("CAST", "(") || s.is("TRY_CAST", "(")) return readCast(s);
    if (s.is("CONVERT", "(") || s.is("TRY_CONVERT", "(")) return readConvert(s);
    if (s.accept("EXISTS")) {
      s.expect("(");
      const query = s.readQuery(s);
      s.expect(")");
      return { kind: "exists", query };
    }
    if (bareFunctions.has(token.upper)) {
      s.next();
      return call(token.upper, []);
    }
    if (reservedFunctions.has(token.upper) && s.peek(1).text === "(") {
      s.next();
      return readCall(s, token.upper);
    }
  }
  const path = [s.name()];
  while (s.accept(".")) path.push(s.is(".") ? "" : s.nameAfterDot());
  return s.is("(") && token.kind !== "quoted"
    ? readCall(s, (path.at(-1) ?? "").toUpperCase())
    : { kind: "column", path };
}

function call(name: string, args: readonly Expression[]): Call {
  return { kind: "call", name, args, hasStar: false, isDistinct: false, over: undefined };
}

function readCall(s: TokenStream, name: string): Expression {
  s.expect("(");
  const hasStar = s.accept("*");
  const isDistinct = !hasStar && s.accept("DISTINCT");
  if (!hasStar && !isDistinct) s.accept("ALL");
  const args = hasStar || s.is(")") ? [] : s.list(() => readExpression(s));
  s.expect(")");
  const over = s.accept("OVER") ? readWindow(s) : undefined;
  return { kind: "call", name, args, hasStar, isDistinct, over };
}

function readWindow(s: TokenStream): Window {
  s.expect("(");
  const partitionBy = s.accept("PARTITION", "BY") ? s.list(() => readExpression(s)) : [];
  const orderBy = s.accept("ORDER", "BY") ? readOrder(s) : [];
  s.expect(")");
  return { partitionBy, orderBy };
}

export function readOrder(s: TokenStream): OrderItem[] {
  return s.list(() => {
    const expression = readExpression(s);
    const isDescending = s.accept("DESC");
    if (!isDescending) s.accept("ASC");
    return { expression, isDescending };
  });
}

function readCase(s: TokenStream): Expression {
  const operand = s.is("WHEN") ? undefined : readExpression(s);
  const branches: { when: Expression; result: Expression }[] = [];
  while (s.accept("WHEN")) {
    const when = readExpression(s);
    s.expect("THEN");
    branches.push({ when, result: readExpression(s) });
  }
  if (branches.length === 0) throw s.error();
  const otherwise = s.accept("ELSE") ? readExpression(s) : undefined;
  s.expect("END");
  return { kind: "case", operand, branches, otherwise };
}

function readCast(s: TokenStream): Expression {
  const isTry = s.next().upper === "TRY_CAST";
  s.expect("(");
  const operand = readExpression(s);
  s.expect("AS");
  const target: SqlType = s.type(30);
  s.expect(")");
  return { kind: "cast", operand, type: target, style: undefined, isTry };
}

function readConvert(s: TokenStream): Expression {
  const isTry = s.next().upper === "TRY_CONVERT";
  s.expect("(");
  const target = s.type(30);
  s.expect(",");
  const operand = readExpression(s);
  const style = s.accept(",") ? readExpression(s) : undefined;
  s.expect(")");
  return { kind: "cast", operand, type: target, style, isTry };
}
