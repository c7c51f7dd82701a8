/**
 * Cuts white space, comments and semicolons off the end of a statement, so that it can stand inside parentheses. It
 * decides nothing about safety: the engine compiles what is left, alone and inside a subquery.
 */
export function trimStatement(sql: string): string {
  let end = 0;
  const token =
    /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|\s+|;|[^\s;]/g;
  for (const match of sql.matchAll(token)) {
    const [word] = match;
    const counts = !(word.startsWith("--") || word.startsWith("/*") || word === ";" || /^\s/.test(word));
    if (counts) end = match.index + word.length;
  }
  return sql.slice(0, end);
}
