import type { Expression, InsertSource, ObjectName, OutputItem, Statement } from "./ast.ts";
import { coerce } from "./coerce.ts";
import { parseValue } from "./parse-value.ts";
import { emptyScope, inner, type Scope, same } from "./scope.ts";
import { invalidColumn, invalidObject, SqlFailure, unsupported } from "./sql-failure.ts";
import { familyOf, MAX, type SqlType, typeText } from "./sql-type.ts";
import {
  constant,
  type FoundTable,
  type OutputColumn,
  quoteName,
  type TableColumn,
  type Translator,
  type Typed,
} from "./translator.ts";

type BaseTable = FoundTable & { readonly kind: "table" };

export interface TranslatedWrite {
  readonly sql: string;
  readonly table: BaseTable;
  /** What OUTPUT gives back. */
  readonly output: readonly OutputColumn[];
}

export function baseTable(t: Translator, name: ObjectName): BaseTable {
  const found = t.environment.findTable(name);
  if (!found) throw invalidObject(name.parts.join("."));
  if (found.kind === "table") return found;
  if (found.kind === "view") throw unsupported("writing through a view", name.line);
  throw new SqlFailure(259, "Ad hoc updates to system catalogs are not allowed.", { reach: "batch" });
}

export function findColumn(table: BaseTable, name: string): TableColumn {
  const column = table.columns.find((one) => same(one.name, name));
  if (!column) throw invalidColumn(name);
  return column;
}

export function translateInsert(
  t: Translator,
  statement: Statement & { kind: "insert" },
  hasIdentityInsert: (table: BaseTable) => boolean,
): TranslatedWrite {
  const table = baseTable(t, statement.table);
  const writesIdentity = hasIdentityInsert(table);
  const named = statement.columns?.map((name) => findColumn(table, name));
  const isDefaults = statement.source.kind === "defaults";
  const targets = isDefaults ? [] : (named ?? table.columns.filter(({ isIdentity }) => !isIdentity));
  const identity = table.columns.find(({ isIdentity }) => isIdentity);
  if (identity && targets.includes(identity) !== writesIdentity && statement.source.kind !== "defaults") {
    throw identityProblem(table, writesIdentity);
  }
  const defaults = table.columns.filter(
    (column) => column.defaultText !== undefined && !targets.includes(column),
  );
  const missing = table.columns.find(
    (column) =>
      !column.isNullable &&
      !column.isIdentity &&
      column.defaultText === undefined &&
      !targets.includes(column),
  );
  const extra = defaults.map((column) => defaultValue(t, table, column));
  const required = missing ? [requiredSql("NULL", table, missing)] : [];
  const columns = [...targets, ...defaults, ...(missing ? [missing] : [])];
  const source = sourceSql(t, statement.source, table, targets, [...extra, ...required]);
  const output = outputColumns(table, statement.output, "inserted");
  if (columns.length === 0 || isDefaults) {
    const all = [...extra, ...required];
    const list = [...defaults, ...(missing ? [missing] : [])].map(({ name }) => quoteName(name)).join(", ");
    const values = all.length > 0 ? `(${list}) VALUES (${all.join(", ")})` : "DEFAULT VALUES";
    return { sql: `INSERT INTO ${table.sql} ${values}${returning(output)}`, table, output };
  }
  const list = columns.map(({ name }) => quoteName(name)).join(", ");
  return { sql: `INSERT INTO ${table.sql} (${list}) ${source}${returning(output)}`, table, output };
}

