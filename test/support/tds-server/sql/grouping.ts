import type { Expression, SelectCore } from "./ast.ts";
import { type Scope, same } from "./scope.ts";
import { SqlFailure } from "./sql-failure.ts";
import { isAggregate } from "./translate-call.ts";
import type { Translator } from "./translator.ts";

/** Every column of a grouped query is a key or inside an aggregate: SQLite would take it from any row of the group. */
export function checkGrouping(t: Translator, core: SelectCore, scope: Scope): void {
  const items = core.items.flatMap((item) => (item.kind === "star" ? [] : item.expression));
  const all = core.having ? [...items, core.having] : items;
  if (core.groupBy.length === 0 && !all.some(hasAggregate)) return;
  const keys = new Set(core.groupBy.map((key) => t.value(key, scope).sql));
  for (const expression of all) check(t, expression, keys, scope);
  if (core.items.some(({ kind }) => kind === "star")) {
    const first = scope.sources[0]?.columns.find(({ sql }) => !keys.has(sql));
    if (first) throw notGrouped(scope.sources[0]?.alias ?? "", first.name);
  }
}

function check(t: Translator, e: Expression, keys: ReadonlySet<string>, scope: Scope): void {
  if (e.kind === "column") {
    const own = scope.sources.flatMap(({ alias, columns }) => columns.map((column) => ({ alias, column })));
    const { sql } = t.value(e, scope);
    const found = own.find(({ column }) => column.sql === sql);
    if (found && !keys.has(sql)) throw notGrouped(found.alias, found.column.name);
    return;
  }
  if (e.kind === "call" && isAggregate(e)) return;
  if (isValue(e) && keys.size > 0 && keys.has(t.value(e, scope).sql)) return;
  for (const child of children(e)) check(t, child, keys, scope);
}

function isValue(e: Expression): boolean {
  return (
    e.kind === "binary" || e.kind === "call" || e.kind === "cast" || e.kind === "case" || e.kind === "unary"
  );
}

function notGrouped(table: string, column: string): SqlFailure {
  const message = `Column '${table}.${column}' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.`;
  return new SqlFailure(8120, message, { reach: "batch" });
}

function hasAggregate(e: Expression): boolean {
  return (e.kind === "call" && isAggregate(e)) || children(e).some(hasAggregate);
}

/** The expressions directly inside; not those of subqueries, which group for themselves. */
function children(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case "unary":
    case "not":
    case "is-null":
    case "collate":
    case "in-query":
    case "cast":
      return [e.operand];
    case "binary":
    case "logical":
    case "compare":
      return [e.left, e.right];
    case "between":
      return [e.operand, e.low, e.high];
    case "in-list":
      return [e.operand, ...e.items];
    case "like":
      return [e.operand, e.pattern];
    case "case":
      return [e.operand, ...e.branches.flatMap(({ when, result }) => [when, result]), e.otherwise].filter(
        (one) => one !== undefined,
      );
    case "call":
      return e.args.filter((arg) => !(arg.kind === "column" && same(e.name, "DATEPART")));
    default:
      return [];
  }
}
