import { printed } from "../functions/text-functions.ts";
import type { Argument, Statement } from "../sql/ast.ts";
import { parseBatch } from "../sql/parse-batch.ts";
import { SqlFailure, unsupported } from "../sql/sql-failure.ts";
import { types } from "../sql/sql-type.ts";
import { commands } from "./output.ts";
import { raise, report, thrown } from "./raise-error.ts";
import { runDefinition } from "./run-definition.ts";
import { evaluate, isTrue, runSelect, setVariable } from "./run-query.ts";
import { runSet } from "./run-set.ts";
import { runWrite } from "./run-write.ts";
import type { Session } from "./session.ts";
import { describePlan } from "./show-plan.ts";
import { asFailure } from "./sqlite-errors.ts";
import { waitFor } from "./wait-for.ts";

type Flow = "next" | "break" | "continue" | "return";

/** What a batch needs beyond the session: procedures run batches themselves. */
export interface BatchDependencies {
  readonly call: (session: Session, procedure: string, args: readonly Argument[]) => void;
  readonly kill: (session: Session, spid: number) => void;
  readonly startBulk: (session: Session, statement: Statement & { kind: "bulk" }) => void;
}

/** Runs a batch to its end or to an error that ends it. @throws SqlFailure of such an error, Cancelled */
export function runBatch(session: Session, sql: string, deps: BatchDependencies): void {
  const statements = parsed(session, sql);
  if (session.options.parsesOnly && !statements.some(({ kind }) => kind === "set-option")) return;
  runAll(session, statements, deps);
}

const KEPT = 500;
const parsedBatches = new WeakMap<Session, Map<string, readonly Statement[]>>();

/** The same text again is the usual case of a benchmark: its statements, and their translations, are kept. */
function parsed(session: Session, sql: string): readonly Statement[] {
  const known = parsedBatches.get(session) ?? new Map<string, readonly Statement[]>();
  parsedBatches.set(session, known);
  const found = known.get(sql);
  if (found) return found;
  const statements = parseBatch(sql);
  if (known.size >= KEPT) known.clear();
  if (sql.length < 100_000) known.set(sql, statements);
  return statements;
}

function runAll(session: Session, statements: readonly Statement[], deps: BatchDependencies): Flow {
  for (const statement of statements) {
    const flow = guarded(session, statement, deps);
    if (flow !== "next") return flow;
  }
  return "next";
}

/** An error that reaches no further than its statement is reported, and the batch goes on. */
function guarded(session: Session, statement: Statement, deps: BatchDependencies): Flow {
  session.link.check();
  const before = session.lastError;
  session.lastError = 0;
  try {
    const readsError =
      statement.kind === "select" ||
      statement.kind === "if" ||
      statement.kind === "set-variable" ||
      statement.kind === "print";
    if (readsError) session.lastError = before;
    const flow = run(session, statement, deps);
    session.lastError = 0;
    return flow;
  } catch (error) {
    const failure = placed(asFailure(error), statement.line);
    if (session.catching > 0) throw failure;
    session.lastError = failure.number;
    if (failure.class <= 10 || (failure.reach === "statement" && !session.options.abortsTransaction)) {
      report(session, failure);
      if (failure.class > 10) session.output.statementDone(commandOf(statement));
      return "next";
    }
    throw failure;
  }
}

function commandOf({ kind }: Statement): number {
  switch (kind) {
    case "select":
    case "insert":
    case "update":
    case "delete":
      return commands[kind];
    default:
      return commands.none;
  }
}

function placed(error: SqlFailure, line: number): SqlFailure {
  if (error.line > 0) return error;
  const { number, message, class: severity, state, reach } = error;
  return new SqlFailure(number, message, { class: severity, state, reach, line });
}

