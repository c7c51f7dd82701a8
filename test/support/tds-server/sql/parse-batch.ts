import type { CommonTable, InsertSource, OutputItem, Statement, StatementBody } from "./ast.ts";
import { readCreate, readDrop } from "./parse-definition.ts";
import { readExpression } from "./parse-expression.ts";
import { readArguments, readProcedural } from "./parse-procedural.ts";
import {
  readInnerQuery,
  readQuery,
  readRow,
  readSources,
  readTop,
  readWith,
  skipHints,
} from "./parse-query.ts";
import { SqlFailure, syntaxError } from "./sql-failure.ts";
import { TokenStream } from "./token-stream.ts";

/** The statements of a batch. A statement ends where the next one starts: T-SQL needs no semicolon. */
export function parseBatch(sql: string): Statement[] {
  const s = new TokenStream(sql, readInnerQuery);
  const statements: Statement[] = [];
  while (s.accept(";"));
  while (!s.isAtEnd) {
    const from = s.peek();
    // The first statement of a batch may call a procedure by its mere name.
    const isBareCall = statements.length === 0 && s.isName && from.upper !== "THROW";
    statements.push(isBareCall ? readBareCall(s) : readStatement(s));
    const only = statements.find(({ kind }) => kind === "create-view" || kind === "create-schema");
    if (only && (statements.length > 1 || !s.isAtEnd) && !onlySemicolons(s)) throw notAlone(only);
    while (s.accept(";"));
  }
  const plan = statements.find((one) => one.kind === "set-option" && one.names.includes("SHOWPLAN_XML"));
  if (plan && statements.length > 1) {
    const message = "The SET SHOWPLAN statements must be the only statements in the batch.";
    throw new SqlFailure(1067, message, { class: 15, reach: "batch", line: plan.line });
  }
  return statements;
}

function onlySemicolons(s: TokenStream): boolean {
  const place = s.place;
  while (s.accept(";"));
  const result = s.isAtEnd;
  s.return(place);
  return result;
}

function notAlone(statement: Statement): SqlFailure {
  const what = statement.kind === "create-view" ? "CREATE VIEW" : "CREATE SCHEMA";
  return new SqlFailure(111, `'${what}' must be the first statement in a query batch.`, {
    class: 15,
    reach: "batch",
    line: statement.line,
  });
}

function readStatement(s: TokenStream): Statement {
  const { line } = s.peek();
  return { line, ...readBody(s) };
}

function readBody(s: TokenStream): StatementBody {
  const token = s.peek();
  if (token.kind !== "word") {
    if (token.kind === "operator" && token.text === "(") return { kind: "select", query: readQuery(s) };
    throw syntaxError(token.text, false, token.line);
  }
  switch (token.upper) {
    case "SELECT":
      return { kind: "select", query: readQuery(s) };
    case "WITH":
      return readAfterWith(s);
    case "INSERT":
      return s.peek(1).upper === "BULK" ? readBulk(s) : readInsert(s, []);
    case "UPDATE":
      return readUpdate(s);
    case "DELETE":
      return readDelete(s);
    case "TRUNCATE":
      s.expect("TRUNCATE", "TABLE");
      return { kind: "truncate", table: s.objectName() };
    case "CREATE":
      return readCreate(s);
    case "DROP":
      return readDrop(s);
    default:
      return readProcedural(s, readStatement);
  }
}

function readAfterWith(s: TokenStream): StatementBody {
  const place = s.place;
  const ctes = readWith(s);
  if (s.is("INSERT")) return readInsert(s, ctes);
  s.return(place);
  return { kind: "select", query: readQuery(s) };
}

function readInsert(s: TokenStream, ctes: readonly CommonTable[]): StatementBody {
  s.expect("INSERT");
  s.accept("INTO");
  const table = s.objectName();
  skipHints(s);
  const columns = s.is("(") && !s.is("(", "SELECT") ? s.names() : undefined;
  const output = readOutput(s);
  return { kind: "insert", table, columns, source: readInsertSource(s), output, with: ctes };
}

function readInsertSource(s: TokenStream): InsertSource {
  if (s.accept("DEFAULT", "VALUES")) return { kind: "defaults" };
  if (s.is("EXEC") || s.is("EXECUTE")) return { kind: "execute", statement: readStatement(s) };
  if (!s.accept("VALUES")) return { kind: "query", query: readQuery(s) };
  const rows = s.list(() => readRow(s));
  if (rows.length > 1000) {
    const message =
      "The number of row value expressions in the INSERT statement exceeds the maximum allowed number of 1000 row values.";
    throw new SqlFailure(10_738, message, { class: 15, reach: "batch", line: s.peek().line });
  }
  return { kind: "values", rows };
}

function readOutput(s: TokenStream): OutputItem[] {
  if (!s.accept("OUTPUT")) return [];
  return s.list(() => {
    const table = s.name().toLowerCase();
    if (table !== "inserted" && table !== "deleted") throw s.error();
    s.expect(".");
    const column = s.accept("*") ? "*" : s.nameAfterDot();
    return { table, column, name: s.accept("AS") ? s.name() : undefined };
  });
}

function readUpdate(s: TokenStream): StatementBody {
  s.expect("UPDATE");
  const top = s.accept("TOP") ? readTop(s) : undefined;
  const table = s.objectName();
  skipHints(s);
  s.expect("SET");
  const assignments = s.list(() => {
    let column = s.name();
    while (s.accept(".")) column = s.nameAfterDot();
    const operator = s.next();
    const value = readExpression(s);
    if (operator.text === "=") return { column, value };
    if (!/^[-+*/%]=$/.test(operator.text)) throw syntaxError(operator.text, false, operator.line);
    const left = { kind: "column", path: [column] } as const;
    return {
      column,
      value: { kind: "binary", operator: operator.text.charAt(0), left, right: value } as const,
    };
  });
  const output = readOutput(s);
  const from = s.accept("FROM") ? readSources(s) : undefined;
  const where = s.accept("WHERE") ? readExpression(s) : undefined;
  return { kind: "update", table, assignments, from, where, top, output };
}

function readDelete(s: TokenStream): StatementBody {
  s.expect("DELETE");
  const top = s.accept("TOP") ? readTop(s) : undefined;
  s.accept("FROM");
  const table = s.objectName();
  skipHints(s);
  const output = readOutput(s);
  const where = s.accept("WHERE") ? readExpression(s) : undefined;
  return { kind: "delete", table, where, top, output };
}

/** `INSERT BULK t ([a] int, …) WITH (…)`: what a client sends before the rows of a bulk load. */
function readBulk(s: TokenStream): StatementBody {
  s.expect("INSERT", "BULK");
  const table = s.objectName();
  s.expect("(");
  const columns = s.list(() => {
    const name = s.name();
    s.type();
    if (s.accept("COLLATE")) s.nameAfterDot();
    while (s.accept("NULL") || s.accept("NOT"));
    return name;
  });
  s.expect(")");
  const options: string[] = [];
  if (s.accept("WITH", "(")) {
    while (!s.is(")") && !s.isAtEnd) options.push(s.next().upper);
    s.expect(")");
  }
  return { kind: "bulk", table, columns, options };
}

function readBareCall(s: TokenStream): Statement {
  const { line } = s.peek();
  const name = s.objectName();
  return { line, ...readArguments(s, name.parts.at(-1) ?? "") };
}
