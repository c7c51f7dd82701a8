import type { Engine } from "../connection/engine.ts";
import { sqlTokens } from "./sql-tokens.ts";

/** `mixed`: positional and named ones in one statement, which no driver can bind. */
export type Placeholders =
  | { readonly kind: "none" }
  /** One name per distinct placeholder; null for each positional one. */
  | { readonly kind: "found"; readonly names: readonly (string | null)[] }
  | { readonly kind: "mixed" };

/**
 * The values a statement waits for, in the order of their first use: `?` and `:name` everywhere; beside them SQLite's
 * `?1`, `@name` and `$name`, PostgreSQL's `$1` and SQL Server's `@name`.
 */
export function placeholders(sql: string, engine: Engine): Placeholders {
  const names: (string | null)[] = [];
  let numbered = 0;
  for (const { kind, text } of sqlTokens(sql, engine)) {
    if (kind !== "placeholder") continue;
    if (engine === "postgres" && text.startsWith("$")) {
      numbered = Math.max(numbered, Number(text.slice(1)));
      continue;
    }
    const name = text === "?" ? null : text.slice(1);
    if (name === null || !names.includes(name)) names.push(name);
  }
  if (numbered > 0 && names.length > 0) return { kind: "mixed" };
  if (numbered > 0) return { kind: "found", names: Array.from({ length: numbered }, () => null) };
  if (names.length === 0) return { kind: "none" };
  const positional = names.filter((name) => name === null).length;
  return positional > 0 && positional < names.length ? { kind: "mixed" } : { kind: "found", names };
}
