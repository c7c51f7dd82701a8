import type { Engine } from "../connection/engine.ts";
import { sqlTokens } from "./sql-tokens.ts";

/**
 * Cuts white space, comments and semicolons off the end of a statement, so that it can stand inside parentheses. It
 * decides nothing about safety: the engine compiles what is left, alone and inside a subquery.
 */
export function trimStatement(sql: string, engine: Engine = "sqlite"): string {
  let end = 0;
  for (const { kind, text, from } of sqlTokens(sql, engine)) {
    // What MySQL and MariaDB run of a comment is no comment.
    const isRun = engine === "mysql" && /^\/\*M?!/.test(text);
    if (isRun || (kind !== "comment" && kind !== "space" && kind !== "semicolon")) end = from + text.length;
  }
  return sql.slice(0, end);
}
