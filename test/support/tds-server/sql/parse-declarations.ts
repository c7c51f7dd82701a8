import { readInnerQuery } from "./parse-query.ts";
import { syntaxError } from "./sql-failure.ts";
import type { SqlType, SqlValue } from "./sql-type.ts";
import { TokenStream } from "./token-stream.ts";

export interface Declaration {
  /** In small letters, with its `@`. */
  readonly name: string;
  readonly type: SqlType;
  readonly isOutput: boolean;
  /** Only NULL can be told apart from no default. */
  readonly value: SqlValue | undefined;
}

/** `@a int, @b nvarchar(10) OUTPUT`: the parameters of a prepared statement. */
export function parseDeclarations(text: string): Declaration[] {
  const s = new TokenStream(text, readInnerQuery);
  const declarations = s.list((): Declaration => {
    const token = s.next();
    if (token.kind !== "variable") throw syntaxError(token.text, false, token.line);
    s.accept("AS");
    const type = s.type();
    const value = s.accept("=", "NULL") ? null : undefined;
    return { name: token.text.toLowerCase(), type, isOutput: s.accept("OUTPUT") || s.accept("OUT"), value };
  });
  if (!s.isAtEnd) throw s.error();
  return declarations;
}
