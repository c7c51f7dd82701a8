import { sqlTokens } from "./sql-tokens.ts";
import { trimStatement } from "./trim-statement.ts";

interface Statement {
  readonly from: number;
  readonly to: number;
}

/**
 * The statement that holds the offset, without its semicolon and the comments around it; the one before where the
 * offset lies behind a statement's end on the same line. Undefined where there is none.
 */
export function statementAt(sql: string, offset: number): string | undefined {
  const statements = split(sql);
  const here = statements.find(({ from, to }) => offset >= from && offset <= to);
  const before = statements.findLast(({ to }) => to <= offset && !sql.slice(to, offset).includes("\n"));
  const after = statements.find(({ from }) => from >= offset);
  const found = here ?? before ?? after;
  return found && trimStatement(sql.slice(found.from, found.to));
}

/** From the first character that is neither space nor comment to the semicolon, which is not included. */
function split(sql: string): Statement[] {
  const statements: Statement[] = [];
  let from: number | undefined;
  for (const token of sqlTokens(sql)) {
    if (token.kind === "semicolon") {
      if (from !== undefined) statements.push({ from, to: token.from });
      from = undefined;
    } else if (token.kind !== "space" && token.kind !== "comment") {
      from ??= token.from;
    }
  }
  if (from !== undefined) statements.push({ from, to: sql.length });
  return statements;
}
