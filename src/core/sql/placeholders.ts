import { sqlTokens } from "./sql-tokens.ts";

/** `mixed`: positional and named ones in one statement, which no driver can bind. */
export type Placeholders =
  | { readonly kind: "none" }
  /** One name per distinct placeholder; null for each positional `?`. */
  | { readonly kind: "found"; readonly names: readonly (string | null)[] }
  | { readonly kind: "mixed" };

/** The values a statement waits for, in the order of their first use: `?`, `?1`, `:name`, `@name`, `$name`. */
export function placeholders(sql: string): Placeholders {
  const names: (string | null)[] = [];
  for (const { kind, text } of sqlTokens(sql)) {
    if (kind !== "placeholder") continue;
    const name = text === "?" ? null : text.slice(1);
    if (name === null || !names.includes(name)) names.push(name);
  }
  if (names.length === 0) return { kind: "none" };
  const positional = names.filter((name) => name === null).length;
  return positional > 0 && positional < names.length ? { kind: "mixed" } : { kind: "found", names };
}