function sourceSql(
  t: Translator,
  source: InsertSource,
  table: BaseTable,
  targets: readonly TableColumn[],
  extra: readonly string[],
): string {
  if (source.kind === "values") {
    const rows = source.rows.map((row) => {
      if (row.length !== targets.length) throw wrongCount(row.length, targets.length, true);
      const values = row.map((value, i) => storedSql(t, value, table, targets[i] as TableColumn, emptyScope));
      return `(${[...values, ...extra].join(", ")})`;
    });
    return `VALUES ${rows.join(", ")}`;
  }
  if (source.kind !== "query") return "";
  const query = t.query(source.query, emptyScope, true);
  if (query.columns.length !== targets.length) throw wrongCount(query.columns.length, targets.length, false);
  const values = query.columns.map(({ constant: _, ...column }, i) =>
    store({ ...column, sql: `c${i}` }, table, targets[i] as TableColumn),
  );
  // ON CONFLICT's grammar makes SQLite read on after a SELECT's FROM: WHERE true ends it.
  return `SELECT ${[...values, ...extra].join(", ")} FROM (${query.sql}) WHERE true`;
}

function wrongCount(given: number, wanted: number, isValues: boolean): SqlFailure {
  if (isValues) {
    const more = given > wanted ? "fewer" : "more";
    const message = `There are ${more} columns in the INSERT statement than values specified in the VALUES clause. The number of values in the VALUES clause must match the number of columns specified in the INSERT statement.`;
    return new SqlFailure(given > wanted ? 110 : 109, message, { class: 15, reach: "batch" });
  }
  const message = `The select list for the INSERT statement contains ${given > wanted ? "more" : "fewer"} items than the insert list. The number of SELECT values must match the number of INSERT columns.`;
  return new SqlFailure(given > wanted ? 121 : 120, message, { class: 15, reach: "batch" });
}

function identityProblem(table: BaseTable, isOn: boolean): SqlFailure {
  const name = table.name;
  return isOn
    ? new SqlFailure(
        545,
        `Explicit value must be specified for identity column in table '${name}' either when IDENTITY_INSERT is set to ON or when a replication user is inserting into a NOT FOR REPLICATION identity column.`,
      )
    : new SqlFailure(
        544,
        `Cannot insert explicit value for identity column in table '${name}' when IDENTITY_INSERT is set to OFF.`,
      );
}

/** The value of an expression as the column takes it. */
function storedSql(
  t: Translator,
  e: Expression,
  table: BaseTable,
  column: TableColumn,
  scope: Scope,
): string {
  if (e.kind === "default")
    return column.defaultText === undefined
      ? store(constant(null, undefined), table, column)
      : defaultValue(t, table, column);
  return store(t.value(e, scope), table, column);
}

function defaultValue(t: Translator, table: BaseTable, column: TableColumn): string {
  return store(t.value(parseValue(column.defaultText ?? "(NULL)"), emptyScope), table, column);
}

function store(value: Typed, table: BaseTable, column: TableColumn): string {
  const { type } = column;
  const sql = canOverflow(value.type, type)
    ? `tds_fit(${coerce(value, { ...type, length: MAX, name: unpadded(type) }).sql}, '${typeText(type)}', ${location(table, column)})`
    : coerce(value, type).sql;
  const mayBeNull = value.isNullable || value.type === undefined;
  return mayBeNull && !column.isNullable ? requiredSql(sql, table, column) : sql;
}

function unpadded(type: SqlType): SqlType["name"] {
  return (
    ({ char: "varchar", nchar: "nvarchar", binary: "varbinary" } as const)[type.name as "char"] ?? type.name
  );
}

function canOverflow(from: SqlType | undefined, to: SqlType): boolean {
  const family = familyOf(to);
  if (!from || (family !== "text" && family !== "binary") || to.length === MAX) return false;
  return familyOf(from) !== family || from.length === MAX || from.length > to.length;
}

function requiredSql(sql: string, table: BaseTable, column: TableColumn): string {
  return `tds_required(${sql}, ${location(table, column)})`;
}

function location(table: BaseTable, column: TableColumn): string {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  return `${text(`${table.database}.${table.schema}.${table.name}`)}, ${text(column.name)}`;
}

