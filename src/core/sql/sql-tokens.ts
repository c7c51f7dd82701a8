import type { Engine } from "../connection/engine.ts";

/** A stretch of SQL text. Everything that is none of the others is `code`. */
export interface SqlToken {
  readonly kind: "code" | "space" | "text" | "comment" | "placeholder" | "semicolon";
  readonly text: string;
  /** Offset of the first character. */
  readonly from: number;
}

const blockComment = String.raw`\/\*[\s\S]*?(?:\*\/|$)`;
const quoted = String.raw`'(?:[^']|'')*'?|"(?:[^"]|"")*"?`;

/** Where engines differ: comments, what is text, what waits for a value. A double colon is PostgreSQL's cast. */
const patterns: Readonly<Record<Engine, RegExp>> = {
  /** sqlite.org/lang_expr.html#varparam */
  sqlite: pattern(
    `--[^\\n]*|${blockComment}`,
    String.raw`${quoted}|${"`"}(?:[^${"`"}]|${"``"})*${"`"}?|\[[^\]]*\]?`,
    String.raw`\?\d*|[:@$][A-Za-z_]\w*|::`,
  ),
  /** Brackets hold array elements; E'…' has backslashes; $tag$…$tag$ is text. */
  postgres: pattern(
    `--[^\\n]*|${blockComment}`,
    String.raw`\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'?|${quoted}|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?(?:\$\k<tag>\$|$)`,
    String.raw`\?|\$\d+|:[A-Za-z_]\w*|::`,
  ),
  /** `@name` is a variable. */
  mysql: pattern(
    `--[^\\n]*|#[^\\n]*|${blockComment}`,
    String.raw`'(?:[^'\\]|\\[\s\S]|'')*'?|"(?:[^"\\]|\\[\s\S]|"")*"?|${"`"}(?:[^${"`"}]|${"``"})*${"`"}?`,
    String.raw`\?|:[A-Za-z_]\w*`,
  ),
  /** `@@name` is a function. */
  mssql: pattern(
    `--[^\\n]*|${blockComment}`,
    String.raw`${quoted}|\[(?:[^\]]|\]\])*\]?`,
    String.raw`\?|(?<!@)@[A-Za-z_]\w*|:[A-Za-z_]\w*|::`,
  ),
};

function pattern(comment: string, text: string, placeholder: string): RegExp {
  const kinds = `(?<comment>${comment})|(?<text>${text})|(?<placeholder>${placeholder})`;
  return new RegExp(`${kinds}|(?<semicolon>;)|(?<space>\\s+)|(?<code>[\\w$]+|[^\\s;])`, "g");
}

interface Groups {
  readonly comment?: string;
  readonly text?: string;
  readonly placeholder?: string;
  readonly semicolon?: string;
  readonly space?: string;
}

/**
 * Splits SQL as the engine's own tokenizer does, as far as an editor needs it: where strings, comments and placeholders
 * lie. It judges nothing: whether a statement may run, the engine decides.
 */
export function* sqlTokens(sql: string, engine: Engine = "sqlite"): Generator<SqlToken> {
  for (const match of sql.matchAll(patterns[engine])) {
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
