import { trimStatement } from "./trim-statement.ts";

export type SelectedSql =
  | { readonly kind: "sql"; readonly sql: string }
  | { readonly kind: "empty" }
  /** The literal is put together at run time, so its text is not yet the statement. */
  | { readonly kind: "interpolated" };

/** Prefix, quote, body, the same quote; then what may stand between two literals that a language joins. */
const literal =
  /(?<prefix>[A-Za-z]{1,2}|\$@?|@\$?)?(?<quote>"""|'''|"|'|`)(?<body>(?:\\[\s\S]|(?!\k<quote>)[^\\])*)\k<quote>[\s+.\\,;]*/y;

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\n": "", "\r\n": "" };

/**
 * The SQL of a selection. Outside of SQL files a selection that is nothing but string literals (of Python, JavaScript,
 * Java, C#, Go, …, joined by `+` or by standing side by side) gives what the literals hold.
 */
export function selectedSql(selection: string, languageId: string): SelectedSql {
  const isSql = /sql/i.test(languageId);
  const held = isSql ? undefined : literals(selection.trim().replace(/^\(([\s\S]*)\)$/, "$1"));
  if (held === "interpolated") return { kind: "interpolated" };
  const sql = trimStatement(held ?? selection).trim();
  return sql === "" ? { kind: "empty" } : { kind: "sql", sql };
}

/** What the literals hold, joined; undefined when the text is anything else. */
function literals(text: string): string | "interpolated" | undefined {
  const source = text.trim();
  let held = "";
  let interpolated = false;
  literal.lastIndex = 0;
  while (literal.lastIndex < source.length) {
    const { prefix = "", quote = "", body = "" } = literal.exec(source)?.groups ?? {};
    if (quote === "") return undefined;
    const python = /f/i.test(prefix) && /\{(?!\{)/.test(body.replaceAll("{{", ""));
    const template = quote === "`" && /\$\{/.test(body);
    const csharp = prefix.includes("$") && /\{/.test(body);
    interpolated ||= python || template || csharp;
    held += /r|@/i.test(prefix) ? body : withoutEscapes(body);
  }
  if (source === "") return undefined;
  return interpolated ? "interpolated" : held;
}

function withoutEscapes(body: string): string {
  return body.replace(/\\(\r\n|[\s\S])/g, (_, escaped: string) => escapes[escaped] ?? escaped);
}
