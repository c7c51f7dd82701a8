import type { CommonTable, Query, QueryBody, SelectCore } from "./ast.ts";
import { coerce, commonOf, sortSql } from "./coerce.ts";
import { checkGrouping } from "./grouping.ts";
import { findNamed, inner, type NamedQuery, type Scope, same } from "./scope.ts";
import { selectItems } from "./select-items.ts";
import { SqlFailure, unsupported } from "./sql-failure.ts";
import { types } from "./sql-type.ts";
import { translateSource } from "./translate-source.ts";
import { type OutputColumn, quoteName, type TranslatedQuery, type Translator } from "./translator.ts";

const DEPTH = "depth";

export function translateQuery(
  t: Translator,
  query: Query,
  outer: Scope,
  isOutermost: boolean,
): TranslatedQuery {
  const { scope, sql: ctes } = translateWith(t, query, outer);
  const { body } = query;
  const hasTop = body.kind === "select" && body.top !== undefined;
  if (query.orderBy.length > 0 && !isOutermost && !hasTop && !query.offset) {
    const message =
      "The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.";
    throw new SqlFailure(1033, message, { class: 15, reach: "batch" });
  }
  const limit = limitSql(t, query, scope);
  if (body.kind === "select") {
    const core = translateCore(t, body, scope);
    const order = orderSql(t, query, core.columns, core.scope, body.isDistinct);
    const top = body.top ? ` LIMIT max(0, ${t.value(body.top, scope).sql})` : "";
    // Where something follows (a UNION around it), the limit must stay inside.
    return { sql: `${ctes}${core.sql}${order}${limit || top}`, columns: core.columns };
  }
  const translated = translateBody(t, body, scope);
  const order = orderSql(t, query, translated.columns, undefined, true);
  const isWrapped = order !== "" || limit !== "";
  const sql = isWrapped ? `SELECT * FROM (${translated.sql})${order}${limit}` : translated.sql;
  return { sql: `${ctes}${sql}`, columns: translated.columns };
}

function limitSql(t: Translator, { offset, fetch }: Query, scope: Scope): string {
  if (!offset) return "";
  const rows = fetch ? t.value(fetch, scope).sql : "-1";
  return ` LIMIT ${rows} OFFSET ${t.value(offset, scope).sql}`;
}

function translateWith(t: Translator, query: Query, outer: Scope): { scope: Scope; sql: string } {
  let scope = outer;
  const parts: string[] = [];
  for (const table of query.with) {
    const named = translateNamed(t, table, scope, query.maxRecursion);
    parts.push(named.sql);
    scope = inner(outer, [], [...scope.named, named.query]);
  }
  return {
    scope: query.with.length > 0 ? scope : outer,
    sql: parts.length > 0 ? `WITH RECURSIVE ${parts.join(", ")} ` : "",
  };
}

function translateNamed(
  t: Translator,
  table: CommonTable,
  scope: Scope,
  maxRecursion: number,
): { sql: string; query: NamedQuery } {
  const { body } = table.query;
  const isRecursive =
    body.kind === "set" && body.operator === "UNION ALL" && mentions(body.right, table.name);
  if (!isRecursive) {
    const translated = t.query(table.query, scope);
    const columns = named(translated.columns, table);
    return {
      sql: `${quoteName(table.name)}(${positions(columns)}) AS (${translated.sql})`,
      query: { name: table.name, columns },
    };
  }
  const anchor = translateBody(t, body.left, scope);
  const columns = named(anchor.columns, table).map((column) => ({ ...column, isNullable: true }));
  const own: NamedQuery = { name: table.name, columns, depthColumn: DEPTH };
  const recursive = translateBody(t, body.right, inner(scope, [], [...scope.named, own]));
  const depth = recursive.depth;
  if (depth === undefined) throw unsupported("this form of recursion");
  const next = converted(recursive, columns);
  const sql =
    `${quoteName(table.name)}(${positions(columns)}, ${DEPTH}) AS (SELECT *, 0 FROM (${anchor.sql}) ` +
    `UNION ALL ${next.replace("/*depth*/", `, tds_depth(${depth}, ${maxRecursion}) AS ${DEPTH}`)})`;
  return { sql, query: { name: table.name, columns } };
}

function named(columns: readonly OutputColumn[], table: CommonTable): OutputColumn[] {
  return columns.map((column, i) => {
    const name = table.columns?.[i] ?? column.name;
    if (name !== "") return { ...column, name };
    throw new SqlFailure(8155, `No column name was specified for column ${i + 1} of '${table.name}'.`, {
      state: 2,
      reach: "batch",
    });
  });
}

function positions(columns: readonly unknown[]): string {
  return columns.map((_, i) => `c${i}`).join(", ");
}

function mentions(body: QueryBody, name: string): boolean {
  if (body.kind === "set") return mentions(body.left, name) || mentions(body.right, name);
  if (body.kind === "nested") return mentions(body.query.body, name);
  const inSource = (source: SelectCore["from"]): boolean => {
    if (!source) return false;
    if (source.kind === "join") return inSource(source.left) || inSource(source.right);
    return (
      source.kind === "table" && source.name.parts.length === 1 && same(source.name.parts[0] ?? "", name)
    );
  };
  return inSource(body.from);
}

interface TranslatedBody extends TranslatedQuery {
  /** In a recursive part: how deep the row is that it goes on from. */
  readonly depth?: string | undefined;
}

