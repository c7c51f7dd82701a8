import type { CommonTable, Expression, Query, QueryBody, SelectCore, SelectItem, Source } from "./ast.ts";
import { isQuery, readExpression, readOrder } from "./parse-expression.ts";
import { unsupported } from "./sql-failure.ts";
import type { TokenStream } from "./token-stream.ts";

const DEFAULT_RECURSION = 100;

/** `[WITH …] SELECT … [UNION …] [ORDER BY …] [OPTION (…)]`. */
export function readQuery(s: TokenStream): Query {
  const ctes = s.is("WITH") ? readWith(s) : [];
  const body = readBody(s);
  return { with: ctes, body, ...readTail(s), ...readOption(s) };
}

/** A query in parentheses: it can hold neither WITH nor INTO nor OPTION. */
export function readInnerQuery(s: TokenStream): Query {
  s.depth++;
  const body = readBody(s);
  s.depth--;
  return { with: [], body, ...readTail(s), maxRecursion: DEFAULT_RECURSION };
}

export function readWith(s: TokenStream): CommonTable[] {
  s.expect("WITH");
  return s.list(() => {
    const name = s.name();
    const columns = s.is("(") ? s.names() : undefined;
    s.expect("AS", "(");
    const query = readInnerQuery(s);
    s.expect(")");
    return { name, columns, query };
  });
}

function readTail(s: TokenStream): Pick<Query, "orderBy" | "offset" | "fetch"> {
  const orderBy = s.accept("ORDER", "BY") ? readOrder(s) : [];
  let offset: Expression | undefined;
  let fetch: Expression | undefined;
  if (s.accept("OFFSET")) {
    offset = readExpression(s);
    if (!s.accept("ROWS")) s.expect("ROW");
    if (s.accept("FETCH")) {
      if (!s.accept("NEXT")) s.expect("FIRST");
      fetch = readExpression(s);
      if (!s.accept("ROWS")) s.expect("ROW");
      s.expect("ONLY");
    }
  }
  if (s.is("FOR", "XML") || s.is("FOR", "JSON")) throw unsupported("FOR XML and FOR JSON", s.peek().line);
  return { orderBy, offset, fetch };
}

function readOption(s: TokenStream): Pick<Query, "maxRecursion"> {
  let maxRecursion = DEFAULT_RECURSION;
  if (s.accept("OPTION", "(")) {
    s.list(() => {
      if (s.accept("MAXRECURSION")) maxRecursion = Number(s.number());
      else while (!s.is(",") && !s.is(")") && !s.isAtEnd) s.next();
    });
    s.expect(")");
  }
  return { maxRecursion };
}

function readBody(s: TokenStream): QueryBody {
  let left = readIntersection(s);
  for (;;) {
    if (s.accept("UNION")) {
      const operator = s.accept("ALL") ? "UNION ALL" : "UNION";
      left = { kind: "set", operator, left, right: readIntersection(s) };
    } else if (s.accept("EXCEPT"))
      left = { kind: "set", operator: "EXCEPT", left, right: readIntersection(s) };
    else return left;
  }
}

function readIntersection(s: TokenStream): QueryBody {
  let left = readCore(s);
  while (s.accept("INTERSECT")) left = { kind: "set", operator: "INTERSECT", left, right: readCore(s) };
  return left;
}

function readCore(s: TokenStream): QueryBody {
  if (s.accept("(")) {
    const query = readInnerQuery(s);
    s.expect(")");
    return { kind: "nested", query };
  }
  return readSelect(s);
}

function readSelect(s: TokenStream): SelectCore {
  s.expect("SELECT");
  const isDistinct = s.accept("DISTINCT");
  if (!isDistinct) s.accept("ALL");
  const top = s.accept("TOP") ? readTop(s) : undefined;
  const items = s.list(() => readItem(s));
  if (s.is("INTO") && s.depth > 0) throw s.error();
  const into = s.accept("INTO") ? s.objectName() : undefined;
  const from = s.accept("FROM") ? readSources(s) : undefined;
  const where = s.accept("WHERE") ? readExpression(s) : undefined;
  const groupBy = s.accept("GROUP", "BY") ? s.list(() => readExpression(s)) : [];
  const having = s.accept("HAVING") ? readExpression(s) : undefined;
  return { kind: "select", isDistinct, top, items, into, from, where, groupBy, having };
}