function outputColumns(
  table: BaseTable,
  items: readonly OutputItem[],
  which: "inserted" | "deleted",
): OutputColumn[] {
  return items.flatMap((item): OutputColumn[] => {
    if (item.table !== which) throw unsupported(`OUTPUT ${item.table}`);
    const columns = item.column === "*" ? table.columns : [findColumn(table, item.column)];
    return columns.map(({ name, type, isNullable }) => ({
      name: item.name ?? name,
      type,
      isNullable,
      sql: quoteName(name),
    }));
  });
}

function returning(output: readonly OutputColumn[]): string {
  return output.length > 0 ? ` RETURNING ${output.map(({ sql }) => sql).join(", ")}` : "";
}

/** The table under the name by which the statement calls it. */
function ownScope(table: BaseTable, alias: string): Scope {
  const columns = table.columns.map((column) => ({
    ...column,
    isUpdatable: true,
    sql: `${quoteName(alias)}.${quoteName(column.name)}`,
  }));
  return inner(emptyScope, [{ alias, tick: `${quoteName(alias)}._rowid_`, columns }]);
}

export function translateUpdate(t: Translator, statement: Statement & { kind: "update" }): TranslatedWrite {
  const { from } = statement;
  const called = statement.table.parts.at(-1) ?? "";
  // `UPDATE a SET … FROM t AS a`: the name is an alias of FROM.
  const aliased =
    from?.kind === "table" && same(from.alias ?? from.name.parts.at(-1) ?? "", called) ? from : undefined;
  if (from && !aliased) throw unsupported("UPDATE with a join", statement.line);
  const table = baseTable(t, aliased?.name ?? statement.table);
  const scope = ownScope(table, called);
  const set = statement.assignments.map(({ column, value }) => {
    const target = findColumn(table, column);
    if (target.isIdentity)
      throw new SqlFailure(8102, `Cannot update identity column '${target.name}'.`, { reach: "batch" });
    return `${quoteName(target.name)} = ${storedSql(t, value, table, target, scope)}`;
  });
  const output = outputColumns(table, statement.output, "inserted");
  const where = whereSql(t, statement, table, called, scope);
  return {
    sql: `UPDATE ${table.sql} AS ${quoteName(called)} SET ${set.join(", ")}${where}${returning(output)}`,
    table,
    output,
  };
}

export function translateDelete(t: Translator, statement: Statement & { kind: "delete" }): TranslatedWrite {
  const table = baseTable(t, statement.table);
  const called = statement.table.parts.at(-1) ?? "";
  const output = outputColumns(table, statement.output, "deleted");
  const where = whereSql(t, statement, table, called, ownScope(table, called));
  return {
    sql: `DELETE FROM ${table.sql} AS ${quoteName(called)}${where}${returning(output)}`,
    table,
    output,
  };
}

function whereSql(
  t: Translator,
  { where, top }: { readonly where: Expression | undefined; readonly top: Expression | undefined },
  table: BaseTable,
  called: string,
  scope: Scope,
): string {
  const tick = `tds_tick(${quoteName(called)}._rowid_)`;
  const condition = where ? `${t.condition(where, scope)} AND ${tick}` : tick;
  if (!top) return ` WHERE ${condition}`;
  const rows = `SELECT ${quoteName(called)}._rowid_ FROM ${table.sql} AS ${quoteName(called)} WHERE ${condition} LIMIT ${t.value(top, scope).sql}`;
  return ` WHERE _rowid_ IN (${rows})`;
}

/** The columns that a query's result has as a table: SELECT INTO. */
export function columnsForTable(columns: readonly OutputColumn[]): TableColumn[] {
  return columns.map(({ name, type, isNullable, isIdentity = false }, i) => {
    if (name === "") {
      const message = `An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name (column ${i + 1}).`;
      throw new SqlFailure(1038, message, { class: 15, reach: "batch" });
    }
    if (!type) throw unsupported("SELECT INTO of a bare NULL");
    return { name, type, isNullable, isIdentity, defaultText: undefined };
  });
}
