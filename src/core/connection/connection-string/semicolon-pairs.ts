import type { Parameter } from "./parameters.ts";
import { type ConnectionStringProblem, tellableName } from "./parsed-connection.ts";

/**
 * How values are quoted between semicolons:
 * - `ado`: `'…'` or `"…"`, the same quote inside doubled; `==` in a name is one `=`
 *   (learn.microsoft.com/dotnet/framework/data/adonet/connection-strings);
 * - `odbc`, and JDBC for SQL Server: `{…}`, a `}` inside doubled (ODBC's SQLDriverConnect, "Building the connection URL").
 */
export type SemicolonQuoting = "ado" | "odbc";

const patterns: Readonly<Record<SemicolonQuoting, RegExp>> = {
  ado: /[;\s]*(?<name>(?:[^=;]|==)*)(?<equals>=\s*)?(?:(?<open>["'])(?<quoted>(?:(?!\k<open>).|\k<open>\k<open>)*)(?<close>\k<open>)?(?<after>[^;]*)|(?<plain>[^;]*))/sy,
  odbc: /[;\s]*(?<name>[^=;]*)(?<equals>=\s*)?(?:(?<open>\{)(?<quoted>(?:[^}]|\}\})*)(?<close>\})?(?<after>[^;]*)|(?<plain>[^;]*))/sy,
};

interface Groups {
  readonly name?: string;
  readonly equals?: string;
  readonly quoted?: string;
  readonly close?: string;
  readonly after?: string;
  readonly plain?: string;
}

/** The pairs in the order written, values unquoted; blanks around names and bare values do not count. */
export function readSemicolonPairs(
  text: string,
  quoting: SemicolonQuoting,
): readonly Parameter[] | ConnectionStringProblem {
  const pairs: Parameter[] = [];
  const pattern = new RegExp(patterns[quoting]);
  const written = text.replace(/[;\s]+$/, "");
  let at = 0;
  while (at < written.length) {
    pattern.lastIndex = at;
    const match = pattern.exec(written);
    const { name = "", equals, quoted, close, after = "", plain = "" } = (match?.groups ?? {}) as Groups;
    const key = (quoting === "ado" ? name.replaceAll("==", "=") : name).trim();
    if (!match || equals === undefined || key === "") return { problem: "no-equals-sign" };
    if (quoted !== undefined && close === undefined)
      return { problem: "quote-not-closed", name: tellableName(key) };
    if (after.trim() !== "") return { problem: "text-after-quote", name: tellableName(key) };
    pairs.push([key, quoted === undefined ? plain.trim() : undouble(quoted, close ?? "")]);
    at += match[0].length;
  }
  return pairs;
}

function undouble(quoted: string, quote: string): string {
  return quoted.replaceAll(quote + quote, quote);
}

/** A value as it stands between semicolons, in quotes only where it needs them. It must hold no NUL. */
export function quoteSemicolonValue(value: string, quoting: SemicolonQuoting): string {
  if (quoting === "odbc")
    return /^$|[[\]{}(),;?*=!@]|^\s|\s$|\p{Cc}/u.test(value) ? `{${value.replaceAll("}", "}}")}}` : value;
  if (!/^$|;|^["'=]|^\s|\s$|\p{Cc}/u.test(value)) return value;
  if (!value.includes('"')) return `"${value}"`;
  return value.includes("'") ? `"${value.replaceAll('"', '""')}"` : `'${value}'`;
}
