import type { Source } from "./ast.ts";
import { coerce, commonOf } from "./coerce.ts";
import { emptyScope, findNamed, inner, type Scope, type ScopeColumn, type ScopeSource } from "./scope.ts";
import { invalidObject, SqlFailure, unsupported } from "./sql-failure.ts";
import { types } from "./sql-type.ts";
import { type OutputColumn, quoteName, type TranslatedQuery, type Translator } from "./translator.ts";

export interface TranslatedSources {
  readonly sql: string;
  readonly sources: readonly ScopeSource[];
}

/** FROM: SQLite's text of it, and the names that it brings. */
export function translateSource(t: Translator, source: Source, outer: Scope): TranslatedSources {
  switch (source.kind) {
    case "table":
      return translateTable(t, source, outer);
    case "derived": {
      const query = t.query(source.query, outer);
      return derived(query, source.alias, source.columns);
    }
    case "values": {
      const rows = source.rows.map((row) => row.map((value) => t.value(value, outer)));
      const width = rows[0]?.length ?? 0;
      const columnTypes = Array.from({ length: width }, (_, i) =>
        commonOf(rows.flatMap((row) => row[i] ?? [])),
      );
      const text = rows.map(
        (row) => `(${row.map((value, i) => coerce(value, columnTypes[i] ?? types.int).sql).join(", ")})`,
      );
      const names = columnTypes.map((_, i) => `column${i + 1} AS c${i}`).join(", ");
      const columns = columnTypes.map(
        (type, i): OutputColumn => ({
          name: source.columns[i] ?? "",
          sql: `c${i}`,
          type,
          isNullable: rows.some((row) => row[i]?.isNullable ?? true),
        }),
      );
      return derived(
        { sql: `SELECT ${names} FROM (VALUES ${text.join(", ")})`, columns },
        source.alias,
        source.columns,
      );
    }
    case "function":
      return translateFunction(t, source, outer);
    case "join":
      return translateJoin(t, source, outer);
  }
}

function translateTable(t: Translator, source: Source & { kind: "table" }, outer: Scope): TranslatedSources {
  const { parts } = source.name;
  const name = parts.at(-1) ?? "";
  const alias = source.alias ?? name;
  const named = parts.length === 1 ? findNamed(outer, name) : undefined;
  if (named) {
    const columns = named.columns.map(
      (column, i): ScopeColumn => ({ ...column, sql: `${quoteName(alias)}.c${i}` }),
    );
    const depth = named.depthColumn === undefined ? undefined : `${quoteName(alias)}.${named.depthColumn}`;
    const tick = depth ?? columns[0]?.sql;
    return { sql: `${quoteName(named.name)} AS ${quoteName(alias)}`, sources: [{ alias, tick, columns }] };
  }
  const found = t.environment.findTable(source.name);
  if (!found) throw invalidObject(parts.join("."));
  if (found.kind === "view") return derived(t.query(found.query, emptyScope), alias, found.columns);
  if (found.kind === "system") {
    const columns = found.columns.map((column) => ({
      ...column,
      sql: `${quoteName(alias)}.${quoteName(column.sql)}`,
    }));
    return {
      sql: `(${found.sql}) AS ${quoteName(alias)}`,
      sources: [{ alias, tick: columns[0]?.sql, columns }],
    };
  }
  const columns = found.columns.map(
    (column): ScopeColumn => ({
      name: column.name,
      type: column.type,
      isNullable: column.isNullable,
      isIdentity: column.isIdentity,
      isUpdatable: true,
      sql: `${quoteName(alias)}.${quoteName(column.name)}`,
    }),
  );
  return {
    sql: `${found.sql} AS ${quoteName(alias)}`,
    sources: [{ alias, tick: `${quoteName(alias)}._rowid_`, columns }],
  };
}

function derived(
  query: TranslatedQuery,
  alias: string,
  names: readonly string[] | undefined,
): TranslatedSources {
  if (names && names.length !== query.columns.length) {
    const message = `'${alias}' has ${names.length > query.columns.length ? "more" : "fewer"} columns than were specified in the column list.`;
    throw new SqlFailure(8158, message, { reach: "batch" });
  }
  const columns = query.columns.map((column, i): ScopeColumn => {
    const name = names?.[i] ?? column.name;
    if (name === "") {
      throw new SqlFailure(8155, `No column name was specified for column ${i + 1} of '${alias}'.`, {
        state: 2,
        reach: "batch",
      });
    }
    return { name, type: column.type, isNullable: column.isNullable, sql: `${quoteName(alias)}.c${i}` };
  });
  const twice = columns.find((column, i) => columns.findIndex((other) => other.name === column.name) < i);
  if (twice) {
    const message = `The column '${twice.name}' was specified multiple times for '${alias}'.`;
    throw new SqlFailure(8156, message, { reach: "batch" });
  }
  return {
    sql: `(${query.sql}) AS ${quoteName(alias)}`,
    sources: [{ alias, tick: columns[0]?.sql, columns }],
  };
}

/** GENERATE_SERIES(1, 1000) and STRING_SPLIT(text, separator), the functions that SQL Server 2022 has for everybody. */
function translateFunction(
  t: Translator,
  source: Source & { kind: "function" },
  outer: Scope,
): TranslatedSources {
  const alias = source.alias ?? source.name;
  const args = source.args.map((arg) => t.value(arg, outer));
  const [from, to, step] = args;
  const isSeries = source.name === "GENERATE_SERIES";
  if (!from || !to || (!isSeries && source.name !== "STRING_SPLIT"))
    throw unsupported(`the table function ${source.name}`);
  const type = isSeries ? commonOf(args) : types.nvarcharMax;
  const sql = isSeries
    ? `SELECT value AS c0 FROM tds_series(${from.sql}, ${to.sql}, ${step?.sql ?? "1"})`
    : `SELECT value AS c0 FROM tds_split(${from.sql}, ${to.sql})`;
  return derived({ sql, columns: [{ name: "value", sql: "c0", type, isNullable: false }] }, alias, undefined);
}

function translateJoin(t: Translator, source: Source & { kind: "join" }, outer: Scope): TranslatedSources {
  const left = translateSource(t, source.left, outer);
  const right = translateSource(t, source.right, outer);
  const nullable = (sources: readonly ScopeSource[]) =>
    sources.map((one) => ({
      ...one,
      columns: one.columns.map((column) => ({ ...column, isNullable: true })),
    }));
  const { join } = source;
  const sources = [
    ...(join === "RIGHT" || join === "FULL" ? nullable(left.sources) : left.sources),
    ...(join === "LEFT" || join === "FULL" ? nullable(right.sources) : right.sources),
  ];
  const twice = sources.find(
    (one, i) => sources.findIndex((other) => other.alias.toLowerCase() === one.alias.toLowerCase()) < i,
  );
  if (twice) {
    const message = `The objects "${twice.alias}" and "${twice.alias}" in the FROM clause have the same exposed names. Use correlation names to distinguish them.`;
    throw new SqlFailure(1013, message, { reach: "batch" });
  }
  const on = source.on ? ` ON ${t.condition(source.on, inner(outer, sources))}` : "";
  // T-SQL joins in the order written unless it knows better; SQLite may choose, except after CROSS.
  const word = join === "CROSS" ? "," : ` ${join} JOIN`;
  return { sql: `${left.sql}${word} ${right.sql}${on}`, sources };
}
