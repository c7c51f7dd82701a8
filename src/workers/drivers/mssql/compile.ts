import type { Failure } from "../../../core/benchmark/outcome.ts";
import type { Parameter } from "../../../core/benchmark/plan.ts";
import { markParameters } from "../../../core/sql/parameter-marks.ts";
import { sqlTokens } from "../../../core/sql/sql-tokens.ts";
import { trimStatement } from "../../../core/sql/trim-statement.ts";
import type { Work } from "../driver.ts";
import { serverFailure } from "../server/server-failure.ts";
import type { MssqlLink } from "./connect.ts";
import { mssqlFailure } from "./mssql-failure.ts";
import { typeNameOf } from "./parameter-types.ts";
import { runBatch } from "./query-rows.ts";

/** What the server answers that may not show plans. */
const noPlans = new Set([262, 297, 300]);

/**
 * The first lock of design.md: `sp_describe_first_result_set` compiles the statement alone and inside a subquery, and
 * runs nothing. A statement that reads and that no subquery can hold (a leading CTE, ORDER BY, OPTION) is judged by its
 * plan: the server writes it instead of running the statement, and names each statement's kind.
 */
export async function compileBothWays(link: MssqlLink, work: Work): Promise<Failure | undefined> {
  const { context } = link;
  const { parameters } = work.workload;
  const trimmed = trimStatement(work.workload.sql, "mssql");
  const { sql } = markParameters("mssql", trimmed, parameters);
  if (sql.trim() === "") return serverFailure(context, "syntax-error", "There is no statement");
  const unused = unusedParameters(sql, parameters);
  if (unused > 0) {
    const words = `The statement uses ${parameters.length - unused} of the parameters`;
    return serverFailure(context, "parameters-mismatch", words, { given: parameters.length });
  }
  const alone = await describe(link, sql, parameters);
  if (alone) return alone;
  const inside = await describe(link, `SELECT 1 WHERE EXISTS (${sql}\n)`, parameters);
  if (inside === undefined || inside.reason === "lost") return inside;
  return judgePlan(link, sql, parameters, {
    ...serverFailure(context, "not-read-only", inside.detail, { statement: trimmed.slice(0, 80) }),
  });
}

async function describe(
  { rows, context }: MssqlLink,
  sql: string,
  parameters: readonly Parameter[],
): Promise<Failure | undefined> {
  try {
    await rows("EXEC sp_describe_first_result_set @tsql = @p1, @params = @p2", [
      sql,
      declarations(parameters),
    ]);
    return undefined;
  } catch (error) {
    return mssqlFailure(context, error);
  }
}

/** @param refusal what is answered unless the plan is that of one SELECT */
async function judgePlan(
  link: MssqlLink,
  sql: string,
  parameters: readonly Parameter[],
  refusal: Failure,
): Promise<Failure | undefined> {
  const { connection, context } = link;
  const declared = declarations(parameters);
  try {
    await runBatch(connection, "SET SHOWPLAN_XML ON");
    try {
      const plans = await runBatch(connection, `${declared === null ? "" : `DECLARE ${declared};\n`}${sql}`);
      const kinds = plans.flatMap((row) => statementKinds(String(row[0])));
      if (kinds.length === 1 && kinds[0] === "SELECT") return undefined;
      return kinds.length > 1 && hasSemicolon(sql) ? { ...refusal, reason: "several-statements" } : refusal;
    } finally {
      await runBatch(connection, "SET SHOWPLAN_XML OFF");
    }
  } catch (error) {
    const failure = mssqlFailure(context, error);
    if (failure.reason === "lost") return failure;
    return noPlans.has(Number(failure.data["number"])) ? { ...refusal, detail: failure.detail } : refusal;
  }
}

function hasSemicolon(sql: string): boolean {
  return [...sqlTokens(sql, "mssql")].some(({ kind }) => kind === "semicolon");
}

/** The kinds of a plan's statements, as the server writes them into each element of a statement. */
function statementKinds(plan: string): string[] {
  return [...plan.matchAll(/<Stmt\w+\b[^>]*?\bStatementType="([^"]*)"/g)].map(([, kind]) => kind ?? "");
}

/** `@p1 bigint, @p2 nvarchar(4000)`, or null: there are none. */
function declarations(parameters: readonly Parameter[]): string | null {
  if (parameters.length === 0) return null;
  return parameters.map(({ source }, i) => `@p${i + 1} ${typeNameOf(source)}`).join(", ");
}

/** SQL Server takes values that no placeholder asks for, and says nothing. */
function unusedParameters(sql: string, parameters: readonly Parameter[]): number {
  const used = new Set([...sqlTokens(sql, "mssql")].map(({ text }) => text));
  return parameters.filter((_, i) => !used.has(`@p${i + 1}`)).length;
}
