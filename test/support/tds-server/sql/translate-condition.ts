import type { Expression } from "./ast.ts";
import { coerce, compareSql, padless } from "./coerce.ts";
import type { Scope } from "./scope.ts";
import { SqlFailure } from "./sql-failure.ts";
import { familyOf, types } from "./sql-type.ts";
import { oneColumnOnly } from "./translate-value.ts";
import type { Translator, Typed } from "./translator.ts";

/** An expression that is true, false or unknown. */
export function translateCondition(t: Translator, e: Expression, scope: Scope): string {
  switch (e.kind) {
    case "logical":
      return `(${t.condition(e.left, scope)} ${e.operator} ${t.condition(e.right, scope)})`;
    case "not":
      return `(NOT ${t.condition(e.operand, scope)})`;
    case "compare":
      return `(${compareSql(e.operator, t.value(e.left, scope), t.value(e.right, scope))})`;
    case "is-null":
      return `(${t.value(e.operand, scope).sql} IS ${e.isNegated ? "NOT " : ""}NULL)`;
    case "between": {
      const operand = t.value(e.operand, scope);
      const low = compareSql(">=", operand, t.value(e.low, scope));
      const high = compareSql("<=", operand, t.value(e.high, scope));
      return `(${e.isNegated ? "NOT " : ""}(${low} AND ${high}))`;
    }
    case "in-list":
      return translateList(t, e, scope);
    case "in-query": {
      const operand = t.value(e.operand, scope);
      const { sql, columns } = t.query(e.query, scope);
      const [column] = columns;
      if (!column || columns.length > 1) throw oneColumnOnly();
      if (operand.type && column.type && familyOf(operand.type) === "decimal") {
        const match = compareSql("=", operand, { ...column, sql: "c0" });
        return `(${e.isNegated ? "NOT " : ""}EXISTS (SELECT 1 FROM (${sql}) WHERE ${match}))`;
      }
      const left =
        column.type && operand.type && familyOf(operand.type) !== familyOf(column.type)
          ? coerce(operand, column.type)
          : operand;
      return `(${left.sql}${collation(left)} ${e.isNegated ? "NOT " : ""}IN (${sql}))`;
    }
    case "like": {
      const operand = coerce(t.value(e.operand, scope), types.nvarcharMax);
      const pattern = coerce(t.value(e.pattern, scope), types.nvarcharMax);
      const escapeWith = e.escape ? t.value(e.escape, scope).sql : "NULL";
      return `(${e.isNegated ? "NOT " : ""}tds_like(${operand.sql}, ${pattern.sql}, ${escapeWith}))`;
    }
    case "exists":
      return `EXISTS (${t.query(e.query, scope).sql})`;
    default: {
      t.value(e, scope);
      const message =
        "An expression of non-boolean type specified in a context where a condition is expected.";
      throw new SqlFailure(4145, message, { class: 15, reach: "batch" });
    }
  }
}

function translateList(t: Translator, e: Expression & { kind: "in-list" }, scope: Scope): string {
  const operand = padless(t.value(e.operand, scope));
  const items = e.items.map((item) => padless(t.value(item, scope)));
  const family = operand.type ? familyOf(operand.type) : undefined;
  const isPlain = family !== "decimal" && items.every(({ type }) => !type || familyOf(type) === family);
  if (isPlain) {
    const list = items.map(({ sql }) => sql).join(", ");
    return `(${operand.sql}${collation(operand)} ${e.isNegated ? "NOT " : ""}IN (${list}))`;
  }
  const any = items.map((item) => compareSql("=", operand, item)).join(" OR ");
  return `(${e.isNegated ? "NOT " : ""}(${any}))`;
}

function collation({ type, isCollated }: Typed): string {
  return type && familyOf(type) === "text" && !isCollated ? " COLLATE NOCASE" : "";
}
