/** Where `db` is a quoted database. */
export const databasesSql = `
  SELECT name FROM sys.databases WHERE state = 0 AND HAS_DBACCESS(name) = 1 ORDER BY name`;

/** Above 16383 are the schemas of the fixed roles. */
export const schemasSql = (db: string) => `
  SELECT name, CASE WHEN schema_id >= 16384 OR name IN ('sys', 'INFORMATION_SCHEMA', 'guest') THEN 1 ELSE 0 END
  FROM ${db}.sys.schemas ORDER BY name`;

/** @p1 limit, @p2 schema, @p3 after, @p4 filter. */
export const relationsSql = (db: string, kind: "table" | "view") => `
  SELECT TOP (@p1) o.name, o.object_id FROM ${db}.sys.${kind}s o
  JOIN ${db}.sys.schemas s ON s.schema_id = o.schema_id
  WHERE s.name = @p2 AND (@p3 IS NULL OR o.name > @p3) AND (@p4 IS NULL OR CHARINDEX(LOWER(@p4), LOWER(o.name)) > 0)
  ORDER BY o.name`;

/** Rows as the pages of heaps and clustered indexes count them. */
export const estimatesSql = (db: string, objects: readonly number[]) => `
  SELECT object_id, SUM(rows) FROM ${db}.sys.partitions
  WHERE index_id IN (0, 1) AND object_id IN (${objects.join(", ")}) GROUP BY object_id`;

const relation = (db: string) => `
  ${db}.sys.objects o JOIN ${db}.sys.schemas s ON s.schema_id = o.schema_id`;

const named = "s.name = @p1 AND o.name = @p2";

export const columnsSql = (db: string) => `
  SELECT c.name, t.name, c.max_length, c.precision, c.scale, c.is_nullable, c.column_id
  FROM ${relation(db)}
  JOIN ${db}.sys.columns c ON c.object_id = o.object_id
  JOIN ${db}.sys.types t ON t.user_type_id = c.user_type_id
  WHERE ${named} ORDER BY c.column_id`;

/** A row for each column of each index, the index's name first. */
export const indexesSql = (db: string) => `
  SELECT i.name, i.is_unique, c.name, i.is_primary_key, k.key_ordinal
  FROM ${relation(db)}
  JOIN ${db}.sys.indexes i ON i.object_id = o.object_id
  JOIN ${db}.sys.index_columns k ON k.object_id = o.object_id AND k.index_id = i.index_id
  JOIN ${db}.sys.columns c ON c.object_id = o.object_id AND c.column_id = k.column_id
  WHERE ${named} AND i.name IS NOT NULL AND k.is_included_column = 0
  ORDER BY i.name, k.key_ordinal`;

/** A row for each column of each key, the key's name first. */
export const foreignKeysSql = (db: string) => `
  SELECT f.name, c.name, ts.name, t.name, tc.name
  FROM ${relation(db)}
  JOIN ${db}.sys.foreign_keys f ON f.parent_object_id = o.object_id
  JOIN ${db}.sys.foreign_key_columns k ON k.constraint_object_id = f.object_id
  JOIN ${db}.sys.columns c ON c.object_id = o.object_id AND c.column_id = k.parent_column_id
  JOIN ${db}.sys.objects t ON t.object_id = f.referenced_object_id
  JOIN ${db}.sys.schemas ts ON ts.schema_id = t.schema_id
  JOIN ${db}.sys.columns tc ON tc.object_id = t.object_id AND tc.column_id = k.referenced_column_id
  WHERE ${named} ORDER BY f.name, k.constraint_column_id`;
