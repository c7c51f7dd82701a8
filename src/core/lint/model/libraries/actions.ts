import type { Action } from "../file-model.ts";
import type { DatabaseKind, DatabaseValue, Verb } from "../value.ts";

/** What calling a method does to the database. */
export interface MethodAction {
  readonly action: Action;
  readonly verb?: Verb;
  readonly fetchesAll?: true;
}

type Table = Readonly<Record<string, MethodAction>>;

function each(names: string, action: MethodAction): Record<string, MethodAction> {
  return Object.fromEntries(names.split(" ").map((name) => [name, action]));
}

const ending: Table = {
  commit: { action: "commit" },
  rollback: { action: "rollback" },
  close: { action: "close" },
  begin: { action: "begin" },
};

const session: Table = {
  ...ending,
  add: { action: "add" },
  add_all: { action: "add-all" },
  merge: { action: "merge" },
  delete: { action: "delete-object" },
  refresh: { action: "refresh", verb: "select" },
  ...each("expunge expunge_all", { action: "expunge" }),
  flush: { action: "flush" },
  begin_nested: { action: "savepoint" },
  ...each("close_all aclose invalidate reset", { action: "close" }),
  ...each("execute exec scalar scalars stream stream_scalars", { action: "run" }),
  ...each("get get_one", { action: "run", verb: "select" }),
  ...each("bulk_save_objects bulk_insert_mappings", { action: "run-many", verb: "insert" }),
  bulk_update_mappings: { action: "run-many", verb: "update" },
  remove: { action: "remove" },
};

const connection: Table = {
  ...ending,
  ...each("execute exec_driver_sql scalar scalars stream execute_insert", { action: "run" }),
  ...each("fetch fetchrow fetchval execute_fetchall", { action: "run" }),
  ...each("executemany executescript copy_records_to_table copy_to_table insertmany", { action: "run-many" }),
  cursor: { action: "open-cursor" },
  begin_nested: { action: "savepoint" },
  transaction: { action: "begin" },
};

const cursor: Table = {
  ...each("execute callproc", { action: "run" }),
  ...each("executemany execute_batch execute_values copy_from copy_expert copy executescript", {
    action: "run-many",
  }),
  fetchall: { action: "fetch", fetchesAll: true },
  ...each("fetchone fetchmany fetchval", { action: "fetch" }),
  close: { action: "close" },
  commit: { action: "commit" },
  rollback: { action: "rollback" },
};

const sqlalchemyQuery: Table = {
  ...each(
    "first one one_or_none scalar get count get_or_404 first_or_404 one_or_404 get_or_create paginate value",
    {
      action: "run",
      verb: "select",
    },
  ),
  all: { action: "run", verb: "select", fetchesAll: true },
  update: { action: "run", verb: "update" },
  delete: { action: "run", verb: "delete" },
};

const djangoReads =
  "get first last latest earliest count exists aggregate in_bulk contains explain aget afirst alast acount aexists aaggregate";

const django: Table = {
  ...each(djangoReads, { action: "run", verb: "select" }),
  ...each("create acreate", { action: "create", verb: "insert" }),
  ...each("get_or_create update_or_create aget_or_create aupdate_or_create", { action: "get-or-create" }),
  ...each("bulk_create abulk_create", { action: "run-many", verb: "insert" }),
  ...each("bulk_update abulk_update", { action: "run-many", verb: "update" }),
  ...each("update aupdate", { action: "run", verb: "update" }),
  ...each("delete adelete", { action: "run", verb: "delete" }),
};

const tables: Partial<Record<DatabaseKind, Table>> = {
  session,
  "session-registry": session,
  connection,
  pool: {
    ...each("execute fetch fetchrow fetchval", { action: "run" }),
    executemany: { action: "run-many" },
    close: { action: "close" },
  },
  transaction: {
    commit: { action: "commit" },
    rollback: { action: "rollback" },
    close: { action: "rollback" },
  },
  cursor,
  engine: { execute: { action: "run" }, dispose: { action: "dispose" } },
  result: {
    ...each("all fetchall", { action: "fetch", fetchesAll: true }),
    ...each("first fetchone fetchmany one one_or_none scalar scalar_one scalar_one_or_none", {
      action: "fetch",
    }),
  },
  "model-object": {
    ...each("save asave", { action: "save" }),
    ...each("refresh_from_db arefresh_from_db", { action: "refresh", verb: "select" }),
  },
};

/** What `value.name(…)` does; undefined: nothing that the rules ask for. */
export function actionOf(value: DatabaseValue, name: string): MethodAction | undefined {
  const table =
    value.library === "django" && (value.kind === "query" || value.kind === "manager")
      ? django
      : tableOf(value);
  if (!table || !Object.hasOwn(table, name)) return undefined;
  if (value.kind === "model-object" && value.library !== "django" && value.library !== "peewee")
    return undefined;
  return table[name];
}

function tableOf({ kind }: DatabaseValue): Table | undefined {
  return kind === "query" ? sqlalchemyQuery : tables[kind];
}

/** All names of methods that do something to a database, or start to (`session.query(…)`). */
export const methodNames: ReadonlySet<string> = new Set([
  "query",
  ...[...Object.values(tables), sqlalchemyQuery, django].flatMap((table) => Object.keys(table)),
]);
