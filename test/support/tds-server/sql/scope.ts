import { invalidColumn, SqlFailure } from "./sql-failure.ts";
import type { SqlType } from "./sql-type.ts";
import type { OutputColumn, Typed } from "./translator.ts";

export interface ScopeColumn {
  readonly name: string;
  readonly type: SqlType | undefined;
  readonly isNullable: boolean;
  readonly isIdentity?: boolean;
  readonly isUpdatable?: boolean;
  /** Qualified, as SQLite finds it. */
  readonly sql: string;
}

export interface ScopeSource {
  /** What the statement calls it. */
  readonly alias: string;
  /** A column that differs from row to row, for the check whether to go on. */
  readonly tick: string | undefined;
  readonly columns: readonly ScopeColumn[];
}

export interface NamedQuery {
  readonly name: string;
  readonly columns: readonly OutputColumn[];
  /** Set while the recursive part is read: counts how deep it is. */
  readonly depthColumn?: string;
}

/** The names that an expression can see: its query's sources, then those of the queries around it. */
export interface Scope {
  readonly sources: readonly ScopeSource[];
  readonly outer: Scope | undefined;
  readonly named: readonly NamedQuery[];
}

export const emptyScope: Scope = { sources: [], outer: undefined, named: [] };

export function inner(
  outer: Scope,
  sources: readonly ScopeSource[],
  named: readonly NamedQuery[] = outer.named,
): Scope {
  return { sources, outer, named };
}

export function findNamed(scope: Scope, name: string): NamedQuery | undefined {
  return scope.named.findLast((query) => same(query.name, name));
}

export function resolveColumn(scope: Scope, path: readonly string[]): Typed {
  const name = path.at(-1) ?? "";
  const qualifier = path.at(-2);
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    const sources =
      qualifier === undefined ? at.sources : at.sources.filter(({ alias }) => same(alias, qualifier));
    const found = sources.flatMap(({ columns }) => columns.filter((column) => same(column.name, name)));
    const [column] = found;
    if (found.length > 1) throw new SqlFailure(209, `Ambiguous column name '${name}'.`, { reach: "batch" });
    if (column) return asTyped(column);
    if (qualifier !== undefined && sources.length > 0) throw invalidColumn(name);
  }
  if (qualifier === undefined) throw invalidColumn(name);
  throw new SqlFailure(4104, `The multi-part identifier "${path.join(".")}" could not be bound.`, {
    reach: "batch",
  });
}

export function asTyped(column: ScopeColumn): Typed {
  const { sql, type, isNullable, isIdentity = false, isUpdatable = false } = column;
  return { sql, type, isNullable, isIdentity, isUpdatable, isCollated: isUpdatable };
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