function run(session: Session, statement: Statement, deps: BatchDependencies): Flow {
  const { output } = session;
  if (session.options.showsPlan && !["set-option", "declare", "use"].includes(statement.kind)) {
    describePlan(session, statement);
    return "next";
  }
  if (
    session.options.implicitTransactions &&
    session.transactions.count === 0 &&
    opensTransaction(statement)
  ) {
    session.transactions.begin();
  }
  if (session.options.executesNothing && statement.kind !== "set-option") return "next";
  switch (statement.kind) {
    case "select":
      runSelect(session, statement);
      return "next";
    case "insert":
      if (statement.source.kind === "execute") throw unsupported("INSERT … EXEC", statement.line);
      runWrite(session, statement);
      return "next";
    case "update":
    case "delete":
    case "truncate":
      runWrite(session, statement);
      return "next";
    case "create-table":
    case "create-index":
    case "create-view":
    case "create-schema":
    case "create-database":
    case "drop":
    case "drop-index":
      runDefinition(session, statement);
      output.statementDone(commands.none);
      return "next";
    case "declare":
      for (const { name, type, value } of statement.variables) {
        if (session.variables.has(name) && session.declared.get(name) !== statement) {
          const message = `The variable name '${name}' has already been declared. Variable names must be unique within a query batch or stored procedure.`;
          throw new SqlFailure(134, message, { class: 15, reach: "batch" });
        }
        session.declared.set(name, statement);
        session.variables.set(name, { type, value: value ? evaluate(session, value, type).value : null });
      }
      return "next";
    case "set-variable": {
      const { value, type } = evaluate(session, statement.value);
      setVariable(session, statement.name, value, type);
      return "next";
    }
    case "set-option":
    case "set-isolation":
      runSet(session, statement);
      return "next";
    case "transaction":
      runTransaction(session, statement.action, statement.name);
      return "next";
    case "use":
      session.useDatabase(statement.database);
      return "next";
    case "waitfor":
      waitFor(session, statement);
      return "next";
    case "print": {
      const { value, type } = evaluate(session, statement.value);
      session.inform(0, printed(value, type), 1, statement.line);
      return "next";
    }
    case "raiserror":
      raise(session, statement);
      return "next";
    case "throw":
      throw thrown(session, statement);
    case "if":
      if (isTrue(session, statement.condition)) return guarded(session, statement.whenTrue, deps);
      return statement.otherwise ? guarded(session, statement.otherwise, deps) : "next";
    case "while":
      while (isTrue(session, statement.condition)) {
        const flow = guarded(session, statement.body, deps);
        if (flow === "break") break;
        if (flow === "return") return flow;
      }
      return "next";
    case "block":
      return runAll(session, statement.body, deps);
    case "try":
      return runTry(session, statement, deps);
    case "break":
    case "continue":
    case "return":
      return statement.kind;
    case "execute":
      deps.call(session, statement.procedure, statement.args);
      return "next";
    case "execute-text":
      runBatch(session, String(evaluate(session, statement.text, types.nvarcharMax).value ?? ""), deps);
      return "next";
    case "kill":
      deps.kill(session, Number(evaluate(session, statement.session, types.int).value));
      return "next";
    case "unsupported":
      throw unsupported(statement.what, statement.line);
    case "bulk":
      deps.startBulk(session, statement);
      return "next";
  }
}

export function runTransaction(
  session: Session,
  action: "begin" | "commit" | "rollback" | "save",
  name: string | undefined,
): void {
  const { transactions, output } = session;
  switch (action) {
    case "begin":
      transactions.begin();
      output.statementDone(commands.begin);
      return;
    case "commit":
      transactions.commit();
      output.statementDone(commands.commit);
      return;
    case "rollback":
      transactions.rollback(name);
      output.statementDone(commands.rollback);
      return;
    case "save":
      transactions.save(name ?? "");
      output.statementDone(commands.none);
      return;
  }
}

/** Under IMPLICIT_TRANSACTIONS: what reads or changes a table begins one. */
function opensTransaction(statement: Statement): boolean {
  switch (statement.kind) {
    case "select":
      return statement.query.body.kind !== "select" || statement.query.body.from !== undefined;
    case "insert":
    case "update":
    case "delete":
    case "truncate":
    case "create-table":
    case "create-index":
    case "drop":
      return true;
    default:
      return false;
  }
}

function runTry(session: Session, statement: Statement & { kind: "try" }, deps: BatchDependencies): Flow {
  session.catching++;
  try {
    return runAll(session, statement.body, deps);
  } catch (error) {
    if (!(error instanceof SqlFailure) || error.class >= 20) throw error;
    // Under XACT_ABORT, and after errors that end a batch, what was begun can only be rolled back.
    if (session.options.abortsTransaction || error.reach !== "statement") session.transactions.doom();
    session.catching--;
    const before = session.caught;
    session.caught = {
      number: error.number,
      message: error.message,
      class: error.class,
      state: error.state,
      line: error.line,
    };
    try {
      return runAll(session, statement.handler, deps);
    } finally {
      session.caught = before;
      session.catching++;
    }
  } finally {
    session.catching--;
  }
}
