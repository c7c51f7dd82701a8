import { sqlTokens } from "../../../core/sql/sql-tokens.ts";

/**
 * The columns of an index, each expression as its CREATE INDEX has it: SQLite's own lists name columns only.
 * @param names null for an expression
 * @param sql null for the index that a constraint made, which has no expressions
 */
export function indexColumns(names: readonly (string | null)[], sql: string | null): readonly string[] {
  const written = sql !== null && names.includes(null) ? listedItems(sql) : [];
  return names.map((name, position) => name ?? written[position] ?? "(expression)");
}

/** The items of the first parentheses, with what the commas inside of inner ones keep together. */
function listedItems(sql: string): readonly string[] {
  const items: string[] = [];
  let item = "";
  let depth = 0;
  for (const { kind, text } of sqlTokens(sql)) {
    if (kind === "code" && text === "(" && depth++ === 0) continue;
    if (kind === "code" && text === ")" && --depth === 0) break;
    if (depth === 0) continue;
    if (depth === 1 && kind === "code" && text === ",") {
      items.push(item.trim());
      item = "";
    } else {
      item += kind === "comment" ? " " : text;
    }
  }
  return [...items, item.trim()];
}
