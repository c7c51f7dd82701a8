import { convertValue } from "../sql/convert-value.ts";
import { parseDeclarations } from "../sql/parse-declarations.ts";
import { same } from "../sql/scope.ts";
import { Cancelled, SqlFailure } from "../sql/sql-failure.ts";
import { type SqlValue, types } from "../sql/sql-type.ts";
import type { Parameter } from "../wire/requests.ts";
import { describeFirstResult } from "./describe-result.ts";
import { report } from "./raise-error.ts";
import { type BatchDependencies, runBatch } from "./run-batch.ts";
import { dropScoped } from "./run-definition.ts";
import type { Session, Variable } from "./session.ts";

/** The value of an OUTPUT parameter, by the place of the parameter in the call. */
export interface Returned {
  readonly ordinal: number;
  readonly name: string;
  readonly variable: Variable;
}

export interface ProcedureResult {
  readonly status: number;
  readonly returned: readonly Returned[];
}

/** Runs a procedure of the system. Errors that end only the procedure are reported here. */
export function callProcedure(
  session: Session,
  name: string,
  given: readonly Parameter[],
  deps: BatchDependencies,
): ProcedureResult {
  const plain = name.toLowerCase();
  switch (plain) {
    case "sp_executesql":
      return inProcedure(session, deps, { ...executeSqlParts(given), first: 2 });
    case "sp_prepare": {
      const [, declarations, sql] = given;
      const handle = prepare(session, textOf(sql), textOf(declarations));
      return { status: 0, returned: [handleOf(given, handle)] };
    }
    case "sp_execute": {
      const [handle, ...args] = given;
      return executePrepared(session, Number(handle?.value ?? 0), args, deps);
    }
    case "sp_prepexec": {
      const [, declarations, sql, ...args] = given;
      const handle = prepare(session, textOf(sql), textOf(declarations));
      const result = executePrepared(session, handle, args, deps);
      return {
        status: result.status,
        returned: [
          handleOf(given, handle),
          ...result.returned.map((one) => ({ ...one, ordinal: one.ordinal + 2 })),
        ],
      };
    }
    case "sp_unprepare": {
      if (!session.prepared.delete(Number(given[0]?.value ?? 0)))
        throw noHandle(Number(given[0]?.value ?? 0));
      return { status: 0, returned: [] };
    }
    case "sp_describe_first_result_set":
      describeFirstResult(session, textOf(named(given, "@tsql", 0)), textOf(named(given, "@params", 1)));
      return { status: 0, returned: [] };
    case "sp_reset_connection":
      session.reset();
      return { status: 0, returned: [] };
    default:
      throw new SqlFailure(2812, `Could not find stored procedure '${name}'.`, { state: 62 });
  }
}

function named(given: readonly Parameter[], name: string, at: number): Parameter | undefined {
  return given.find((one) => same(one.name, name)) ?? (given[at]?.name === "" ? given[at] : undefined);
}

function textOf(parameter: Parameter | undefined): string {
  return parameter?.value === null || parameter === undefined ? "" : String(parameter.value);
}

function executeSqlParts(given: readonly Parameter[]) {
  const sql = textOf(named(given, "@stmt", 0) ?? given[0]);
  const second = named(given, "@params", 1) ?? given[1];
  return { sql, declarations: textOf(second), args: given.slice(second ? 2 : 1) };
}

function handleOf(given: readonly Parameter[], handle: number): Returned {
  return { ordinal: 0, name: given[0]?.name ?? "", variable: { type: types.int, value: BigInt(handle) } };
}

function prepare(session: Session, sql: string, declarations: string): number {
  const handle = ++session.lastHandle;
  session.prepared.set(handle, { sql, declarations });
  return handle;
}

function noHandle(handle: number): SqlFailure {
  return new SqlFailure(8179, `Could not find prepared statement with handle ${handle}.`, {
    state: 4,
    reach: "batch",
  });
}