function translateBody(t: Translator, body: QueryBody, scope: Scope): TranslatedBody {
  if (body.kind === "nested") return t.query(body.query, scope);
  if (body.kind === "select") {
    const core = translateCore(t, body, scope);
    if (!body.top) return core;
    return {
      sql: `SELECT * FROM (${core.sql} LIMIT ${t.value(body.top, scope).sql})`,
      columns: core.columns,
    };
  }
  const left = translateBody(t, body.left, scope);
  const right = translateBody(t, body.right, scope);
  if (left.columns.length !== right.columns.length) {
    const message =
      "All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.";
    throw new SqlFailure(205, message, { reach: "batch" });
  }
  const columns = left.columns.map((column, i): OutputColumn => {
    const other = right.columns[i];
    const { name, sql } = column;
    return {
      name,
      sql,
      type: commonOf(other ? [column, other] : [column]),
      isNullable: column.isNullable || (other?.isNullable ?? true),
    };
  });
  return { sql: `${converted(left, columns)} ${body.operator} ${converted(right, columns)}`, columns };
}

/** The query with its columns in the types of `columns`. */
function converted(query: TranslatedBody, columns: readonly OutputColumn[]): string {
  const items = columns.map((column, i) => {
    const value = { ...(query.columns[i] as OutputColumn), sql: `c${i}` };
    const { constant: _, ...plain } = value;
    return `${coerce(plain, column.type ?? types.int).sql} AS c${i}`;
  });
  const isSame = items.every((item, i) => item === `c${i} AS c${i}`);
  return isSame
    ? query.sql
    : `SELECT ${items.join(", ")}${query.depth === undefined ? "" : ", depth"} FROM (${query.sql})`;
}

interface TranslatedCore extends TranslatedBody {
  readonly scope: Scope;
}

function translateCore(t: Translator, core: SelectCore, outer: Scope): TranslatedCore {
  const from = core.from ? translateSource(t, core.from, outer) : { sql: "", sources: [] };
  const scope = inner(outer, from.sources);
  const columns = selectItems(t, core.items, scope);
  checkGrouping(t, core, scope);
  const where = core.where ? t.condition(core.where, scope) : undefined;
  const ticks = from.sources.flatMap(({ tick }) => tick ?? []);
  // Called for every row that is looked at, so that a cancel ends the statement wherever it is.
  const tick = ticks.length > 0 ? `tds_tick(${ticks.join(", ")})` : undefined;
  const conditions = [where, tick].filter((one) => one !== undefined);
  const groups = core.groupBy.map((key) => sortSql(t.value(key, scope)));
  const having = core.having ? t.condition(core.having, scope) : undefined;
  const depth = recursionDepth(core, scope, outer);
  const list = columns.map((column, i) => {
    const value = core.isDistinct && !column.isCollated ? sortlessSql(column) : column.sql;
    return `${value} AS c${i}`;
  });
  const sql = [
    `SELECT ${core.isDistinct ? "DISTINCT " : ""}${list.join(", ")}${depth === undefined ? "" : "/*depth*/"}`,
    from.sql && `FROM ${from.sql}`,
    conditions.length > 0 && `WHERE ${conditions.join(" AND ")}`,
    groups.length > 0 && `GROUP BY ${groups.join(", ")}`,
    having && `HAVING ${having}`,
  ];
  return { sql: sql.filter(Boolean).join(" "), columns, scope, depth };
}

/** DISTINCT compares text without its case. */
function sortlessSql(column: OutputColumn): string {
  const sorted = sortSql(column);
  return sorted.endsWith(" COLLATE NOCASE") ? sorted : column.sql;
}

function recursionDepth(core: SelectCore, scope: Scope, outer: Scope): string | undefined {
  if (!outer.named.some(({ depthColumn }) => depthColumn !== undefined)) return undefined;
  const find = (source: SelectCore["from"]): string | undefined => {
    if (!source) return undefined;
    if (source.kind === "join") return find(source.left) ?? find(source.right);
    if (source.kind !== "table" || source.name.parts.length > 1) return undefined;
    const name = source.name.parts[0] ?? "";
    const isOwn = findNamed(outer, name)?.depthColumn !== undefined;
    return isOwn ? `${quoteName(source.alias ?? name)}.${DEPTH}` : undefined;
  };
  return scope.sources.length > 0 ? find(core.from) : undefined;
}

function orderSql(
  t: Translator,
  query: Query,
  columns: readonly OutputColumn[],
  scope: Scope | undefined,
  needsOutput: boolean,
): string {
  const items = query.orderBy.map(({ expression, isDescending }) => {
    const down = isDescending ? " DESC" : "";
    if (expression.kind === "literal" && typeof expression.value === "bigint") {
      const column = columns[Number(expression.value) - 1];
      if (column)
        return sortSql(scope ? column : { ...column, sql: `c${Number(expression.value) - 1}` }) + down;
      const message = `The ORDER BY position number ${expression.value} is out of range of the number of items in the select list.`;
      throw new SqlFailure(108, message, { reach: "batch" });
    }
    if (expression.kind === "column" && expression.path.length === 1) {
      const at = columns.findIndex(({ name }) => same(name, expression.path[0] ?? ""));
      const column = columns[at];
      if (column) return sortSql(scope ? column : { ...column, sql: `c${at}` }) + down;
    }
    if (!scope) {
      const message =
        "ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT operator.";
      throw new SqlFailure(104, message, { reach: "batch" });
    }
    const value = t.value(expression, scope);
    if (needsOutput && !columns.some(({ sql }) => sql === value.sql)) {
      throw new SqlFailure(
        145,
        "ORDER BY items must appear in the select list if SELECT DISTINCT is specified.",
        { class: 15, reach: "batch" },
      );
    }
    return value.constant === undefined ? sortSql(value) + down : "NULL";
  });
  return items.length > 0 ? ` ORDER BY ${items.join(", ")}` : "";
}
