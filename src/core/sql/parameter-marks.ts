import type { Parameter } from "../benchmark/plan.ts";
import type { Engine } from "../connection/engine.ts";
import { sqlTokens } from "./sql-tokens.ts";

export interface MarkedSql {
  /** With the placeholders as the engine has them. */
  readonly sql: string;
  /** For each placeholder, or each number or name of one: the place of its parameter in the plan. */
  readonly positions: readonly number[];
}

/**
 * Writes a statement's placeholders (`?`, `:name`, `@name`, `$name`) as the engine has them: `$1` for PostgreSQL, `?`
 * for MySQL, `@p1` for SQL Server. A statement without parameters is left alone: there `?` may be an operator.
 */
export function markParameters(
  engine: Exclude<Engine, "sqlite">,
  sql: string,
  parameters: readonly Pick<Parameter, "name">[],
): MarkedSql {
  const all = parameters.map((_, position) => position);
  if (parameters.length === 0) return { sql, positions: all };
  const seen: number[] = [];
  let text = "";
  let unnamed = 0;
  for (const token of sqlTokens(sql, engine)) {
    const position = token.kind === "placeholder" ? positionOf(token.text) : -1;
    if (position < 0) {
      text += token.text;
    } else {
      seen.push(position);
      text += markOf(engine, position);
    }
  }
  return { sql: text, positions: engine === "mysql" && seen.length > 0 ? seen : all };

  function positionOf(mark: string): number {
    if (mark === "?") return unnamed++;
    if (mark.startsWith("?")) return Number(mark.slice(1)) - 1;
    return parameters.findIndex(({ name }) => name === mark.slice(1));
  }
}

function markOf(engine: Exclude<Engine, "sqlite">, position: number): string {
  if (engine === "postgres") return `$${position + 1}`;
  return engine === "mysql" ? "?" : `@p${position + 1}`;
}
