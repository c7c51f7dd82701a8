/** A stretch of SQL text. Everything that is none of the others is `code`. */
export interface SqlToken {
  readonly kind: "code" | "space" | "text" | "comment" | "placeholder" | "semicolon";
  readonly text: string;
  /** Offset of the first character. */
  readonly from: number;
}

const pattern =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?)|(?<placeholder>\?\d*|[:@$][A-Za-z_]\w*|::)|(?<semicolon>;)|(?<space>\s+)|(?<code>[\w$]+|[^\s;])/g;

/**
 * Splits SQL as SQLite's tokenizer does, as far as an editor needs it: where strings, comments and placeholders lie
 * (sqlite.org/lang_expr.html#varparam). It judges nothing: whether a statement may run, the engine decides.
 */
export function* sqlTokens(sql: string): Generator<SqlToken> {
  for (const match of sql.matchAll(pattern)) {
    const groups = match.groups ?? {};
    yield { kind: kindOf(groups, match[0]), text: match[0], from: match.index };
  }
}

function kindOf(groups: Readonly<Record<string, string | undefined>>, text: string): SqlToken["kind"] {
  if (groups["comment"] !== undefined) return "comment";
  if (groups["text"] !== undefined) return "text";
  // PostgreSQL's cast `x::int` is no placeholder.
  if (groups["placeholder"] !== undefined) return text === "::" ? "code" : "placeholder";
  if (groups["semicolon"] !== undefined) return "semicolon";
  return groups["space"] !== undefined ? "space" : "code";
}
