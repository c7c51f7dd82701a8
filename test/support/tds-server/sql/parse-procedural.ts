import type { Expression, Statement, StatementBody } from "./ast.ts";
import { readExpression } from "./parse-expression.ts";
import { SqlFailure, unsupported } from "./sql-failure.ts";
import type { TokenStream } from "./token-stream.ts";

type ReadStatement = (s: TokenStream) => Statement;

/** Statements that steer the batch, the session or the transaction. */
export function readProcedural(s: TokenStream, readStatement: ReadStatement): StatementBody {
  const token = s.peek();
  s.next();
  switch (token.upper) {
    case "DECLARE":
      return { kind: "declare", variables: s.list(() => readDeclaration(s)) };
    case "SET":
      return readSet(s);
    case "BEGIN":
      return readBegin(s, readStatement);
    case "COMMIT":
    case "ROLLBACK": {
      const action = token.upper === "COMMIT" ? "commit" : "rollback";
      if (s.accept("WORK")) return { kind: "transaction", action, name: undefined };
      if (!s.accept("TRANSACTION")) s.accept("TRAN");
      return { kind: "transaction", action, name: readTransactionName(s) };
    }
    case "SAVE": {
      if (!s.accept("TRANSACTION")) s.expect("TRAN");
      const name = readTransactionName(s);
      if (name === undefined) throw s.error();
      return { kind: "transaction", action: "save", name };
    }
    case "USE":
      return { kind: "use", database: s.name() };
    case "WAITFOR": {
      const isTime = s.accept("TIME");
      if (!isTime) s.expect("DELAY");
      return { kind: "waitfor", delay: readExpression(s), isTime };
    }
    case "PRINT":
      return { kind: "print", value: readExpression(s) };
    case "RAISERROR": {
      s.expect("(");
      const args = s.list(() => readExpression(s));
      s.expect(")");
      const withNoWait = s.accept("WITH", "NOWAIT");
      return { kind: "raiserror", args, withNoWait };
    }
    case "THROW":
      return {
        kind: "throw",
        args: s.isAtEnd || s.is(";") || s.is("END") ? [] : s.list(() => readExpression(s)),
      };
    case "IF": {
      const condition = readExpression(s);
      const whenTrue = readStatement(s);
      s.accept(";");
      return { kind: "if", condition, whenTrue, otherwise: s.accept("ELSE") ? readStatement(s) : undefined };
    }
    case "WHILE": {
      const condition = readExpression(s);
      return { kind: "while", condition, body: readStatement(s) };
    }
    case "BREAK":
      return { kind: "break" };
    case "CONTINUE":
      return { kind: "continue" };
    case "RETURN":
      if (s.peek().kind === "number") s.next();
      return { kind: "return" };
    case "EXEC":
    case "EXECUTE":
      return readExecute(s);
    case "KILL":
      return { kind: "kill", session: readExpression(s) };
    case "ALTER":
    case "BACKUP":
    case "CHECKPOINT":
    case "DBCC":
    case "DENY":
    case "GRANT":
    case "MERGE":
    case "RECONFIGURE":
    case "RESTORE":
    case "REVOKE":
    case "SHUTDOWN":
      return unsupportedStatement(s, token.upper);
    default:
      s.return(s.place - 1);
      throw s.error();
  }
}

/** Reads over it. */
export function unsupportedStatement(s: TokenStream, what: string): StatementBody {
  s.skipStatement();
  return { kind: "unsupported", what };
}

function readTransactionName(s: TokenStream): string | undefined {
  if (s.peek().kind === "variable") return s.next().text;
  // `TRY` and `THROW` are no reserved words, but nobody names a transaction so.
  return s.isName && !s.is("THROW") ? s.name() : undefined;
}

function readDeclaration(s: TokenStream) {
  const token = s.next();
  if (token.kind !== "variable") throw s.error();
  s.accept("AS");
  if (s.is("TABLE")) throw unsupported("table variables", token.line);
  const type = s.type();
  const value = s.accept("=") ? readExpression(s) : undefined;
  return { name: token.text.toLowerCase(), type, value };
}

