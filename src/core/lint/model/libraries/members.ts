import type { DatabaseKind, DatabaseValue } from "../value.ts";

/**
 * What a method of a database value gives back, by the value's kind. `same`: the value itself; `object` and
 * `objects`: what its model holds. Source: the references of SQLAlchemy, Django, DB-API 2.0 (PEP 249), asyncpg.
 */
export type Result = DatabaseKind | "same" | "nothing";

const builders =
  "filter filter_by where having order_by group_by join outerjoin options limit offset distinct execution_options with_for_update select_from add_columns add_entity with_entities params populate_existing enable_eagerloads enable_assertions autoflush yield_per union union_all intersect except_ correlate slice reset_joinpoint from_self prefix_with suffix_with with_hint values returning on_conflict_do_nothing on_conflict_do_update on_duplicate_key_update from_statement bindparams columns scalar_subquery subquery alias cte label as_scalar ordered_values from_select add_criteria with_only_columns";

const django =
  "filter exclude order_by select_related prefetch_related annotate only defer distinct reverse values values_list using all none raw select_for_update union alias extra difference intersection dates datetimes get_queryset active iterator";

function all(names: string, result: Result): Record<string, Result> {
  return Object.fromEntries(names.split(" ").map((name) => [name, result]));
}

const members: Partial<Record<DatabaseKind, Record<string, Result>>> = {
  engine: {
    ...all("connect begin raw_connection contextual_connect", "connection"),
    execute: "result",
    execution_options: "same",
    sync_engine: "same",
  },
  "session-factory": { begin: "session" },
  session: {
    ...all("execute exec scalars", "result"),
    query: "query",
    get: "model-object",
    merge: "model-object",
    begin: "transaction",
    begin_nested: "transaction",
    connection: "connection",
    bind: "engine",
    get_bind: "engine",
    no_autoflush: "same",
    sync_session: "same",
  },
  connection: {
    ...all("execute exec_driver_sql scalars", "result"),
    cursor: "cursor",
    begin: "transaction",
    begin_nested: "transaction",
    transaction: "transaction",
    execution_options: "same",
    connection: "same",
    ...all("fetch fetchall", "rows"),
    ...all("fetchrow fetchone", "row"),
    executemany: "result",
    execute_fetchall: "rows",
    stream: "result",
  },
  cursor: {
    execute: "same",
    executemany: "same",
    ...all("fetchall fetchmany", "rows"),
    fetchone: "row",
    stream: "result",
    connection: "connection",
  },
  pool: {
    ...all("getconn get_connection acquire connection borrow", "connection"),
    fetch: "rows",
    fetchrow: "row",
    execute: "nothing",
  },
  query: {
    ...all(builders, "query"),
    ...all(django, "query"),
    ...all(
      "first one one_or_none get last latest earliest get_or_404 first_or_404 aget afirst alast",
      "model-object",
    ),
    ...all("in_bulk aggregate paginate", "nothing"),
    ...all("create", "model-object"),
  },
  result: {
    ...all("scalars mappings unique tuples columns yield_per partitions freeze", "result"),
    ...all("all fetchall fetchmany", "rows"),
    ...all("first fetchone one one_or_none scalar scalar_one scalar_one_or_none scalars_one", "row"),
  },
  statement: all(builders, "statement"),
  rows: { pop: "row", copy: "rows" },
  manager: {
    ...all(django, "query"),
    ...all("first last get latest earliest create acreate aget afirst", "model-object"),
    ...all("get_or_create update_or_create bulk_create", "rows"),
  },
  "flask-database": {
    session: "session-registry",
    create_scoped_session: "session-registry",
    engine: "engine",
    get_engine: "engine",
  },
  "model-class": {
    query: "query",
    objects: "manager",
    _default_manager: "manager",
    _base_manager: "manager",
    ...all("insert update delete select", "statement"),
  },
};

/** What `value.name` or `value.name()` gives; undefined: not known. */
export function memberOf(value: DatabaseValue, name: string): Result | undefined {
  if (value.kind === "query" && value.library !== "django" && name === "all") return "rows";
  if (value.kind === "query" && value.library !== "django" && /^(?:values|iterator)$/.test(name))
    return undefined;
  if (value.kind === "session-registry") {
    const of = members.session?.[name];
    return of ?? (name === "registry" || name === "session_factory" ? "session-factory" : undefined);
  }
  const table = members[value.kind];
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Attributes that are values themselves, without a call. */
const properties: ReadonlySet<string> = new Set([
  "session",
  "engine",
  "query",
  "objects",
  "_default_manager",
  "_base_manager",
  "bind",
  "no_autoflush",
  "connection",
  "sync_engine",
  "sync_session",
]);

export function isProperty(value: DatabaseValue, name: string): boolean {
  if (!properties.has(name)) return false;
  if (name === "query") return value.kind === "model-class";
  if (name === "connection") return value.kind === "cursor" || value.kind === "connection";
  return true;
}
