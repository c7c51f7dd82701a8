import type { Statement } from "../sql/ast.ts";
import { types } from "../sql/sql-type.ts";
import { commands } from "./output.ts";
import { compileQuery, prepared } from "./run-query.ts";
import { compileWrite } from "./run-write.ts";
import { boundValues, type Session } from "./session.ts";

const statementTypes: Partial<Record<Statement["kind"], string>> = {
  select: "SELECT",
  insert: "INSERT",
  update: "UPDATE",
  delete: "DELETE",
  truncate: "TRUNCATE TABLE",
  "create-table": "CREATE TABLE",
  "create-index": "CREATE INDEX",
  "create-view": "CREATE VIEW",
  "create-schema": "CREATE SCHEMA",
  "create-database": "CREATE DATABASE",
  drop: "DROP OBJECT",
  "drop-index": "DROP INDEX",
  execute: "EXECUTE PROC",
  "execute-text": "EXECUTE STRING",
  transaction: "TRANSACTION",
  waitfor: "WAITFOR",
  print: "PRINT",
  "set-variable": "ASSIGN",
  if: "COND",
  while: "COND WITH QUERY",
  kill: "KILL",
  raiserror: "RAISERROR",
  throw: "THROW",
};

/** SET SHOWPLAN_XML ON: the statement is compiled and its plan shown, with as much of it as SQLite knows. */
export function describePlan(session: Session, statement: Statement): void {
  const type = statement.kind === "select" && hasInto(statement) ? "SELECT INTO" : nameOf(statement);
  const operations = planOf(session, statement);
  const nodes = operations
    .map((text, i) => `<RelOp NodeId="${i}" PhysicalOp="${escapeXml(text)}"/>`)
    .join("");
  const xml =
    '<ShowPlanXML xmlns="http://schemas.microsoft.com/sqlserver/2004/07/showplan" Version="1.564" Build="16.0.1000.6">' +
    `<BatchSequence><Batch><Statements><StmtSimple StatementId="1" StatementType="${type}">` +
    `<QueryPlan>${nodes}</QueryPlan></StmtSimple></Statements></Batch></BatchSequence></ShowPlanXML>`;
  const column = {
    name: "Microsoft SQL Server 2005 XML Showplan",
    type: types.nvarcharMax,
    isNullable: true,
  };
  session.output.columns([column]);
  session.output.row([xml]);
  session.output.statementDone(commands.select, 1);
}

function nameOf(statement: Statement): string {
  return statement.kind === "unsupported" ? statement.what : (statementTypes[statement.kind] ?? "UNKNOWN");
}

function hasInto({ query }: Statement & { kind: "select" }): boolean {
  return query.body.kind === "select" && query.body.into !== undefined;
}

function planOf(session: Session, statement: Statement): string[] {
  switch (statement.kind) {
    case "select": {
      const { sql, bound } = compileQuery(session, statement.query);
      return explain(session, sql, bound.length);
    }
    case "insert":
    case "update":
    case "delete":
    case "truncate": {
      const { sql, bound } = compileWrite(session, statement);
      return explain(session, sql, bound.length);
    }
    default:
      return [];
  }
}

function explain(session: Session, sql: string, parameters: number): string[] {
  const rows = prepared(session, `EXPLAIN QUERY PLAN ${sql}`).all(
    ...boundValues(new Array<null>(parameters).fill(null)),
  ) as { detail: string }[];
  return rows.map(({ detail }) => detail);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
