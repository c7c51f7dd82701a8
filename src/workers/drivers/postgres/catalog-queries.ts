/** Schemas, without the temporary ones of other sessions and those of oversized values. */
export const namespacesSql = `
  SELECT nspname FROM pg_catalog.pg_namespace
  WHERE nspname !~ '^pg_(toast|temp_|toast_temp_)' ORDER BY nspname`;

/** $1 schema, $2 kinds, $3 after, $4 filter in lower case, $5 limit. */
export function relationsSql(collation: string): string {
  return `
  SELECT c.relname, CASE WHEN c.reltuples < 0 OR c.relkind IN ('v', 'f') THEN NULL ELSE c.reltuples::bigint END
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind = ANY ($2::text[]::"char"[])
    AND ($3::text IS NULL OR c.relname > $3::name)
    AND ($4::text IS NULL OR strpos(lower(c.relname::text COLLATE ${collation}), lower($4 COLLATE ${collation})) > 0)
  ORDER BY c.relname LIMIT $5::bigint`;
}

/** Collations that fold the case of all letters; the database's own may know those of ASCII only. */
export const collationSql = `
  SELECT quote_ident(collname) FROM pg_catalog.pg_collation
  WHERE collname IN ('pg_c_utf8', 'und-x-icu') AND collnamespace = 'pg_catalog'::regnamespace
    AND collencoding IN (-1, pg_char_to_encoding(getdatabaseencoding()))
  ORDER BY collname LIMIT 1`;

const relation = `
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`;

const named = "n.nspname = $1 AND c.relname = $2";

export const columnsSql = `
  SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
    (SELECT k.place FROM pg_catalog.pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place)
     WHERE i.indrelid = c.oid AND i.indisprimary AND k.attnum = a.attnum), t.typcategory, t.typname
  ${relation}
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  WHERE ${named} ORDER BY a.attnum`;

/** A row for each column of each index, the index's name first. */
export const indexesSql = `
  SELECT x.relname, i.indisunique,
    CASE WHEN a.attnum IS NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid, k.place::int, true) ELSE a.attname END
  ${relation}
  JOIN pg_catalog.pg_index i ON i.indrelid = c.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place) ON k.place <= i.indnkeyatts
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum <> 0
  WHERE ${named} ORDER BY x.relname, k.place`;

/** A row for each column of each key, the key's name first. */
export const foreignKeysSql = `
  SELECT f.conname, a.attname, tn.nspname, t.relname, ta.attname
  ${relation}
  JOIN pg_catalog.pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f'
  JOIN pg_catalog.pg_class t ON t.oid = f.confrelid JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
  JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY k(attnum, target, place) ON true
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
  JOIN pg_catalog.pg_attribute ta ON ta.attrelid = t.oid AND ta.attnum = k.target
  WHERE ${named} ORDER BY f.conname, k.place`;