export function readTop(s: TokenStream): Expression {
  let top: Expression;
  if (s.accept("(")) {
    top = readExpression(s);
    s.expect(")");
  } else top = { kind: "literal", value: BigInt(s.number()), type: undefined };
  if (s.is("PERCENT") || s.is("WITH", "TIES"))
    throw unsupported("TOP with PERCENT or WITH TIES", s.peek().line);
  return top;
}

function readItem(s: TokenStream): SelectItem {
  if (s.accept("*")) return { kind: "star", of: undefined };
  const token = s.peek();
  if (s.isName && s.peek(1).text === "." && s.peek(2).text === "*") {
    s.next();
    s.next();
    s.next();
    return { kind: "star", of: token.text };
  }
  if (token.kind === "variable" && s.peek(1).text === "=" && !token.text.startsWith("@@")) {
    s.next();
    s.next();
    return { kind: "assignment", variable: token.text.toLowerCase(), expression: readExpression(s) };
  }
  if (s.isName && s.peek(1).text === "=" && s.peek(1).kind === "operator") {
    const name = s.name();
    s.next();
    return { kind: "expression", expression: readExpression(s), name };
  }
  const expression = readExpression(s);
  const alias = s.peek().kind === "string" ? s.next().text : s.alias();
  return { kind: "expression", expression, name: alias ?? ownName(expression) };
}

function ownName(expression: Expression): string | undefined {
  return expression.kind === "column" ? expression.path.at(-1) : undefined;
}

export function readSources(s: TokenStream): Source {
  let left = readJoined(s);
  while (s.accept(",")) left = { kind: "join", join: "CROSS", left, right: readJoined(s), on: undefined };
  return left;
}

function readJoined(s: TokenStream): Source {
  let left = readSource(s);
  for (;;) {
    const join = readJoinKind(s);
    if (!join) return left;
    const right = readSource(s);
    let on: Expression | undefined;
    if (join !== "CROSS") {
      s.expect("ON");
      on = readExpression(s);
    }
    left = { kind: "join", join, left, right, on };
  }
}

function readJoinKind(s: TokenStream): "INNER" | "LEFT" | "RIGHT" | "FULL" | "CROSS" | undefined {
  if (s.accept("JOIN") || s.accept("INNER", "JOIN")) return "INNER";
  for (const side of ["LEFT", "RIGHT", "FULL"] as const) {
    if (s.accept(side, "JOIN") || s.accept(side, "OUTER", "JOIN")) return side;
  }
  if (s.accept("CROSS", "JOIN")) return "CROSS";
  if (s.is("CROSS", "APPLY") || s.is("OUTER", "APPLY")) throw unsupported("APPLY", s.peek().line);
  return undefined;
}

function readSource(s: TokenStream): Source {
  if (s.accept("(")) {
    if (s.accept("VALUES")) {
      const rows = s.list(() => readRow(s));
      s.expect(")");
      const alias = s.alias();
      if (alias === undefined) throw s.error();
      return { kind: "values", rows, alias, columns: s.names() };
    }
    if (isQuery(s)) {
      const query = readInnerQuery(s);
      s.expect(")");
      const alias = s.alias();
      if (alias === undefined) throw s.error();
      return { kind: "derived", query, alias, columns: s.is("(") ? s.names() : undefined };
    }
    const inner = readJoined(s);
    s.expect(")");
    return inner;
  }
  const name = s.objectName();
  if (s.is("(") && !(s.peek(1).upper === "NOLOCK")) {
    s.expect("(");
    const args = s.is(")") ? [] : s.list(() => readExpression(s));
    s.expect(")");
    return { kind: "function", name: (name.parts.at(-1) ?? "").toUpperCase(), args, alias: s.alias() };
  }
  const alias = s.alias();
  skipHints(s);
  return { kind: "table", name, alias };
}

/** `WITH (NOLOCK)`: SQLite has no such choice. */
export function skipHints(s: TokenStream): void {
  if (!s.accept("WITH", "(") && !(s.peek().text === "(" && s.peek(1).upper === "NOLOCK" && s.accept("(")))
    return;
  while (!s.is(")") && !s.isAtEnd) s.next();
  s.expect(")");
}

export function readRow(s: TokenStream): Expression[] {
  s.expect("(");
  const row = s.list(() => readExpression(s));
  s.expect(")");
  return row;
}
