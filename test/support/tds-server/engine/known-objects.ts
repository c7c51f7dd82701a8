import type Database from "better-sqlite3";
import { quoteName } from "../sql/translator.ts";

/** The names and ids of a database's objects, for OBJECT_ID and OBJECT_NAME. */
export interface KnownObjects {
  readonly idOf: (name: string, type: string | undefined) => number | undefined;
  readonly nameOf: (id: number) => { readonly schema: string; readonly name: string } | undefined;
  readonly schemas: readonly string[];
}

interface Row {
  readonly object_id: number;
  readonly schema: string;
  readonly name: string;
  readonly type: string;
}

export function readObjects(db: Database.Database, database: string): KnownObjects {
  const read = (prefix: string) =>
    db
      .prepare<unknown[], Row>(
        `SELECT o.object_id, s.name AS schema, o.name, o.type FROM ${prefix}."$objects" o JOIN ${prefix}."$schemas" s USING (schema_id)`,
      )
      .safeIntegers(false)
      .all();
  const prefix = quoteName(database.toLowerCase());
  const byName = new Map<string, Row>();
  const byId = new Map<number, Row>();
  for (const row of read(prefix)) {
    byName.set(`${row.schema}.${row.name}`.toLowerCase(), row);
    byId.set(row.object_id, row);
  }
  for (const row of read("temp")) byName.set(`tempdb.${row.name}`.toLowerCase(), row);
  const schemas = db
    .prepare<unknown[], { name: string }>(`SELECT name FROM ${prefix}."$schemas" ORDER BY schema_id`)
    .all();
  return {
    idOf: (text, type) => {
      const parts = nameParts(text);
      const name = parts.at(-1) ?? "";
      const key = name.startsWith("#") ? `tempdb.${name}` : `${parts.at(-2) || "dbo"}.${name}`;
      const row = byName.get(key.toLowerCase());
      return row && (type === undefined || row.type === type.trim().toUpperCase())
        ? row.object_id
        : undefined;
    },
    nameOf: (id) => byId.get(id),
    schemas: schemas.map(({ name }) => name),
  };
}

/** `[a.b].c` has two parts. */
function nameParts(text: string): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at <= text.length) {
    if (text[at] === "[") {
      const end = text.indexOf("]", at);
      parts.push(text.slice(at + 1, end < 0 ? text.length : end));
      at = (end < 0 ? text.length : end) + 2;
    } else {
      const end = text.indexOf(".", at);
      parts.push(text.slice(at, end < 0 ? text.length : end));
      at = (end < 0 ? text.length : end) + 1;
    }
  }
  return parts;
}
