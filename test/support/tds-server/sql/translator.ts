import type { Expression, ObjectName, Query } from "./ast.ts";
import type { ScalarFunction } from "./scalar-function.ts";
import type { Scope, ScopeColumn } from "./scope.ts";
import type { SqlType, SqlValue } from "./sql-type.ts";

/** A piece of SQLite's SQL, with what T-SQL knows of its value. */
export interface Typed {
  readonly sql: string;
  /** Undefined for a bare NULL. */
  readonly type: SqlType | undefined;
  readonly isNullable: boolean;
  /** Has a collation of its own: a table's column or COLLATE. */
  readonly isCollated?: boolean;
  readonly isIdentity?: boolean;
  readonly isUpdatable?: boolean;
  /** Known at compile time. */
  readonly constant?: SqlValue;
}

export interface OutputColumn extends Typed {
  readonly name: string;
}

/** A query whose result columns are `c0`, `c1`, … in SQLite. */
export interface TranslatedQuery {
  readonly sql: string;
  readonly columns: readonly OutputColumn[];
}

export interface TableColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly isNullable: boolean;
  readonly isIdentity: boolean;
  /** T-SQL of the default, with parentheses. */
  readonly defaultText: string | undefined;
}

export type FoundTable =
  | {
      readonly kind: "table";
      readonly id: number;
      readonly database: string;
      readonly schema: string;
      readonly name: string;
      readonly columns: readonly TableColumn[];
      /** As SQLite knows it, quoted. */
      readonly sql: string;
    }
  | { readonly kind: "view"; readonly query: Query; readonly columns: readonly string[] | undefined }
  /** Rows that SQL of our own makes: the catalog. */
  | { readonly kind: "system"; readonly sql: string; readonly columns: readonly ScopeColumn[] };

/** What the translation asks its session. */
export interface Environment {
  readonly findTable: (name: ObjectName) => FoundTable | undefined;
  readonly variableType: (name: string) => SqlType | undefined;
  readonly findFunction: (name: string) => ScalarFunction | undefined;
  /** `@@SPID` and the like. */
  readonly systemVariableType: (name: string) => SqlType | undefined;
}

/** Expressions hold queries and queries hold expressions: each part reaches the others through this. */
export interface Translator {
  readonly environment: Environment;
  /** The place of a variable among the parameters that are bound. */
  readonly bind: (variable: string) => string;
  readonly value: (expression: Expression, scope: Scope) => Typed;
  readonly condition: (expression: Expression, scope: Scope) => string;
  readonly query: (query: Query, scope: Scope, isOutermost?: boolean) => TranslatedQuery;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A value as SQLite writes it. */
export function literalSql(value: SqlValue): string {
  if (value === null) return "NULL";
  if (typeof value === "bigint") {
    // The smallest integer has no literal: its positive twin is too large.
    return value === -9_223_372_036_854_775_808n
      ? "(-9223372036854775807-1)"
      : value < 0n
        ? `(${value})`
        : String(value);
  }
  if (typeof value === "number") {
    const text = String(value);
    return `(${/[.e]/.test(text) ? text : `${text}.0`})`;
  }
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString("hex")}'`;
  if (!value.includes("\0")) return `'${value.replaceAll("'", "''")}'`;
  return `CAST(x'${Buffer.from(value, "utf8").toString("hex")}' AS TEXT)`;
}

export function constant(value: SqlValue, type: SqlType | undefined): Typed {
  return { sql: literalSql(value), type, isNullable: value === null, constant: value };
}
