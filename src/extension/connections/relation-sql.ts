import type { Relation } from "../../core/connection/catalog.ts";
import type { Engine } from "../../core/connection/engine.ts";
import { quoteQualifiedName, type SqlText, selectText } from "../../core/sql/dialect.ts";

/** The names that lead to a table, the outermost first. SQLite's `main` says nothing. */
function pathOf(engine: Engine, { namespace, name }: Pick<Relation, "namespace" | "name">): string[] {
  const { database, schema } = namespace;
  if (engine === "sqlite" && schema === "main") return [name];
  return [...(database === undefined ? [] : [database]), schema, name];
}

/** As it stands in a statement. */
export function quotedName(engine: Engine, relation: Pick<Relation, "namespace" | "name">): SqlText {
  return quoteQualifiedName(engine, pathOf(engine, relation));
}

/** Reads the table; without columns all of them. */
export function selectSql(
  engine: Engine,
  relation: Pick<Relation, "namespace" | "name">,
  columns: readonly string[] = [],
): SqlText {
  return selectText(engine, { columns, from: pathOf(engine, relation) });
}
