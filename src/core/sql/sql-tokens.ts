/** A stretch of SQL text. Everything that is none of the others is `code`. */
export interface SqlToken {
  readonly kind: "code" | "space" | "text" | "comment" | "placeholder" | "semicolon";
  readonly text: string;
  /** Offset of the first character. */
  readonly from: number;
}

const pattern =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?)|(?<placeholder>\?\d*|[:@$][A-Za-z_]\w*|::)|(?<semicolon>;)|(?<space>\s+)|(?<code>[\w$]+|[^\s;])/g;

interface Groups {
  readonly comment?: string;
  readonly text?: string;
  readonly placeholder?: string;
  readonly semicolon?: string;
  readonly space?: string;
}

/**
 * Splits SQL as SQLite's tokenizer does, as far as an editor needs it: where strings, comments and placeholders lie
 * (sqlite.org/lang_expr.html#varparam). It judges nothing: whether a statement may run, the engine decides.
 */
export function* sqlTokens(sql: string): Generator<SqlToken> {
  for (const match of sql.matchAll(pattern)) {
    const groups: Groups = match.groups ?? {};
    yield { kind: kindOf(groups), text: match[0], from: match.index };
  }
}

function kindOf({ comment, text, placeholder, semicolon, space }: Groups): SqlToken["kind"] {
  if (comment !== undefined) return "comment";
  if (text !== undefined) return "text";
  // PostgreSQL's cast `x::int` is no placeholder.
  if (placeholder !== undefined) return placeholder === "::" ? "code" : "placeholder";
  if (semicolon !== undefined) return "semicolon";
  return space !== undefined ? "space" : "code";
}