function executePrepared(
  session: Session,
  handle: number,
  args: readonly Parameter[],
  deps: BatchDependencies,
): ProcedureResult {
  const found = session.prepared.get(handle);
  if (!found) throw noHandle(handle);
  return inProcedure(session, deps, { ...found, args, first: 1 });
}

interface Text {
  readonly sql: string;
  readonly declarations: string;
  readonly args: readonly Parameter[];
  /** The place of the first argument in the call. */
  readonly first: number;
}

/** Runs text with variables of its own; temporary tables that it makes go when it ends. */
function inProcedure(
  session: Session,
  deps: BatchDependencies,
  { sql, declarations, args, first }: Text,
): ProcedureResult {
  const declared = declarations.trim() === "" ? [] : parseDeclarations(declarations);
  const variables = bindArguments(declared, args, declarations, sql);
  const outer = {
    variables: session.variables,
    declared: session.declared,
    scopedTables: session.scopedTables,
    procedure: session.procedure,
  };
  const wasInProcedure = session.output.isInProcedure;
  const transactions = session.transactions.count;
  Object.assign(session, { variables, declared: new Map(), scopedTables: [] });
  session.output.isInProcedure = true;
  session.nesting++;
  let status = 0;
  try {
    runBatch(session, sql, deps);
    const now = session.transactions.count;
    if (now !== transactions) {
      const message = `Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = ${transactions}, current count = ${now}.`;
      report(session, new SqlFailure(266, message, { state: 2 }));
    }
  } catch (error) {
    if (!(error instanceof SqlFailure) || wasInProcedure || session.catching > 0) throw error;
    status = error.number;
    failed(session, error);
  } finally {
    if (session.scopedTables.length > 0) dropScopedUnlessCancelled(session);
    Object.assign(session, outer);
    session.output.isInProcedure = wasInProcedure;
    session.nesting--;
  }
  const returned = declared.flatMap(({ name, isOutput }, i): Returned[] => {
    const variable = variables.get(name);
    const at = args.findIndex((arg) => same(arg.name, name));
    const ordinal = at < 0 ? i : at;
    return isOutput && variable && args[ordinal]?.isOutput
      ? [{ ordinal: first + ordinal, name, variable }]
      : [];
  });
  return { status, returned };
}

/** Reports an error that ends a batch and does to the transaction what it does. */
export function failed(session: Session, error: SqlFailure): void {
  report(session, error);
  session.lastError = error.number;
  if (error.class <= 10) return;
  if (error.reach === "transaction" || (session.options.abortsTransaction && error.class > 10))
    session.transactions.abort();
}

function dropScopedUnlessCancelled(session: Session): void {
  try {
    dropScoped(session, session.scopedTables);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
}

function bindArguments(
  declared: ReturnType<typeof parseDeclarations>,
  args: readonly Parameter[],
  declarations: string,
  sql: string,
): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  declared.forEach(({ name, type, value }, i) => {
    const byName = args.find((arg) => arg.name !== "" && same(arg.name, name));
    const given = byName ?? (args[i]?.name === "" ? args[i] : undefined);
    if (!given && value === undefined) {
      const message = `The parameterized query '(${declarations})${sql.slice(0, 80)}' expects the parameter '${name}', which was not supplied.`;
      throw new SqlFailure(8178, message, { reach: "batch" });
    }
    const result: SqlValue = given ? convertValue(given.value, given.type, type) : (value ?? null);
    variables.set(name, { type, value: result });
  });
  const unknown = args.find((arg) => arg.name !== "" && !declared.some(({ name }) => same(name, arg.name)));
  if (unknown)
    throw new SqlFailure(8145, `${unknown.name} is not a parameter for procedure sp_executesql.`, {
      state: 2,
      reach: "batch",
    });
  if (args.length > declared.length) {
    throw new SqlFailure(8144, "Procedure or function has too many arguments specified.", {
      state: 2,
      reach: "batch",
    });
  }
  return variables;
}