function readSet(s: TokenStream): StatementBody {
  const token = s.peek();
  if (token.kind === "variable") {
    s.next();
    const operator = s.next();
    const value = readExpression(s);
    const name = token.text.toLowerCase();
    if (operator.text === "=") return { kind: "set-variable", name, value };
    const left: Expression = { kind: "variable", name, line: token.line };
    return {
      kind: "set-variable",
      name,
      value: { kind: "binary", operator: operator.text.charAt(0), left, right: value },
    };
  }
  if (s.accept("TRANSACTION", "ISOLATION", "LEVEL")) {
    const words = [s.next().upper];
    if (words[0] === "READ" || words[0] === "REPEATABLE") words.push(s.next().upper);
    const level = words.join(" ");
    if (!isolationLevels.has(level)) throw s.error();
    return { kind: "set-isolation", level };
  }
  const names = s.list(() => s.nameAfterDot().toUpperCase());
  if (names[0] === "IDENTITY_INSERT") names.push(s.objectName().parts.join("."));
  else if (names[0] === "STATISTICS") names.push(s.nameAfterDot().toUpperCase());
  const value = s.is("-") || s.peek().kind === "number" ? s.number() : s.next().text;
  return { kind: "set-option", names, value };
}

const isolationLevels = new Set([
  "READ UNCOMMITTED",
  "READ COMMITTED",
  "REPEATABLE READ",
  "SNAPSHOT",
  "SERIALIZABLE",
]);

function readBegin(s: TokenStream, readStatement: ReadStatement): StatementBody {
  if (s.accept("TRANSACTION") || s.accept("TRAN")) {
    return { kind: "transaction", action: "begin", name: readTransactionName(s) };
  }
  if (s.accept("TRY")) {
    const body = readBlock(s, readStatement);
    s.expect("TRY");
    s.accept(";");
    s.expect("BEGIN", "CATCH");
    const handler = readBlock(s, readStatement);
    s.expect("CATCH");
    return { kind: "try", body, handler };
  }
  return { kind: "block", body: readBlock(s, readStatement) };
}

/** To the END, which is read. */
function readBlock(s: TokenStream, readStatement: ReadStatement): Statement[] {
  const body: Statement[] = [];
  while (s.accept(";"));
  while (!s.accept("END")) {
    if (s.isAtEnd) throw s.error();
    body.push(readStatement(s));
    while (s.accept(";"));
  }
  return body;
}

function readExecute(s: TokenStream): StatementBody {
  if (s.accept("(")) {
    const text = readExpression(s);
    s.expect(")");
    return { kind: "execute-text", text };
  }
  if (s.peek().kind === "variable") throw unsupported("the return value of EXEC", s.peek().line);
  const name = s.objectName();
  if (name.parts.length > 4)
    throw new SqlFailure(117, "The object name contains more than the maximum number of prefixes.");
  return readArguments(s, name.parts.at(-1) ?? "");
}

/** The arguments of a procedure: `@a = 1, N'x', @b OUTPUT`. */
export function readArguments(s: TokenStream, procedure: string): StatementBody {
  const ends = () =>
    s.isAtEnd || s.is(";") || (s.peek().kind === "word" && !s.is("NULL") && !s.is("DEFAULT") && !s.isName);
  const args = ends()
    ? []
    : s.list(() => {
        const token = s.peek();
        const isNamed = token.kind === "variable" && s.peek(1).text === "=";
        if (isNamed) {
          s.next();
          s.next();
        }
        const bare = s.peek();
        const value = s.isName && bare.kind === "word" ? bareWord(s) : readExpression(s);
        return {
          name: isNamed ? token.text : undefined,
          value,
          isOutput: s.accept("OUTPUT") || s.accept("OUT"),
        };
      });
  return { kind: "execute", procedure, args };
}

/** `sp_who active`: a bare word is text. */
function bareWord(s: TokenStream) {
  const { text } = s.next();
  return {
    kind: "literal",
    value: text,
    type: { name: "nvarchar", length: Math.max(1, text.length), precision: 0, scale: 0 },
  } as const;
}
